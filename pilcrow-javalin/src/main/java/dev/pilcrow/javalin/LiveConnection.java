package dev.pilcrow.javalin;

import dev.pilcrow.ws.WsClose;

/** One open connection, as the watchdog and the stop of the application see it. */
interface LiveConnection {
  /** Looks at the timers. Called by one thread. */
  void sweep(long now);

  /** Bytes of messages that wait to be written, without what topics hold. */
  long queuedBytes();

  /** Messages that wait for their handler. */
  int waitingMessages();

  /** Asks the client to come back elsewhere and then leave; closes one that cannot be asked. */
  void moveAway(long withinMillis);

  /** Announces the stop of the server and closes. */
  void drain(long retryAfterMillis);

  /** Ends a connection that has not ended by itself. */
  void cut(WsClose close);
}
