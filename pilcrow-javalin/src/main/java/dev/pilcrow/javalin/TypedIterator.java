package dev.pilcrow.javalin;

import dev.pilcrow.ws.WsReceive;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The valid messages of a typed stream; ends when it closes or its thread is interrupted. */
final class TypedIterator<In> implements Iterator<In> {
  private final LiveTypedStream<In, ?> stream;
  private final MalformedRun malformed;
  private @Nullable In next;

  TypedIterator(LiveTypedStream<In, ?> stream) {
    this.stream = stream;
    this.malformed = new MalformedRun(stream, reason -> {}, stream::close);
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null) {
        WsReceive<In> received = stream.receive();
        if (received instanceof WsReceive.Message<In> message) {
          malformed.valid();
          next = message.value();
        } else if (received instanceof WsReceive.Closed<In>
            || !malformed.malformed(LiveTypedStream.reason(received))) {
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
  public In next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("The stream is closed.");
    }
    In message = next;
    next = null;
    return message;
  }
}
