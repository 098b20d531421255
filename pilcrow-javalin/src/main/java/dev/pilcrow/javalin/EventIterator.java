package dev.pilcrow.javalin;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.ws.WsReceive;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The valid events of a stream; ends when it closes or its thread is interrupted. */
final class EventIterator implements Iterator<WsEvent> {
  private final LiveWsStream stream;
  private final MalformedRun malformed;
  private @Nullable WsEvent next;

  EventIterator(LiveWsStream stream) {
    this.stream = stream;
    this.malformed = new MalformedRun(stream);
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null) {
        WsReceive<WsEvent> received = stream.receive();
        if (received instanceof WsReceive.Message<WsEvent> message) {
          malformed.valid();
          next = message.value();
        } else if (received instanceof WsReceive.Closed<WsEvent>
            || !malformed.malformed(MalformedRun.reason(received))) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public WsEvent next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("The stream is closed.");
    }
    WsEvent event = next;
    next = null;
    return event;
  }
}
