package dev.pilcrow.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {
  @Test
  void aRouteIsItsPath() {
    assertThat(WsRoute.of("/ws/chat").path()).isEqualTo("/ws/chat");
    assertThat(SseRoute.of("/events").path()).isEqualTo("/events");
    assertThat(WsRoute.of("/ws/chat")).isEqualTo(WsRoute.of("/ws/chat")).hasToString("/ws/chat");
    assertThat(WsRoute.of("/ws/chat").parameters()).isEmpty();
  }

  @Test
  void parametersAreFilledInOneByOne() {
    WsRoute route = WsRoute.of("/ws/{org}/rooms/{room-id}");
    assertThat(route.parameters()).containsExactly("org", "room-id");
    WsRoute half = route.with("room-id", 42);
    assertThat(half.path()).isEqualTo("/ws/{org}/rooms/42");
    assertThat(half.with("org", "acme").path()).isEqualTo("/ws/acme/rooms/42");
    assertThat(route.path()).isEqualTo("/ws/{org}/rooms/{room-id}");
    assertThat(SseRoute.of("/sse/{id}").with("id", new UUID(1, 2)).path())
        .isEqualTo("/sse/00000000-0000-0001-0000-000000000002");
  }

  @ParameterizedTest
  @CsvSource({
    "a b,a%20b",
    "a/b,a%2Fb",
    "100%,100%25",
    "Zoë,Zo%C3%AB",
    "😀,%F0%9F%98%80",
    "{x},%7Bx%7D",
    "?q=1#f,%3Fq%3D1%23f",
    "~a-b_c.d,~a-b_c.d",
    "a+b&c;d,a%2Bb%26c%3Bd",
    "...,..."
  })
  void valuesAreOnePercentEncodedSegment(String value, String encoded) {
    assertThat(WsRoute.of("/ws/{room}/x").with("room", value).path())
        .isEqualTo("/ws/" + encoded + "/x");
  }

  @Test
  void anAngleParameterKeepsItsSlashes() {
    assertThat(WsRoute.of("/ws/<path>").with("path", "a b/c").path()).isEqualTo("/ws/a%20b/c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void valuesAPathCannotHoldAreRefused(String value) {
    assertThatThrownBy(() -> WsRoute.of("/ws/{room}").with("room", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("room")
        .hasMessageContaining("'" + value + "'");
    assertThatThrownBy(() -> WsRoute.of("/ws/<room>").with("room", "a/" + value + "/b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anUnknownParameterIsAnErrorThatNamesTheOpenOnes() {
    WsRoute route = WsRoute.of("/ws/{org}/{room}");
    assertThatThrownBy(() -> route.with("rom", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The route '/ws/{org}/{room}' has no open parameter 'rom'. Its open parameters are org,"
                + " room.");
    assertThatThrownBy(() -> WsRoute.of("/ws/chat").with("room", 1))
        .hasMessageContaining("It has none left to fill in.");
  }

  @Test
  void aPathWithoutSlashSaysWhatToWrite() {
    assertThatThrownBy(() -> WsRoute.of("ws/chat"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Expected a path starting with '/' but found 'ws/chat'. Write WsRoute.of(\"/ws/chat\").");
    assertThatThrownBy(() -> SseRoute.of("x")).hasMessageContaining("SseRoute.of(\"/x\")");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example/ws",
        "/\\evil.example",
        "/ws?x=1",
        "/ws#x",
        "/ws chat",
        "/ws\nx",
        "/ws\u007f",
        "/a\\b",
        "/{",
        "/}x",
        "/{}",
        "/{a b}",
        "/{a}/{a}",
        "/{a}/<a>",
        "/<a",
        "",
        "https://example.org/ws"
      })
  void otherPathsAreRefused(String path) {
    assertThatThrownBy(() -> WsRoute.of(path)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SseRoute.of(path)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without a null checker may do
  void nullIsRefused() {
    assertThatThrownBy(() -> WsRoute.of(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> WsRoute.of("/{a}").with("a", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("value");
  }
}
