package dev.pilcrow.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/** Stands between a node and Redis, and fails as networks do. */
final class Proxy implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean refusing;
  private volatile boolean swallowing;
  private volatile @Nullable Gate gate;

  Proxy(int target) throws IOException {
    this(target, ServerSocketFactory.getDefault());
  }

  Proxy(int target, ServerSocketFactory factory) throws IOException {
    this.target = target;
    server = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Ends all connections and refuses new ones. */
  void cut() {
    refusing = true;
    closeAll();
  }

  /** Ends all connections; new ones work. */
  void interrupt() {
    closeAll();
  }

  /** Connections stay open, but no answer comes back any more. */
  void swallowAnswers() {
    swallowing = true;
  }

  /** Keeps back the second request, over whatever connection, that has one of these commands. */
  Gate holdSecond(String... commands) {
    var held = new Gate(List.of(commands));
    gate = held;
    return held;
  }

  /** Where a request waits. */
  static final class Gate {
    private final AtomicInteger passed = new AtomicInteger();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private final List<String> commands;

    private Gate(List<String> commands) {
      this.commands = commands;
    }

    private void pass(String request) {
      if (commands.stream().anyMatch(request::contains) && passed.getAndIncrement() == 1) {
        reached.countDown();
        await(opened);
      }
    }

    /** Waits until the request is here. */
    void awaitRequest() {
      await(reached);
    }

    /** Lets it go on. */
    void open() {
      opened.countDown();
    }

    private static void await(CountDownLatch latch) {
      try {
        if (!latch.await(20, TimeUnit.SECONDS)) {
          throw new AssertionError("Expected a request to be held and let go within 20 s");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Everything works again, on new connections. */
  void mend() {
    closeAll();
    refusing = false;
    swallowing = false;
  }

  private void closeAll() {
    List<Socket> all = List.copyOf(sockets);
    all.forEach(sockets::remove);
    all.forEach(Proxy::closeQuietly);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (refusing) {
          client.close();
          continue;
        }
        connect(client);
      } catch (IOException e) {
        // The proxy is closed.
      }
    }
  }

  private void connect(Socket client) {
    try {
      Socket redis = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(client);
      sockets.add(redis);
      start(() -> copy(client, redis, false));
      start(() -> copy(redis, client, true));
    } catch (IOException e) {
      // Redis is away; the client sees a closed connection.
      closeQuietly(client);
    }
  }

  private void copy(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[16_384];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        Gate here = gate;
        if (!answers && here != null) {
          here.pass(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
        }
        if (!(answers && swallowing)) {
          out.write(buffer, 0, n);
          out.flush();
        }
      }
    } catch (IOException e) {
      // One end has closed; so does the other.
    } finally {
      closeQuietly(from);
      closeQuietly(to);
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void start(Runnable job) {
    var thread = new Thread(job, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    closeAll();
  }
}
