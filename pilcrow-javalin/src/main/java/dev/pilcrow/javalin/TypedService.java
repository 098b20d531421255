package dev.pilcrow.javalin;

import dev.pilcrow.channel.Decoded;
import dev.pilcrow.channel.Wire;
import dev.pilcrow.channel.WsChannel;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a typed channel serves its connections: by a loop or by callbacks. */
sealed interface TypedService<In, Out> extends RouteService {
  /** The channel. */
  WsChannel<In, Out> channel();

  /** Starts to serve an open connection. */
  void open(LiveTypedStream<In, Out> stream);

  /** Agrees on a format and reads the parameters; without both there is no socket, but a 400. */
  @Override
  default Admission admit(Context handshake) {
    List<String> offered = offered(handshake.req().getHeaders("Sec-WebSocket-Protocol"));
    Optional<Wire<In, Out>> wire = channel().negotiate(offered);
    if (wire.isEmpty()) {
      return refused(unknownSubprotocol());
    }
    Record parameters = null;
    if (channel().parameters().isPresent()) {
      Decoded<Record> decoded =
          channel().readParameters(handshake.pathParamMap(), handshake.queryParamMap());
      if (decoded instanceof Decoded.Malformed<Record> malformed) {
        return refused(malformed.reason());
      }
      parameters = ((Decoded.Value<Record>) decoded).value();
    }
    return granted(offered.isEmpty(), wire.get(), parameters);
  }

  private Admission granted(boolean unnamed, Wire<In, Out> wire, @Nullable Record parameters) {
    String subprotocol = unnamed ? null : wire.format().subprotocol().orElse(null);
    return new Admission.Granted(
        subprotocol,
        (ticket, services, session) ->
            new LiveTypedStream<>(this, wire, parameters, ticket, services, session));
  }

  private static Admission refused(String why) {
    return new Admission.Refused(new Refusal(400, why));
  }

  private String unknownSubprotocol() {
    List<String> known =
        channel().wires().stream()
            .map(wire -> wire.format().subprotocol().orElse(""))
            .filter(name -> !name.isEmpty())
            .toList();
    return known.isEmpty()
        ? "Expected no Sec-WebSocket-Protocol but found one; this channel has one format without"
            + " a name. Leave the header out."
        : "Expected one of the subprotocols "
            + String.join(", ", known)
            + " in Sec-WebSocket-Protocol but found only others. Offer one of these, or none for "
            + channel().wire().format()
            + ".";
  }

  /** The names in the client's order; they may stand in one header or in several. */
  private static List<String> offered(Enumeration<String> headers) {
    List<String> names = new ArrayList<>();
    while (headers.hasMoreElements()) {
      for (String name : headers.nextElement().split(",", -1)) {
        if (!name.isBlank()) {
          names.add(name.strip());
        }
      }
    }
    return names;
  }

  /** One thread per connection, which waits for what comes. */
  record ByLoop<In, Out>(WsChannel<In, Out> channel, TypedHandler<In, Out> handler)
      implements TypedService<In, Out> {
    @Override
    public void open(LiveTypedStream<In, Out> stream) {
      stream
          .services()
          .handlers()
          .runLoop(
              () -> {
                try {
                  handler.handle(stream);
                  stream.close();
                } catch (Throwable e) {
                  stream.out().handlerFailed(e);
                }
              });
    }

    @Override
    public boolean receives() {
      return true;
    }
  }

  /** A thread only while there is something to do; {@link TypedPump} keeps the order. */
  record ByCallbacks<In, Out>(WsChannel<In, Out> channel, TypedCallbacks<In, Out> callbacks)
      implements TypedService<In, Out> {
    @Override
    public void open(LiveTypedStream<In, Out> stream) {
      TypedPump<In, Out> pump = new TypedPump<>(stream, callbacks);
      stream.whenArrived(pump::signal);
      pump.signal();
    }

    @Override
    public boolean receives() {
      return false;
    }
  }
}
