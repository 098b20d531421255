package dev.pilcrow.javalin;

import io.javalin.http.servlet.JavalinWsServletContext;

/**
 * An upgrade that may go on, from the check before the handshake to the open connection.
 *
 * @param id the future stream's id
 * @param route where it was asked for
 * @param client what the request says about its client
 * @param pathParams the parameters of the path
 * @param address what connection limits count by
 * @param context the handshake as Javalin keeps it
 * @param granted what the route has said to the handshake
 */
record UpgradeTicket(
    String id,
    WsRoutes.Route route,
    ClientRequest client,
    PathParams pathParams,
    String address,
    JavalinWsServletContext context,
    Admission.Granted granted) {
  /** The place that the connection takes. */
  LiveConnections.Place place() {
    return new LiveConnections.Place(address, route.service());
  }
}
