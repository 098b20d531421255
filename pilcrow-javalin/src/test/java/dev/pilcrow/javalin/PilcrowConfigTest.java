package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.Javalin;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PilcrowConfigTest {
  private static void install(Consumer<PilcrowConfig> settings) {
    Javalin.create(config -> Pilcrow.install(config, settings));
  }

  static Stream<Arguments> badSettings() {
    return Stream.of(
        bad("maxMessageBytes", settings -> settings.maxMessageBytes(0)),
        bad("maxMessageBytes", settings -> settings.maxMessageBytes(2_000_000)),
        bad("sendQueue", settings -> settings.sendQueue(0, 10_000)),
        bad("sendQueue", settings -> settings.sendQueue(1, 1)),
        bad("receiveQueue", settings -> settings.receiveQueue(-1)),
        bad("rateLimit", settings -> settings.rateLimit(0, 10)),
        bad("rateLimit", settings -> settings.rateLimit(10, 0)),
        bad("maxConnectionsPerAddress", settings -> settings.maxConnectionsPerAddress(0)),
        bad("platformThreads", settings -> settings.platformThreads(0)),
        bad(
            "interval of heartbeat",
            settings -> settings.heartbeat(Duration.ZERO, Duration.ofSeconds(1))),
        bad(
            "pongDeadline",
            settings -> settings.heartbeat(Duration.ofSeconds(1), Duration.ofDays(1))),
        bad("idleTimeout", settings -> settings.idleTimeout(Duration.ofSeconds(-1))),
        bad("writeTimeout", settings -> settings.writeTimeout(Duration.ZERO)),
        bad("handlerTimeout", settings -> settings.handlerTimeout(Duration.ZERO)));
  }

  private static Arguments bad(String name, Consumer<PilcrowConfig> settings) {
    return Arguments.of(name, settings);
  }

  @ParameterizedTest
  @MethodSource("badSettings")
  void aBadSettingIsRefusedByNameWithItsBounds(String name, Consumer<PilcrowConfig> settings) {
    assertThatThrownBy(() -> install(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Expected")
        .hasMessageContaining(name)
        .hasMessageContaining("from")
        .hasMessageContaining("but found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.org",
        "https://example.org/",
        "https://*.example.org",
        "*",
        "null",
        "",
        "ftp://example.org",
        "https://example.org:99999",
        "https://user@example.org",
        "https://example.org/path"
      })
  void anOriginThatIsNoneIsRefused(String origin) {
    assertThatThrownBy(() -> install(settings -> settings.allowOrigin(origin)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https://app.example.org");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hooks", "", "/a/*/b", "/a*"})
  void anExemptPathThatIsAPatternIsRefused(String path) {
    assertThatThrownBy(() -> install(settings -> settings.exempt(path)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/hooks/*");
  }

  @Test
  void settingsAreReadOnce() {
    PilcrowConfig[] kept = new PilcrowConfig[1];
    install(settings -> kept[0] = settings);
    assertThatThrownBy(() -> kept[0].maxMessageBytes(1_000))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Pilcrow.install");
    assertThat(kept[0].maxMessageBytes).isEqualTo(65_536);
  }
}
