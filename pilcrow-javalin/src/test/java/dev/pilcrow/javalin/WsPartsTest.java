package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The small parts on their own. */
class WsPartsTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "zoë", "日本語", "a😀b", "\u0080\u07ff\u0800\uffff"})
  void lengthsAreThoseOfUtf8(String text) {
    assertThat(JettyEndpoint.utf8Length(text))
        .isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void reasonsAreCutAtWholeCharacters() {
    assertThat(SocketTransport.shorten("fits")).isEqualTo("fits");
    assertThat(SocketTransport.shorten("x".repeat(200))).hasSize(123);
    String cut = SocketTransport.shorten("😀".repeat(100));
    assertThat(cut).isEqualTo("😀".repeat(30));
  }

  @Test
  void aRateLimitGivesABurstAndThenSoManyASecond() {
    RateLimit limit = new RateLimit(10, 3, 0, 0);
    assertThat(limit.take(0)).isTrue();
    assertThat(limit.take(0)).isTrue();
    assertThat(limit.take(0)).isTrue();
    assertThat(limit.take(0)).isFalse();
    assertThat(limit.take(Duration.ofMillis(99).toNanos())).isFalse();
    assertThat(limit.take(Duration.ofMillis(100).toNanos())).isTrue();
    assertThat(limit.take(Duration.ofMillis(100).toNanos())).isFalse();
    long late = Duration.ofHours(1).toNanos();
    for (int i = 0; i < 3; i++) {
      assertThat(limit.take(late)).isTrue();
    }
    assertThat(limit.take(late)).isFalse();
  }

  @Test
  void originsAreComparedWithTheirPorts() {
    assertThat(Origin.parse("http://EXAMPLE.org")).isEqualTo(Origin.parse("http://example.org:80"));
    assertThat(Origin.parse("https://example.org"))
        .isEqualTo(Origin.parse("https://example.org:443"))
        .isNotEqualTo(Origin.parse("http://example.org:443"));
    assertThat(Origin.parse("https://example.org:8443").orElseThrow())
        .hasToString("https://example.org:8443");
    assertThat(Origin.parse(null)).isEmpty();
    assertThat(Origin.parse("http://" + "a".repeat(400))).isEmpty();
  }

  @Test
  void logTextIsPlainAndShort() {
    assertThat(LogText.escape("a\r\nb\u001b\\é"))
        .isEqualTo("a\\u000d\\u000ab\\u001b\\u005c\\u00e9");
    assertThat(LogText.escape("x".repeat(1_000))).hasSize(203).endsWith("...");
    assertThat(LogText.escape(null)).isEqualTo("(none)");
  }
}
