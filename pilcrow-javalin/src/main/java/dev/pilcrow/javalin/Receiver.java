package dev.pilcrow.javalin;

import dev.pilcrow.event.ClientMessage;
import dev.pilcrow.event.Decoded;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;

/**
 * What the peer of one connection says, once its size is known to be fine: counts it and puts it
 * into the inbox. Called for one message after the other.
 */
final class Receiver {
  /** How many messages a client may send again at once after it has reconnected. */
  private static final int IN_FLIGHT = 256;

  private final LiveWsStream stream;
  private final LiveServices services;
  private final boolean silcrow;
  private final RateLimit rate;

  Receiver(LiveWsStream stream, LiveServices services) {
    PilcrowConfig config = services.config();
    this.stream = stream;
    this.services = services;
    this.silcrow = stream.silcrow();
    this.rate =
        new RateLimit(
            config.messagesPerSecond,
            config.messageBurst,
            silcrow ? IN_FLIGHT : 0,
            config.ticker.getAsLong());
  }

  /** Takes a token for a message of this time; without one, closes with 1008. */
  boolean count(long now) {
    if (rate.take(now)) {
      return true;
    }
    stream.closeNow(
        WsClose.RATE,
        "it sent more than "
            + services.config().messagesPerSecond
            + " messages a second for too long");
    return false;
  }

  /** Takes a message of this many bytes. */
  void text(String message, int size) {
    stream.inbox().offer(decode(message), size);
  }

  /** Takes a message that is no text. */
  void binary() {
    services.counters().malformed.increment();
    stream.inbox().offer(new Arrival(new WsReceive.WrongKind<>(true), null), 0);
  }

  private Arrival decode(String message) {
    if (!silcrow) {
      return new Arrival(received(services.codec().decode(message)), null);
    }
    ClientMessage sent = services.codec().decodeMessage(message);
    return new Arrival(received(sent.content()), sent.id());
  }

  private WsReceive<WsEvent> received(Decoded content) {
    Decoded decoded = content;
    if (decoded instanceof Decoded.Event event) {
      if (services.config().allowClientEvents || event.event() instanceof WsEvent.Custom) {
        services.counters().received.increment();
        return new WsReceive.Message<>(event.event());
      }
      decoded =
          new Decoded.Malformed(
              "Expected type custom from a client but found another;"
                  + " settings.allowClientEvents() would let it in");
    }
    services.counters().malformed.increment();
    return new WsReceive.Malformed<>(((Decoded.Malformed) decoded).reason());
  }
}
