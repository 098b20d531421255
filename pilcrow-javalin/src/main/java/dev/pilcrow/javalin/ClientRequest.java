package dev.pilcrow.javalin;

/**
 * What the request for a connection says about its client.
 *
 * @param arrivedAt when it came in, by the ticker
 * @param silcrow whether the client understands control frames and arrays of events
 * @param places where the client goes on in its topics
 */
record ClientRequest(long arrivedAt, boolean silcrow, ClientPlaces places) {
  /** The same of a client that knows nothing of control frames and places. */
  ClientRequest plain() {
    return new ClientRequest(arrivedAt, false, ClientPlaces.NONE);
  }
}
