package dev.pilcrow.javalin;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.ws.WsClose;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.ee10.servlet.ServletContextResponse;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event stream as the response to one request, past the servlet's output stream: that one
 * would block, and hold a buffer per connection.
 *
 * <p>The first write sends the status and the headers; until then the request can still be answered
 * in another way.
 */
final class ResponseTransport implements Transport {
  private enum State {
    FRESH,
    STREAMING,
    ANSWERED_OTHERWISE
  }

  private final HttpServletRequest servletRequest;
  private final ServletContextRequest request;
  private final ServletContextResponse response;

  /** The connection, where it carries nothing but this response. */
  private final @Nullable EndPoint endPoint;

  private final boolean silcrow;
  private final Function<List<EncodedEvent>, ByteBuffer> form;
  private final HandlerThreads threads;
  private final Consumer<WsClose> onEnd;
  private final AtomicReference<State> state = new AtomicReference<>(State.FRESH);
  private final AtomicBoolean ended = new AtomicBoolean();
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  /**
   * Makes the request asynchronous. Called on its thread.
   *
   * @param silcrow whether the client understands control frames
   * @param form writes events as a part of the stream
   * @param onEnd told once that the stream has ended, and how; on any thread
   */
  ResponseTransport(
      HttpServletRequest request,
      boolean silcrow,
      Function<List<EncodedEvent>, ByteBuffer> form,
      HandlerThreads threads,
      Consumer<WsClose> onEnd) {
    AsyncContext async = request.startAsync();
    async.setTimeout(0);
    this.servletRequest = request;
    this.request = ServletContextRequest.getServletContextRequest(request);
    this.response = this.request.getServletContextResponse();
    this.endPoint = ownsConnection() ? this.request.getServletChannel().getEndPoint() : null;
    this.silcrow = silcrow;
    this.form = form;
    this.threads = threads;
    this.onEnd = onEnd;
  }

  /** Completes when the stream has ended and the request may. */
  CompletableFuture<Void> done() {
    return done;
  }

  /** Keeps the request for another answer; returns false when the stream has begun. */
  boolean answerOtherwise() {
    return state.compareAndSet(State.FRESH, State.ANSWERED_OTHERWISE);
  }

  @Override
  public void write(List<EncodedEvent> frames, Callback callback) {
    if (ended.get() || !begin()) {
      callback.failed(new IllegalStateException("The response has ended."));
    } else {
      response.write(false, form.apply(frames), callback);
    }
  }

  private boolean begin() {
    if (!state.compareAndSet(State.FRESH, State.STREAMING)) {
      return state.get() == State.STREAMING;
    }
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store, no-transform");
    headers.put("X-Accel-Buffering", "no");
    headers.put("X-Content-Type-Options", "nosniff");
    request.getServletChannel().setIdleTimeout(0);
    if (endPoint != null) {
      headers.put(HttpHeader.CONNECTION, "close");
      PeerWatch.start(endPoint, this::disconnect);
    } else {
      request.addFailureListener(failure -> disconnect());
    }
    return true;
  }

  /** Whether the connection carries nothing but this response, as in HTTP/1. */
  private boolean ownsConnection() {
    return request.getConnectionMetaData().getHttpVersion().getVersion()
        <= HttpVersion.HTTP_1_1.getVersion();
  }

  /** Bytes that nobody acknowledges are all there is; {@link Transport#write} sends comments. */
  @Override
  public void ping() {}

  @Override
  public void close(WsClose why, boolean writing) {
    if (writing || ended.get() || !begin()) {
      disconnect();
    } else if (silcrow) {
      response.write(
          false,
          ControlFrames.close(why).sse(),
          Callback.from(() -> end(why), failure -> end(why)));
    } else {
      end(why);
    }
  }

  @Override
  public void disconnect() {
    if (state.get() == State.STREAMING && !ended.get()) {
      cut();
    }
    end(Outgoing.LOST);
  }

  private void cut() {
    if (endPoint != null) {
      endPoint.close();
    } else {
      request.getServletChannel().abort(new IllegalStateException("The stream was cut."));
    }
  }

  /**
   * What follows the request, handlers and loggers of the application, may block. Nothing follows
   * one that Jetty has given up: it is another one's object by then, and Javalin, which handles an
   * exception of its exception handler as another exception, would never come to an end.
   */
  private void end(WsClose why) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    onEnd.accept(why);
    try {
      threads.runCallback(
          () -> {
            if (isWaiting()) {
              done.complete(null);
            }
          });
    } catch (RejectedExecutionException e) {
      cut(); // the application has stopped
    }
  }

  private boolean isWaiting() {
    try {
      return servletRequest.isAsyncStarted();
    } catch (RuntimeException e) {
      return false;
    }
  }
}
