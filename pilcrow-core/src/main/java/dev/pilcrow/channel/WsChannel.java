package dev.pilcrow.channel;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.route.WsRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A typed WebSocket, declared once as a constant and shared by server and clients.
 *
 * <p>{@code In} is what the server receives, {@code Out} what it sends, for all peers alike. A
 * channel may have path parameters, which its route declares, and typed parameters of path and
 * query, which are the components of a record; {@link #with(String, Object)} and {@link
 * #with(Record)} fill them in for one connection. Immutable and thread-safe.
 */
public final class WsChannel<In, Out> {
  private final WsRoute route;
  private final Class<In> in;
  private final Class<Out> out;
  private final List<Wire<In, Out>> wires;
  private final @Nullable ParameterRecord parameters;
  private final @Nullable Record values;

  private WsChannel(
      WsRoute route,
      Class<In> in,
      Class<Out> out,
      List<Wire<In, Out>> wires,
      @Nullable ParameterRecord parameters,
      @Nullable Record values) {
    this.route = route;
    this.in = in;
    this.out = out;
    this.wires = wires;
    this.parameters = parameters;
    this.values = values;
  }

  /**
   * A channel without typed parameters.
   *
   * @throws IllegalArgumentException if the format cannot carry one of the types, saying why
   */
  public static <In, Out> WsChannel<In, Out> of(
      WsRoute route, WireFormat format, Class<In> in, Class<Out> out) {
    return new WsChannel<>(route, in, out, List.of(Wire.of(format, in, out)), null, null);
  }

  /**
   * The live events of a page as a channel: what a browser gets at this route, for clients in Java.
   */
  public static WsChannel<WsEvent, WsEvent> events(WsRoute route) {
    return of(route, new EventFormat(), WsEvent.class, WsEvent.class);
  }

  /**
   * This channel, also in another format. The client chooses by subprotocol; one that names none
   * gets the first format.
   *
   * @throws IllegalArgumentException if the format has no subprotocol, or the channel has one of
   *     that name
   */
  public WsChannel<In, Out> or(WireFormat format) {
    String name =
        format
            .subprotocol()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Expected a format with a subprotocol but found " + format + "."));
    if (wireNamed(name) != null) {
      throw new IllegalArgumentException(
          "Expected each subprotocol once but found " + name + " twice on " + route + ".");
    }
    List<Wire<In, Out>> more = new ArrayList<>(wires);
    more.add(Wire.of(format, in, out));
    return new WsChannel<>(route, in, out, List.copyOf(more), parameters, values);
  }

  /**
   * This channel with typed parameters: one for each component of the record, of its name and type.
   * A component with the name of a path parameter is that one, the others are in the query.
   *
   * <p>Components are strings, ints, longs, doubles, booleans, UUIDs, enums, and, in the query,
   * Optionals of these, which may be absent. The record's constructor may refuse values with an
   * {@link IllegalArgumentException}, whose message the peer is told. A request that does not fit
   * is answered with 400, and there is no socket.
   *
   * @throws IllegalArgumentException if a component has another type
   */
  public WsChannel<In, Out> parameters(Class<? extends Record> type) {
    var record = ParameterRecord.of(type, Set.copyOf(route.parameters()));
    return new WsChannel<>(route, in, out, wires, record, null);
  }

  /**
   * This channel with a path parameter filled in; see {@link WsRoute#with}.
   *
   * @throws IllegalArgumentException if the route has no such parameter or cannot hold the value
   */
  public WsChannel<In, Out> with(String name, Object value) {
    return new WsChannel<>(route.with(name, value), in, out, wires, parameters, values);
  }

  /**
   * This channel with its typed parameters filled in.
   *
   * @throws IllegalArgumentException if the channel's parameters are not of the record's type, or
   *     the path cannot hold one of the values
   */
  public WsChannel<In, Out> with(Record values) {
    if (parameters == null || !parameters.type().isInstance(values)) {
      throw new IllegalArgumentException(
          "Expected %s on %s but found %s."
              .formatted(
                  parameters == null ? "no parameters" : parameters.type().getSimpleName(),
                  route,
                  values.getClass().getSimpleName()));
    }
    WsRoute filled = parameters.fill(route, values);
    return new WsChannel<>(filled, in, out, wires, parameters, values);
  }

  /** The route. */
  public WsRoute route() {
    return route;
  }

  /** What the server receives. */
  public Class<In> in() {
    return in;
  }

  /** What the server sends. */
  public Class<Out> out() {
    return out;
  }

  /** The record of the typed parameters, if the channel has one. */
  public Optional<Class<? extends Record>> parameters() {
    return parameters == null ? Optional.empty() : Optional.of(parameters.type());
  }

  /** The first format: what a peer speaks that names none. */
  public Wire<In, Out> wire() {
    return wires.get(0);
  }

  /** All formats, in the order they were declared. */
  public List<Wire<In, Out>> wires() {
    return wires;
  }

  /**
   * The format for a client that offers these subprotocols: the first of its list that the channel
   * has, the channel's first if the list is empty, and nothing if none fits.
   */
  public Optional<Wire<In, Out>> negotiate(List<String> offered) {
    if (offered.isEmpty()) {
      return Optional.of(wire());
    }
    for (String name : offered) {
      Wire<In, Out> wire = wireNamed(name);
      if (wire != null) {
        return Optional.of(wire);
      }
    }
    return Optional.empty();
  }

  private @Nullable Wire<In, Out> wireNamed(String subprotocol) {
    for (Wire<In, Out> wire : wires) {
      if (wire.format().subprotocol().filter(subprotocol::equals).isPresent()) {
        return wire;
      }
    }
    return null;
  }

  /**
   * The path and query of one connection, such as {@code /ws/rooms/42?name=Ann}.
   *
   * @throws IllegalStateException if a parameter is not filled in
   */
  public String target() {
    if (parameters != null && values == null) {
      throw new IllegalStateException(
          "Expected the parameters of %s filled in. Call .with(new %s(…))."
              .formatted(route, parameters.type().getSimpleName()));
    }
    if (!route.parameters().isEmpty()) {
      throw new IllegalStateException(
          "Expected every parameter of %s filled in. Call .with(\"%s\", value)."
              .formatted(route, route.parameters().get(0)));
    }
    if (parameters == null || values == null) {
      return route.path();
    }
    String text = parameters.query(values);
    return text.isEmpty() ? route.path() : route.path() + "?" + text;
  }

  /**
   * Reads the typed parameters of a request; for servers. What the channel does not declare is
   * ignored.
   *
   * @param path the path's parameters, decoded
   * @throws IllegalStateException if the channel has no typed parameters
   */
  public Decoded<Record> readParameters(Map<String, String> path, Map<String, List<String>> query) {
    if (parameters == null) {
      throw new IllegalStateException(
          "Expected a channel with parameters but found " + this + ". Call parameters(type).");
    }
    return parameters.read(path, query);
  }

  @Override
  public String toString() {
    return "WsChannel[" + route + " " + in.getSimpleName() + " → " + out.getSimpleName() + "]";
  }
}
