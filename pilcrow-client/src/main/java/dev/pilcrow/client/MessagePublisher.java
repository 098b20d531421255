package dev.pilcrow.client;

import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A socket's messages for a subscriber, as many as it requests. */
final class MessagePublisher<Out> implements Flow.Publisher<Out> {
  private final TypedSocket<?, Out> socket;
  private final Consumer<String> onMalformed;

  MessagePublisher(TypedSocket<?, Out> socket, Consumer<String> onMalformed) {
    this.socket = socket;
    this.onMalformed = onMalformed;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Out> subscriber) {
    subscriber.onSubscribe(new Following(subscriber));
  }

  /** Takes one message at a time; at most one thread is in {@link #go}. */
  private final class Following implements Flow.Subscription {
    private final Flow.Subscriber<? super Out> subscriber;
    private final AtomicLong wanted = new AtomicLong();
    private final AtomicInteger going = new AtomicInteger();
    private volatile boolean over;
    private @Nullable CompletableFuture<WsReceive<Out>> pending;

    Following(Flow.Subscriber<? super Out> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
      if (n < 1) {
        fail(new IllegalArgumentException("Expected a request of at least 1 but found " + n + "."));
        return;
      }
      wanted.accumulateAndGet(n, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
      go();
    }

    @Override
    public void cancel() {
      over = true;
      go();
    }

    private void go() {
      if (going.getAndIncrement() > 0) {
        return;
      }
      int seen = 1;
      do {
        step();
        seen = going.addAndGet(-seen);
      } while (seen > 0);
    }

    private void step() {
      while (true) {
        CompletableFuture<WsReceive<Out>> next = pending;
        if (over) {
          if (next != null) {
            next.cancel(false);
          }
          return;
        }
        if (next == null) {
          if (wanted.get() == 0) {
            return;
          }
          next = take();
          if (next == null) {
            return;
          }
          pending = next;
          var unused = next.whenComplete((received, failure) -> go());
        }
        if (!next.isDone()) {
          return;
        }
        pending = null;
        deliver(next.join());
      }
    }

    private @Nullable CompletableFuture<WsReceive<Out>> take() {
      try {
        return socket.receiveAsync();
      } catch (IllegalStateException e) {
        fail(e);
        return null;
      }
    }

    private void deliver(WsReceive<Out> received) {
      if (received instanceof WsReceive.Message<Out> message) {
        wanted.decrementAndGet();
        subscriber.onNext(message.value());
      } else if (!(received instanceof WsReceive.Closed<Out> closed)) {
        onMalformed.accept(MessageIterator.reason(received));
      } else if (socket.state().isFinal()) {
        end(closed.close());
      }
    }

    private void end(WsClose close) {
      if (close.code() > 1001) {
        fail(new WsException.Transport("The socket ended with " + close + ".", null));
      } else if (!over) {
        over = true;
        subscriber.onComplete();
      }
    }

    private void fail(RuntimeException failure) {
      if (!over) {
        over = true;
        subscriber.onError(failure);
      }
    }
  }
}
