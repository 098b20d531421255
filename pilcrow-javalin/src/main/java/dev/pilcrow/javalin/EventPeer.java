package dev.pilcrow.javalin;

import io.javalin.websocket.WsConnectContext;
import org.eclipse.jetty.websocket.api.Session;

/** A page's stream behind a WebSocket. */
final class EventPeer implements SocketPeer {
  private final LiveWsStream stream;
  private final Receiver receiver;
  private final PilcrowConfig config;

  EventPeer(UpgradeTicket ticket, Serving serving, LiveServices services, Session session) {
    this.config = services.config();
    this.stream =
        new LiveWsStream(
            ticket,
            serving,
            services,
            new WsConnectContext(ticket.context().attach(session)),
            new SocketTransport(session, ticket.client().silcrow()),
            session::demand);
    this.receiver = new Receiver(stream, services);
  }

  @Override
  public void open() {
    stream.open(ControlFrames.hello(config, true, config.heartbeat, ""));
  }

  @Override
  public boolean count(long now) {
    return receiver.count(now);
  }

  @Override
  public void text(String message, int size) {
    receiver.text(message, size);
  }

  @Override
  public boolean readsBinary() {
    return false;
  }

  @Override
  public void binary(byte[] message) {
    receiver.binary();
  }

  @Override
  public void heartbeat(boolean quiet) {
    stream.heartbeat(quiet);
  }

  @Override
  public void drain(long retryAfterMillis) {
    stream.drain(retryAfterMillis);
  }

  @Override
  public Inbox<Arrival> inbox() {
    return stream.inbox();
  }

  @Override
  public Outgoing out() {
    return stream.out();
  }
}
