package dev.pilcrow.client;

import dev.pilcrow.ws.WsReceive;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Valid messages, until the socket has ended or the thread is interrupted. */
final class MessageIterator<Out> implements Iterator<Out> {
  private final TypedSocket<?, Out> socket;
  private final Consumer<String> onMalformed;
  private @Nullable Out next;
  private boolean over;

  MessageIterator(TypedSocket<?, Out> socket, Consumer<String> onMalformed) {
    this.socket = socket;
    this.onMalformed = onMalformed;
  }

  @Override
  public boolean hasNext() {
    while (next == null && !over) {
      try {
        next = value(socket.receive());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        over = true;
      }
    }
    return next != null;
  }

  private @Nullable Out value(WsReceive<Out> received) {
    if (received instanceof WsReceive.Message<Out> message) {
      return message.value();
    }
    if (received instanceof WsReceive.Closed<Out>) {
      over = socket.state().isFinal();
    } else {
      onMalformed.accept(reason(received));
    }
    return null;
  }

  static String reason(WsReceive<?> received) {
    return received instanceof WsReceive.Malformed<?> malformed
        ? malformed.reason()
        : "Expected the other kind of frame, text or binary.";
  }

  @Override
  public Out next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("The socket has ended.");
    }
    Out message = next;
    next = null;
    return message;
  }
}
