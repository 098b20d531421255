package dev.pilcrow.javalin;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket client that records what it hears. It reads without being asked. */
final class TestSocket implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;

  private TestSocket(URI uri, Map<String, String> headers) {
    WebSocket.Builder builder = HTTP.newWebSocketBuilder();
    headers.forEach(builder::header);
    socket = builder.buildAsync(uri, new Recorder()).join();
  }

  static TestSocket open(URI uri) {
    return open(uri, Map.of());
  }

  static TestSocket open(URI uri, Map<String, String> headers) {
    return new TestSocket(uri, headers);
  }

  TestSocket send(String text) {
    socket.sendText(text, true).join();
    return this;
  }

  /** The same to a server that may be closing already. */
  TestSocket trySend(String text) {
    socket.sendText(text, true).exceptionally(closed -> socket).join();
    return this;
  }

  TestSocket sendBinary(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    return this;
  }

  void sendClose(int code) {
    socket.sendClose(code, "").join();
  }

  void abort() {
    socket.abort();
  }

  /** The next text frame; fails after 10 s. */
  String next() throws InterruptedException {
    String text = texts.poll(10, TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("Expected a text frame within 10 s. Closed: " + closed);
    }
    return text;
  }

  /** How many frames have come and were not taken. */
  int waiting() {
    return texts.size();
  }

  /** The close code; fails after 20 s. 1006 when the connection broke. */
  int closeCode() throws Exception {
    return closed.get(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Recorder implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        texts.add(partial.toString());
        partial.setLength(0);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      closed.complete(1006);
    }
  }
}
