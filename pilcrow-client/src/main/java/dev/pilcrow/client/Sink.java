package dev.pilcrow.client;

import dev.pilcrow.channel.RawMessage;
import dev.pilcrow.channel.Wire;

/** Where the messages of a connection go. */
interface Sink<T> {
  /** Takes a message; {@code more} is run once, when there is room for the next one. */
  void add(RawMessage message, Wire<?, T> wire, Runnable more);

  /** Whether the connection waits for room, so that nothing can be heard from it. */
  boolean isFull();
}
