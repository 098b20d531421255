package dev.pilcrow.browser.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The server's end of one live connection, socket or event stream. */
final class Peer {
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final String query;
  private final Consumer<Object> out;
  private final Closer closer;

  /** Ends the connection from the server's side. */
  interface Closer {
    void close(int code, String reason);
  }

  Peer(String query, Consumer<Object> out, Closer closer) {
    this.query = query;
    this.out = out;
    this.closer = closer;
  }

  /** The query string that the client connected with. */
  String query() {
    return query;
  }

  /** Sends a text frame, or raw event-stream text. */
  void send(String text) {
    out.accept(text);
  }

  /** Sends a binary frame. */
  void send(byte[] bytes) {
    out.accept(bytes);
  }

  /** The next text that the client sent. */
  String receive() throws InterruptedException {
    return receive(TestServer.PATIENCE)
        .orElseThrow(() -> new AssertionError("The client sent nothing within ten seconds."));
  }

  /** The next text that the client sent, if one comes in time. */
  Optional<String> receive(Duration patience) throws InterruptedException {
    return Optional.ofNullable(received.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Closes with this code; the code means nothing to an event stream. */
  void close(int code, String reason) {
    closer.close(code, reason);
  }

  /** Closes as a server does that ends well. */
  void close() {
    close(1000, "");
  }

  /** Waits until the connection is closed and tells the code. */
  int awaitClose() throws Exception {
    return closed.get(TestServer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  boolean isOpen() {
    return !closed.isDone();
  }

  void onText(String text) {
    received.add(text);
  }

  void onClose(int code) {
    closed.complete(code);
  }
}
