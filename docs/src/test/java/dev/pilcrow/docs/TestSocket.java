package dev.pilcrow.docs;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A plain WebSocket that keeps what it receives. */
final class TestSocket implements WebSocket.Listener, AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private @Nullable WebSocket socket;

  private TestSocket() {}

  static TestSocket open(int port, String path) throws Exception {
    var opened = new TestSocket();
    opened.socket =
        HTTP.newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + port + path), opened)
            .get(10, TimeUnit.SECONDS);
    return opened;
  }

  void send(String message) throws Exception {
    socket().sendText(message, true).get(10, TimeUnit.SECONDS);
  }

  void sendBinary(byte[] bytes) throws Exception {
    socket().sendBinary(ByteBuffer.wrap(bytes), true).get(10, TimeUnit.SECONDS);
  }

  String next() throws InterruptedException {
    String message = received.poll(10, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("Expected a message within 10 s but none came.");
    }
    return message;
  }

  /** The next message with this in it. */
  String await(String part) throws InterruptedException {
    String message = next();
    while (!message.contains(part)) {
      message = next();
    }
    return message;
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Expected a condition to hold within 10 s but it did not.");
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      received.add(text.toString());
      text.setLength(0);
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return CompletableFuture.completedFuture(null);
  }

  /** The code with which the server has closed; fails after 10 s. */
  int closeCode() throws Exception {
    return closed.get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    if (!closed.isDone()) {
      socket().sendClose(WebSocket.NORMAL_CLOSURE, "").orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  private WebSocket socket() {
    if (socket == null) {
      throw new IllegalStateException("not open");
    }
    return socket;
  }
}
