package dev.pilcrow.client;

import dev.pilcrow.channel.Wire;
import dev.pilcrow.channel.WireFormat;
import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Positions;
import dev.pilcrow.route.WsRoute;
import dev.pilcrow.ws.WsClose;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Opens typed channels and follows live pages of one server. Thread-safe; its threads are daemons
 * and are shared by all sockets. Close it to close them all.
 */
public final class WsClient implements AutoCloseable {
  private final URI server;

  /** What a client with cookies says it comes from; null without cookies. */
  private final @Nullable String origin;

  private final ExecutorService pool;
  private final ScheduledThreadPoolExecutor timer;
  private final HttpClient http;
  private final Set<Managed> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private WsClient(URI server, @Nullable CookieHandler cookies) {
    this.server = server;
    this.origin = cookies == null ? null : origin(server);
    AtomicInteger number = new AtomicInteger();
    ThreadFactory threads =
        task -> {
          Thread thread = new Thread(task, "pilcrow-client-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    pool = Executors.newCachedThreadPool(threads);
    timer = new ScheduledThreadPoolExecutor(1, threads);
    timer.setRemoveOnCancelPolicy(true);
    HttpClient.Builder builder = HttpClient.newBuilder().executor(pool);
    http = (cookies == null ? builder : builder.cookieHandler(cookies)).build();
  }

  /**
   * A client of the server at this address, such as {@code https://chat.example.org}. A path in it
   * comes before the routes.
   *
   * @throws IllegalArgumentException if it is not an http, https, ws or wss address with a host and
   *     without query and fragment
   */
  public static WsClient to(String address) {
    return new WsClient(server(address), null);
  }

  /**
   * The same with cookies: those that the server gives are kept here and sent with each request, as
   * a browser does it, and so is the server's own {@code Origin} with each handshake, which a
   * server wants to see beside cookies. {@code new java.net.CookieManager()} forgets them with the
   * program.
   */
  public static WsClient to(String address, CookieHandler cookies) {
    return new WsClient(server(address), cookies);
  }

  private static URI server(String address) {
    URI uri =
        URI.create(address.endsWith("/") ? address.substring(0, address.length() - 1) : address);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme();
    if (!Set.of("http", "https", "ws", "wss").contains(scheme)
        || uri.getHost() == null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "Expected an address like https://chat.example.org but found '" + address + "'.");
    }
    return URI.create(uri.toString().replaceFirst("^http", "ws"));
  }

  private static String origin(URI server) {
    return server.getScheme().replaceFirst("^ws", "http") + "://" + server.getAuthority();
  }

  /** Connects with the default options; returns at once. */
  public <In, Out> TypedSocket<In, Out> connect(WsChannel<In, Out> channel) {
    return connect(channel, SocketOptions.defaults());
  }

  /**
   * Connects; returns at once. A failure is a state of the socket, not an exception.
   *
   * @throws IllegalStateException if a parameter of the channel is not filled in, or this client is
   *     closed
   */
  public <In, Out> TypedSocket<In, Out> connect(WsChannel<In, Out> channel, SocketOptions options) {
    channel.target();
    Connection<In, Out> connection = new Connection<>(this, channel, options);
    remember(connection);
    connection.start();
    return new TypedSocket<>(connection, options);
  }

  /** Fetches with the default options; see {@link #get(String, SocketOptions)}. */
  public Fetched get(String path) throws IOException, InterruptedException {
    return get(path, SocketOptions.defaults());
  }

  /**
   * Fetches a page or data, with the places to follow it from, and waits for it: at most {@link
   * SocketOptions#connectTimeout}, and {@link SocketOptions#maxMessage} bytes. Asks for JSON first
   * unless the options have an {@code Accept}. A redirect is not followed.
   *
   * @param path with its query, such as {@code /rooms/general?after=17}
   * @throws IOException if there is no such answer with a status from 200 to 299, saying why
   * @throws IllegalArgumentException if the path does not start with a slash, or is no URL
   * @throws IllegalStateException if this client is closed
   */
  public Fetched get(String path, SocketOptions options) throws IOException, InterruptedException {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "Expected a path such as /rooms/general but found '%s'.".formatted(path));
    }
    checkOpen();
    String address = address(path, "").replaceFirst("^ws", "http");
    return Fetch.get(http, URI.create(address), options);
  }

  /**
   * Follows a live page: its events in order, without a hole and without a double, whatever happens
   * to the connection. Tries again for ever, from 1 s doubling to 30 s; returns at once.
   *
   * @param route with every parameter filled in
   * @param start the places that came with the page: {@link Fetched#positions}
   * @throws IllegalStateException if a parameter of the route is not filled in, or this client is
   *     closed
   */
  public LivePage follow(WsRoute route, Positions start, LiveHandler handler) {
    return follow(route, start, handler, SocketOptions.defaults().reconnect(Reconnect.backoff()));
  }

  /** The same with options. {@link SocketOptions#queue} bounds what waits to be acked. */
  public LivePage follow(
      WsRoute route, Positions start, LiveHandler handler, SocketOptions options) {
    WsChannel<WsEvent, WsEvent> channel = WsChannel.events(route);
    channel.target();
    LiveConnection connection = new LiveConnection(this, channel, start, handler, options);
    remember(connection);
    connection.start();
    return new LivePage(connection);
  }

  void remember(Managed connection) {
    checkOpen();
    connections.add(connection);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("Expected an open client. Make a new one to connect.");
    }
  }

  void forget(Managed connection) {
    connections.remove(connection);
  }

  ExecutorService pool() {
    return pool;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  void after(Duration delay, Runnable task) {
    try {
      var unused = timer.schedule(task, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // the client is closed, and nothing is to come
    }
  }

  <In, Out> CompletableFuture<WebSocket> open(
      WsChannel<In, Out> channel,
      String query,
      SocketOptions options,
      WebSocket.Listener listener) {
    WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(options.connectTimeout);
    try {
      if (origin != null && !options.hasHeader("Origin")) {
        builder.header("Origin", origin);
      }
      options.headers.forEach(header -> builder.header(header.getKey(), header.getValue()));
      List<String> names =
          channel.wires().stream()
              .map(Wire::format)
              .map(WireFormat::subprotocol)
              .flatMap(Optional::stream)
              .toList();
      if (!names.isEmpty()) {
        builder.subprotocols(names.get(0), names.subList(1, names.size()).toArray(String[]::new));
      }
      return builder.buildAsync(URI.create(address(channel.target(), query)), listener);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private String address(String target, String query) {
    return server + target + (query.isEmpty() ? "" : (target.contains("?") ? "&" : "?") + query);
  }

  /** Closes all sockets with 1000, waits for their ends as {@link TypedSocket#close} does. */
  @Override
  public void close() {
    closed = true;
    CompletableFuture<?>[] ends =
        connections.stream()
            .map(connection -> connection.close(WsClose.NORMAL))
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(11, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // what has not ended by now is cut below
    }
    timer.shutdownNow();
    pool.shutdownNow();
  }
}
