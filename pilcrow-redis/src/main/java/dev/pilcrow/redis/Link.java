package dev.pilcrow.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection, made when it is needed and made anew after it failed or was slow. Never repeats a
 * command by itself.
 *
 * <p>Thread-safe; threads that need a connection at the same time wait for the same one.
 */
final class Link {
  /** The shortest time between two attempts. */
  private static final long PAUSE = Duration.ofMillis(20).toNanos();

  private final Supplier<CompletionStage<StatefulRedisConnection<String, byte[]>>> connect;
  private final Duration timeout;
  private final AtomicReference<@Nullable Attempt> current = new AtomicReference<>();
  private volatile boolean closed;

  /** A connection, or the attempt at one, and the commands that wait for their answer on it. */
  private record Attempt(
      CompletableFuture<StatefulRedisConnection<String, byte[]>> connection,
      Set<Consumer<RedisException>> waiting,
      AtomicBoolean dropped,
      long at) {
    boolean usable() {
      return !connection.isDone()
          || (!connection.isCompletedExceptionally() && connection.join().isOpen());
    }

    /** Tells those who wait that no answer will come. */
    void ended() {
      waiting.forEach(command -> command.accept(new RedisException("The connection ended")));
    }
  }

  /** The link was closed by its owner: nothing will ever be answered. */
  static final class ClosedException extends RedisException {
    private static final long serialVersionUID = 1;

    ClosedException() {
      super("these logs are closed");
    }
  }

  Link(
      Supplier<CompletionStage<StatefulRedisConnection<String, byte[]>>> connect,
      Duration timeout) {
    this.connect = connect;
    this.timeout = timeout;
  }

  private Attempt attempt() {
    while (true) {
      Attempt known = current.get();
      long now = System.nanoTime();
      if (known != null && (known.usable() || now - known.at() < PAUSE)) {
        return known;
      }
      var fresh =
          new Attempt(
              new CompletableFuture<>(), ConcurrentHashMap.newKeySet(), new AtomicBoolean(), now);
      if (current.compareAndSet(known, fresh)) {
        open(fresh);
        return fresh;
      }
    }
  }

  private void open(Attempt fresh) {
    if (closed) {
      fresh.connection.completeExceptionally(new ClosedException());
      return;
    }
    try {
      connect
          .get()
          .whenComplete(
              (connection, failure) -> {
                if (failure != null) {
                  fresh.connection.completeExceptionally(failure);
                  return;
                }
                connection.addListener(
                    new RedisConnectionStateListener() {
                      @Override
                      public void onRedisDisconnected(RedisChannelHandler<?, ?> channel) {
                        fresh.ended();
                      }
                    });
                if (!fresh.connection.complete(connection)) {
                  var unused = connection.closeAsync();
                }
              });
    } catch (RuntimeException e) {
      fresh.connection.completeExceptionally(e);
    }
  }

  /**
   * Runs a command; its result completes within the timeout and the time that is allowed in
   * addition, or fails.
   */
  <T> CompletableFuture<T> send(
      Duration allowed,
      Function<StatefulRedisConnection<String, byte[]>, CompletionStage<T>> command) {
    Attempt attempt = attempt();
    var result = new CompletableFuture<T>();
    Consumer<RedisException> fail = result::completeExceptionally;
    attempt.waiting.add(fail);
    CompletionStage<T> answered = attempt.connection.thenCompose(command);
    answered.whenComplete(
        (answer, failure) -> {
          if (failure != null) {
            result.completeExceptionally(failure);
          } else {
            result.complete(answer);
          }
        });
    if (!attempt.usable()) {
      attempt.ended();
    }
    return result
        .orTimeout(timeout.plus(allowed).toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (answer, failure) -> {
              attempt.waiting.remove(fail);
              if (failure != null && !RedisFailure.answered(failure)) {
                drop(attempt);
              }
            });
  }

  /** The same, waiting for the result. */
  <T> T call(Function<StatefulRedisConnection<String, byte[]>, CompletionStage<T>> command) {
    CompletableFuture<T> result = send(Duration.ZERO, command);
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisException("Interrupted while waiting for Redis", e);
    } catch (ExecutionException e) {
      Throwable cause = RedisFailure.cause(e);
      throw cause instanceof RedisException known ? known : new RedisException(cause);
    } catch (CancellationException e) {
      throw new RedisException("The connection was closed", e);
    }
  }

  private void drop(Attempt attempt) {
    attempt.connection.completeExceptionally(new TimeoutException("Redis took too long"));
    if (!attempt.connection.isCompletedExceptionally() && !attempt.dropped.getAndSet(true)) {
      var unused = attempt.connection.join().closeAsync();
    }
  }

  /** Makes no more connections; the client closes the one there is when it is shut down. */
  void close() {
    closed = true;
    Attempt attempt = current.get();
    if (attempt != null) {
      attempt.dropped.set(true);
      attempt.connection.completeExceptionally(new ClosedException());
    }
  }
}
