package dev.pilcrow.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionsTest {
  private static TopicPosition place(String topic, long offset) {
    return new TopicPosition(topic, new Position("k3f9", offset));
  }

  @Test
  void bothTextFormsAreReadBack() {
    Positions positions = Positions.of(List.of(place("room:42", 17), place("a/b.c_d-e", 0)));
    assertThat(positions.json()).isEqualTo("{\"room:42\":\"k3f9:17\",\"a/b.c_d-e\":\"k3f9:0\"}");
    assertThat(Positions.parse(positions.json())).contains(positions);
    assertThat(positions.encode()).matches("[A-Za-z0-9_-]+");
    assertThat(Positions.decode(positions.encode())).contains(positions);
    assertThat(Positions.parse("{}")).contains(Positions.NONE);
  }

  @Test
  void whatFitsIsTakenAndOneMoreIsNot() {
    List<TopicPosition> most =
        IntStream.range(0, Positions.MAX_TOPICS).mapToObj(n -> place("t" + n, n)).toList();
    Positions positions = Positions.of(most);
    assertThat(Positions.decode(positions.encode())).contains(positions);
    assertThat(Positions.parse(json(Positions.MAX_TOPICS, 1))).isPresent();
    assertThat(Positions.parse(json(Positions.MAX_TOPICS + 1, 1))).isEmpty();
    assertThat(json(40, 80).length()).isLessThan(Positions.MAX_BYTES);
    assertThat(Positions.decode(base64(json(40, 80)))).isPresent();
    assertThat(json(40, 100).length()).isGreaterThan(Positions.MAX_BYTES);
    assertThat(Positions.decode(base64(json(40, 100)))).isEmpty();
    List<TopicPosition> long40 =
        IntStream.range(0, 40).mapToObj(n -> place(n + "x".repeat(100), n)).toList();
    assertThatThrownBy(() -> Positions.of(long40)).hasMessageContaining("in 4096 bytes");
  }

  private static String json(int topics, int length) {
    return IntStream.range(10, 10 + topics)
        .mapToObj(n -> "\"" + n + "x".repeat(length - 1) + "\":\"k3f9:1\"")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "[]",
        "{",
        "{}{}",
        "{\"t\":null}",
        "{\"t\":1}",
        "{\"t\":[\"k:1\"]}",
        "{\"t\":\"\"}",
        "{\"t\":\"k\"}",
        "{\"t\":\"k:\"}",
        "{\"t\":\"k:-1\"}",
        "{\"t\":\"k:9999999999999999999\"}",
        "{\"t\":\"k f:1\"}",
        "{\"\":\"k:1\"}",
        "{\"a room\":\"k:1\"}",
        "{\"t\":\"k:1\",\"t\":\"k:2\"}",
      })
  void anythingElseIsNone(String json) {
    assertThat(Positions.parse(json)).isEmpty();
    assertThat(Positions.decode(base64(json))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"=", "a", "{}", "e30=\u0000", "eyJ0IjoiazoxIv_9", "\uD83D\uDE00"})
  void whatIsNotBase64OfTextIsNone(String text) {
    assertThat(Positions.decode(text)).isEmpty();
  }

  @Test
  void aLaterPlaceReplacesTheFormer() {
    Positions positions = Positions.NONE.with(place("a", 1)).with(place("b", 2));
    assertThat(positions.with(place("a", 3)).asMap())
        .containsEntry("a", new Position("k3f9", 3))
        .containsEntry("b", new Position("k3f9", 2));
    assertThat(positions.of("a")).isEqualTo(new Position("k3f9", 1));
    assertThat(positions.of("c")).isNull();
  }

  @Test
  void aPlaceInAnotherTopicIsRefusedWhereItIsGiven() {
    Topic topic = new Hub(dev.pilcrow.event.EventCodec.lenient(), Hub.Limits.defaults()).topic("a");
    assertThatThrownBy(() -> topic.subscribe(new RecordingOutlet(), place("b", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Expected a place in topic a but found one in b");
  }
}
