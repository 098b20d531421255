package dev.pilcrow.javalin;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.internal.SerialRuns;
import dev.pilcrow.ws.WsReceive;

/** Calls the callbacks of one connection, one after the other. */
final class CallbackPump {
  private final SerialRuns runs;
  private final LiveWsStream stream;
  private final WsCallbacks callbacks;
  private final MalformedRun malformed;

  /** What has been called; touched by the running task only. */
  private boolean opened;

  private boolean closed;

  /** Whether one threw: only the close is called from then on. */
  private boolean failed;

  CallbackPump(LiveWsStream stream, WsCallbacks callbacks) {
    this.stream = stream;
    this.callbacks = callbacks;
    this.malformed = new MalformedRun(stream);
    this.runs =
        new SerialRuns(
            stream.services().handlers()::runCallback, this::callAll, stream::handlerFailed);
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
    Arrival arrival;
    while (!closed && (arrival = stream.inbox().pollNow()) != null) {
      WsReceive<WsEvent> received = arrival.item();
      if (!(received instanceof WsReceive.Closed<WsEvent>) && !begins(arrival)) {
        continue;
      }
      if (received instanceof WsReceive.Message<WsEvent> message) {
        malformed.valid();
        call(() -> callbacks.onEvent.handle(stream, message.value()));
        stream.deliveries().handled();
      } else if (received instanceof WsReceive.Closed<WsEvent> last) {
        closed = true;
        call(() -> callbacks.onClose.handle(stream, last.close()));
      } else {
        String reason = MalformedRun.reason(received);
        call(() -> callbacks.onMalformed.handle(stream, reason));
        malformed.malformed(reason);
      }
    }
  }

  private boolean begins(Arrival arrival) {
    try {
      return !failed && stream.deliveries().begin(arrival);
    } catch (InterruptedException e) {
      failed = true;
      stream.handlerFailed(e);
      return false;
    }
  }

  private interface Call {
    void run() throws Exception;
  }

  private void call(Call call) {
    try {
      call.run();
    } catch (Throwable e) {
      failed = true;
      stream.handlerFailed(e);
    }
  }
}
