package dev.pilcrow.javalin;

import dev.pilcrow.ws.WsClose;

/**
 * Serves the connections of a typed channel by callbacks instead of a loop.
 *
 * <p>Immutable: each setter returns a changed copy. The callbacks of one connection never overlap
 * and come in order: open, then messages, then close, which comes last and exactly once. An idle
 * connection holds no thread. A callback that throws closes the connection with 1011.
 */
public final class TypedCallbacks<In, Out> {
  /** Runs when a connection has opened. */
  @FunctionalInterface
  public interface OnOpen<In, Out> {
    /** Greets the connection. */
    void handle(TypedStream<In, Out> stream) throws Exception;
  }

  /** Runs for each valid message. */
  @FunctionalInterface
  public interface OnMessage<In, Out> {
    /** Handles a message. */
    void handle(TypedStream<In, Out> stream, In message) throws Exception;
  }

  /** Runs for each frame that is no message; the reason never quotes it. */
  @FunctionalInterface
  public interface OnMalformed<In, Out> {
    /** Handles the report. */
    void handle(TypedStream<In, Out> stream, String reason) throws Exception;
  }

  /** Runs once, when the connection has closed. */
  @FunctionalInterface
  public interface OnClose<In, Out> {
    /** Says farewell; nothing can be sent any more. */
    void handle(TypedStream<In, Out> stream, WsClose close) throws Exception;
  }

  final OnOpen<In, Out> onOpen;
  final OnMessage<In, Out> onMessage;
  final OnMalformed<In, Out> onMalformed;
  final OnClose<In, Out> onClose;

  private TypedCallbacks(
      OnOpen<In, Out> onOpen,
      OnMessage<In, Out> onMessage,
      OnMalformed<In, Out> onMalformed,
      OnClose<In, Out> onClose) {
    this.onOpen = onOpen;
    this.onMessage = onMessage;
    this.onMalformed = onMalformed;
    this.onClose = onClose;
  }

  /** Callbacks of which only the one for messages does something yet. */
  public static <In, Out> TypedCallbacks<In, Out> onMessage(OnMessage<In, Out> callback) {
    return new TypedCallbacks<>(
        stream -> {}, callback, (stream, reason) -> {}, (stream, close) -> {});
  }

  /** Calls back when a connection has opened. */
  public TypedCallbacks<In, Out> onOpen(OnOpen<In, Out> callback) {
    return new TypedCallbacks<>(callback, onMessage, onMalformed, onClose);
  }

  /** Calls back for each frame that is no message; 16 in a row close the connection with 1007. */
  public TypedCallbacks<In, Out> onMalformed(OnMalformed<In, Out> callback) {
    return new TypedCallbacks<>(onOpen, onMessage, callback, onClose);
  }

  /** Calls back once when a connection has closed, whoever closed it. */
  public TypedCallbacks<In, Out> onClose(OnClose<In, Out> callback) {
    return new TypedCallbacks<>(onOpen, onMessage, onMalformed, callback);
  }
}
