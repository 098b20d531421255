package dev.pilcrow.javalin;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.ws.WsClose;

/**
 * Serves the connections of a WebSocket route by callbacks instead of a loop.
 *
 * <p>Immutable: each setter returns a changed copy. The callbacks of one connection never overlap
 * and come in order: open, then events, then close, which comes last and exactly once. An idle
 * connection holds no thread. A callback that throws closes the connection with 1011.
 */
public final class WsCallbacks {
  /** Runs when a connection has opened. */
  @FunctionalInterface
  public interface OnOpen {
    /** Greets the connection. */
    void handle(WsStream stream) throws Exception;
  }

  /** Runs for each valid event. */
  @FunctionalInterface
  public interface OnEvent {
    /** Handles an event. */
    void handle(WsStream stream, WsEvent event) throws Exception;
  }

  /** Runs for each frame that is no event; the reason never quotes it. */
  @FunctionalInterface
  public interface OnMalformed {
    /** Handles the report. */
    void handle(WsStream stream, String reason) throws Exception;
  }

  /** Runs once, when the connection has closed. */
  @FunctionalInterface
  public interface OnClose {
    /** Says farewell; nothing can be sent any more. */
    void handle(WsStream stream, WsClose close) throws Exception;
  }

  final OnOpen onOpen;
  final OnEvent onEvent;
  final OnMalformed onMalformed;
  final OnClose onClose;

  private WsCallbacks(OnOpen onOpen, OnEvent onEvent, OnMalformed onMalformed, OnClose onClose) {
    this.onOpen = onOpen;
    this.onEvent = onEvent;
    this.onMalformed = onMalformed;
    this.onClose = onClose;
  }

  /** Callbacks that do nothing yet. */
  public static WsCallbacks create() {
    return new WsCallbacks(
        stream -> {}, (stream, event) -> {}, (stream, reason) -> {}, (stream, close) -> {});
  }

  /** Calls back when a connection has opened. */
  public WsCallbacks onOpen(OnOpen callback) {
    return new WsCallbacks(callback, onEvent, onMalformed, onClose);
  }

  /** Calls back for each valid event. */
  public WsCallbacks onEvent(OnEvent callback) {
    return new WsCallbacks(onOpen, callback, onMalformed, onClose);
  }

  /** Calls back for each malformed or binary frame; 16 in a row close the connection with 1007. */
  public WsCallbacks onMalformed(OnMalformed callback) {
    return new WsCallbacks(onOpen, onEvent, callback, onClose);
  }

  /** Calls back once when a connection has closed, whoever closed it. */
  public WsCallbacks onClose(OnClose callback) {
    return new WsCallbacks(onOpen, onEvent, onMalformed, callback);
  }
}
