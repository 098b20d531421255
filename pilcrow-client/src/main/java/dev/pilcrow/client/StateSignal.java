package dev.pilcrow.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a socket, and those who want to know. One thread at a time changes it; any thread
 * may look.
 */
final class StateSignal {
  private static final Logger LOG = LoggerFactory.getLogger(TypedSocket.class);

  private final List<Consumer<SocketState>> listeners = new CopyOnWriteArrayList<>();
  private volatile SocketState state = SocketState.CONNECTING;
  private volatile CompletableFuture<SocketState> settled = new CompletableFuture<>();

  SocketState state() {
    return state;
  }

  /** Completes when the socket is no longer connecting. */
  CompletableFuture<SocketState> settled() {
    return settled.copy();
  }

  void listen(Consumer<SocketState> listener) {
    listeners.add(listener);
  }

  void set(SocketState next) {
    if (state == next) {
      return;
    }
    if (next == SocketState.CONNECTING) {
      settled = new CompletableFuture<>();
    }
    state = next;
    for (Consumer<SocketState> listener : listeners) {
      try {
        listener.accept(next);
      } catch (RuntimeException | Error e) {
        LOG.warn("A listener of a socket's state failed.", e);
      }
    }
    if (next != SocketState.CONNECTING) {
      settled.complete(next);
    }
  }
}
