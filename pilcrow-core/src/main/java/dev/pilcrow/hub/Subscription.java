package dev.pilcrow.hub;

/** A connection's place in a topic; it ends with the connection. Closing twice is harmless. */
public interface Subscription extends AutoCloseable {
  /** Ends the subscription: nothing more of the topic is sent. */
  @Override
  void close();
}
