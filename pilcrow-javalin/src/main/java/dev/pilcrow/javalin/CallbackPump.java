package dev.pilcrow.javalin;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.ws.WsReceive;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls the callbacks of one connection, one after the other.
 *
 * <p>Signals are counted: who raises the count from 0 starts a task, and the task goes on until it
 * has brought the count back to 0, so at most one runs at a time and no signal is lost.
 */
final class CallbackPump {
  private final AtomicInteger signals = new AtomicInteger();
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
  }

  /** Says that something arrived. Any thread. */
  void signal() {
    if (signals.getAndIncrement() == 0) {
      try {
        stream.services().handlers().runCallback(this::run);
      } catch (RejectedExecutionException e) {
        stream.handlerFailed(e);
      }
    }
  }

  private void run() {
    int seen = signals.get();
    do {
      callAll();
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
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
