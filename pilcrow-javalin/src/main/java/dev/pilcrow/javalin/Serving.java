package dev.pilcrow.javalin;

import io.javalin.http.Context;

/** How a route of page events serves its connections: by a loop or by callbacks. */
sealed interface Serving extends RouteService {
  /** Lets every handshake go on; no subprotocol is spoken. */
  @Override
  default Admission.Granted admit(Context handshake) {
    return new Admission.Granted(
        null, (ticket, services, session) -> new EventPeer(ticket, this, services, session));
  }

  /** Starts to serve an open connection. */
  void open(LiveWsStream stream);

  /** One thread per connection, which waits for what comes. */
  record ByLoop(WsHandler handler) implements Serving {
    @Override
    public void open(LiveWsStream stream) {
      stream
          .services()
          .handlers()
          .runLoop(
              () -> {
                try {
                  handler.handle(stream);
                  stream.deliveries().handled();
                  stream.close();
                } catch (Throwable e) {
                  stream.handlerFailed(e);
                }
              });
    }

    @Override
    public boolean receives() {
      return true;
    }
  }

  /** A thread only while there is something to do; {@link CallbackPump} keeps the order. */
  record ByCallbacks(WsCallbacks callbacks) implements Serving {
    @Override
    public void open(LiveWsStream stream) {
      CallbackPump pump = new CallbackPump(stream, callbacks);
      stream.whenArrived(pump::signal);
      pump.signal();
    }

    @Override
    public boolean receives() {
      return false;
    }
  }
}
