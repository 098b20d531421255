package dev.pilcrow.javalin;

import dev.pilcrow.internal.SerialRuns;
import dev.pilcrow.ws.WsReceive;

/** Calls the callbacks of one connection of a typed channel, one after the other. */
final class TypedPump<In, Out> {
  private final SerialRuns runs;
  private final LiveTypedStream<In, Out> stream;
  private final TypedCallbacks<In, Out> callbacks;
  private final MalformedRun malformed;

  /** What has been called; touched by the running task only. */
  private boolean opened;

  private boolean closed;

  /** Whether one threw: only the close is called from then on. */
  private boolean failed;

  TypedPump(LiveTypedStream<In, Out> stream, TypedCallbacks<In, Out> callbacks) {
    this.stream = stream;
    this.callbacks = callbacks;
    this.malformed = new MalformedRun(stream, this::reportMalformed, stream::close);
    this.runs =
        new SerialRuns(
            stream.services().handlers()::runCallback, this::callAll, stream.out()::handlerFailed);
  }

  /** Says that something arrived. Any thread. */
  void signal() {
    runs.signal();
  }

  private void callAll() {
    if (!opened) {
      opened = true;
      call(() -> callbacks.onOpen.handle(stream));
    }
    WsReceive<In> item;
    while (!closed && (item = stream.pollNow()) != null) {
      WsReceive<In> received = item;
      if (failed && !(received instanceof WsReceive.Closed<In>)) {
        continue;
      }
      if (received instanceof WsReceive.Message<In> message) {
        malformed.valid();
        call(() -> callbacks.onMessage.handle(stream, message.value()));
      } else if (received instanceof WsReceive.Closed<In> last) {
        closed = true;
        call(() -> callbacks.onClose.handle(stream, last.close()));
      } else {
        malformed.malformed(MalformedRun.reason(received));
      }
    }
  }

  private void reportMalformed(String reason) {
    call(() -> callbacks.onMalformed.handle(stream, reason));
  }

  private interface Call {
    void run() throws Exception;
  }

  private void call(Call call) {
    try {
      call.run();
    } catch (Throwable e) {
      failed = true;
      stream.out().handlerFailed(e);
    }
  }
}
