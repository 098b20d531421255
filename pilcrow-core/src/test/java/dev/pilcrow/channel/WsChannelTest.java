package dev.pilcrow.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.route.WsRoute;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WsChannelTest {
  private static final WsRoute ROUTE = WsRoute.of("/ws/rooms/{room}");

  /** Strings in UTF-8, under a name of its own. */
  private record Plain(Optional<String> subprotocol) implements WireFormat {
    Plain(String name) {
      this(Optional.of(name));
    }

    @Override
    public FrameKind sends() {
      return FrameKind.TEXT;
    }

    @Override
    public Set<FrameKind> reads() {
      return Set.of(FrameKind.TEXT);
    }

    @Override
    public <T> Codec<T> codec(Class<T> type) {
      if (type != String.class) {
        throw new IllegalArgumentException("Expected String but found " + type.getName() + ".");
      }
      return new Codec<>() {
        @Override
        public ByteBuffer encode(T message) {
          return StandardCharsets.UTF_8.encode((String) message);
        }

        @Override
        public Decoded<T> decode(ByteBuffer bytes) {
          return new Decoded.Value<>(
              type.cast(StandardCharsets.UTF_8.decode(bytes.duplicate()).toString()));
        }
      };
    }
  }

  private static WsChannel<String, String> channel() {
    return WsChannel.of(ROUTE, new Plain("plain"), String.class, String.class);
  }

  record Who(String name, int age) {}

  @Test
  void aChannelKnowsItsRouteTypesAndCodecs() {
    WsChannel<String, String> channel = channel();
    assertThat(channel.route()).isEqualTo(ROUTE);
    assertThat(channel.in()).isEqualTo(String.class);
    assertThat(channel.out()).isEqualTo(String.class);
    ByteBuffer bytes = channel.wire().in().encode("héllo");
    assertThat(channel.wire().in().decode(bytes)).isEqualTo(new Decoded.Value<>("héllo"));
    assertThat(channel).hasToString("WsChannel[/ws/rooms/{room} String → String]");
  }

  @Test
  void aTypeTheFormatCannotCarryIsRefusedAtTheDeclaration() {
    assertThatThrownBy(() -> WsChannel.of(ROUTE, new Plain("plain"), String.class, Integer.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected String but found java.lang.Integer.");
  }

  @Test
  void theTargetIsPathAndQueryOfOneConnection() {
    assertThat(channel().with("room", "a b").target()).isEqualTo("/ws/rooms/a%20b");
    WsChannel<String, String> asking = channel().parameters(Who.class);
    assertThat(asking.with("room", 1).with(new Who("Zoë & co", -3)).target())
        .isEqualTo("/ws/rooms/1?name=Zo%C3%AB%20%26%20co&age=-3");
    assertThat(asking.parameters()).contains(Who.class);
  }

  @Test
  void aTargetWithOpenParametersSaysWhatToCall() {
    assertThatThrownBy(() -> channel().target())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(".with(\"room\", value)");
    assertThatThrownBy(() -> channel().parameters(Who.class).with("room", 1).target())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(".with(new Who(…))");
    assertThatThrownBy(() -> channel().with(new Who("Ann", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected no parameters on /ws/rooms/{room} but found Who.");
    assertThatThrownBy(() -> channel().readParameters(Map.of(), Map.of()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aParameterOfThePathIsFilledInAndReadThere() {
    record Seat(int room, String name) {}
    WsChannel<String, String> channel = channel().parameters(Seat.class);
    assertThat(channel.with(new Seat(7, "Ann")).target()).isEqualTo("/ws/rooms/7?name=Ann");
    assertThat(channel.with("room", 8).with(new Seat(7, "Ann")).target())
        .isEqualTo("/ws/rooms/8?name=Ann");
    assertThatThrownBy(channel::target).hasMessageContaining(".with(new Seat(…))");
    Map<String, List<String>> query = Map.of("name", List.of("Ann"), "room", List.of("9"));
    assertThat(channel.readParameters(Map.of("room", "7"), query))
        .isEqualTo(new Decoded.Value<Record>(new Seat(7, "Ann")));
    assertThat(channel.readParameters(Map.of("room", "x"), query))
        .isEqualTo(
            new Decoded.Malformed<Record>(
                "Expected a whole number of 32 bits in path parameter 'room' but found another"
                    + " value."));
    assertThat(channel.readParameters(Map.of(), query)).isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void aParameterOfThePathIsAlwaysThere() {
    record Seat(Optional<Integer> room) {}
    assertThatThrownBy(() -> channel().parameters(Seat.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Expected a path parameter 'room' of Seat that is always there but found an Optional.");
  }

  @Test
  void theClientsFirstKnownSubprotocolWins() {
    WsChannel<String, String> channel = channel().or(new Plain("other"));
    assertThat(channel.wires()).hasSize(2);
    assertThat(name(channel.negotiate(List.of()))).isEqualTo("plain");
    assertThat(name(channel.negotiate(List.of("unknown", "other", "plain")))).isEqualTo("other");
    assertThat(channel.negotiate(List.of("unknown"))).isEmpty();
    assertThat(channel.negotiate(List.of("Plain"))).isEmpty();
  }

  private static String name(Optional<Wire<String, String>> wire) {
    return wire.orElseThrow().format().subprotocol().orElseThrow();
  }

  @Test
  void aSecondFormatNeedsANameOfItsOwn() {
    assertThatThrownBy(() -> channel().or(new Plain("plain")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("plain twice");
    assertThatThrownBy(() -> channel().or(new Plain(Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a subprotocol");
  }

  @Test
  void liveEventsAreAChannelOfText() {
    WsChannel<WsEvent, WsEvent> page = WsChannel.events(WsRoute.of("/ws/chat"));
    assertThat(page.wire().format().subprotocol()).isEmpty();
    assertThat(page.wire().format().reads()).containsExactly(FrameKind.TEXT);
    ByteBuffer bytes = page.wire().out().encode(WsEvent.navigate("/x"));
    assertThat(StandardCharsets.UTF_8.decode(bytes.duplicate()).toString())
        .isEqualTo("{\"type\":\"navigate\",\"path\":\"/x\"}");
    assertThat(page.wire().out().decode(bytes))
        .isEqualTo(new Decoded.Value<>(WsEvent.navigate("/x")));
    assertThat(page.wire().out().decode(ByteBuffer.wrap(new byte[] {'{'})))
        .isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void aPingHoldsAtMost125Bytes() {
    assertThat(new RawMessage.Ping(ByteBuffer.allocate(125)).payload().remaining()).isEqualTo(125);
    assertThatThrownBy(() -> new RawMessage.Pong(ByteBuffer.allocate(126)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected a payload of at most 125 bytes but found 126.");
  }
}
