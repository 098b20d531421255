package dev.pilcrow.chat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A recording WebSocket client that speaks Pilcrow's plain wire format. */
final class Socket implements WebSocket.Listener, AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private @Nullable WebSocket socket;

  static Socket open(String base, String path, String cookies) {
    Socket listener = new Socket();
    WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
    builder.header("Origin", base);
    if (!cookies.isEmpty()) {
      builder.header("Cookie", cookies);
    }
    URI address = URI.create(base.replaceFirst("^http", "ws") + path);
    listener.socket = builder.buildAsync(address, listener).join();
    return listener;
  }

  /** Sends text as it is. */
  void sendText(String frame) {
    open().sendText(frame, true).join();
  }

  /** Sends an event of the page, as {@code Silcrow.send} does. */
  void send(String event, Object data) {
    sendText(
        JSON.writeValueAsString(java.util.Map.of("type", "custom", "event", event, "data", data)));
  }

  void sendBinary(byte[] bytes) {
    open().sendBinary(java.nio.ByteBuffer.wrap(bytes), true).join();
  }

  /** Waits for the first event that fits; those before it are skipped. */
  JsonNode await(Predicate<JsonNode> wanted) throws InterruptedException {
    List<JsonNode> others = new ArrayList<>();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonNode event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (event == null) {
        throw new AssertionError("No such event came, but these did: " + others);
      }
      if (wanted.test(event)) {
        return event;
      }
      others.add(event);
    }
  }

  /** Waits for markup with this text for this target. */
  String awaitMarkup(String target, String text) throws InterruptedException {
    return await(
            event ->
                event.path("target").asString("").equals(target)
                    && event.path("markup").asString("").contains(text))
        .path("markup")
        .asString();
  }

  /** Waits for a patch of a value for this target. */
  void awaitPatch(String target, String name, String value) throws InterruptedException {
    await(
        event ->
            event.path("target").asString("").equals(target)
                && event.path("data").path(name).asString("").contains(value));
  }

  int closeCode() {
    return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private WebSocket open() {
    return java.util.Objects.requireNonNull(socket);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      JsonNode frame = JSON.readTree(text.toString());
      text.setLength(0);
      if (frame.isArray()) {
        frame.forEach(events::add);
      } else {
        events.add(frame);
      }
    }
    ws.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket ws, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket ws, Throwable error) {
    closed.completeExceptionally(error);
  }

  @Override
  public void close() {
    open().abort();
  }
}
