package dev.pilcrow.javalin;

import dev.pilcrow.ws.WsReceive;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The valid messages of a stream; ends when it closes or its thread is interrupted. */
final class ValidMessages<T> implements Iterator<T> {
  /** Waits for what comes next. */
  interface Source<T> {
    WsReceive<T> receive() throws InterruptedException;
  }

  private final Source<T> source;
  private final MalformedRun malformed;
  private @Nullable T next;

  ValidMessages(Source<T> source, MalformedRun malformed) {
    this.source = source;
    this.malformed = malformed;
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null) {
        WsReceive<T> received = source.receive();
        if (received instanceof WsReceive.Message<T> message) {
          malformed.valid();
          next = message.value();
        } else if (received instanceof WsReceive.Closed<T>
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
  public T next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("The stream is closed.");
    }
    T message = next;
    next = null;
    return message;
  }
}
