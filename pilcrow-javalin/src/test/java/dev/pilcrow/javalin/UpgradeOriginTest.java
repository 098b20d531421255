package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.route.WsRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may open a WebSocket, by Origin, Sec-Fetch-Site and credentials. */
class UpgradeOriginTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = serve(settings -> settings.allowOrigin("https://partner.example"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static TestServer serve(Consumer<PilcrowConfig> settings) {
    return TestServer.start(
        settings, (config, pilcrow) -> pilcrow.ws(WsRoute.of("/ws/x"), stream -> stream.receive()));
  }

  /** The status of an upgrade to app.example, port 8080, with these headers. */
  private static int status(TestServer target, String... headers) throws Exception {
    List<String> all = new ArrayList<>(List.of("Host: app.example:8080"));
    Stream.of(headers).filter(header -> !header.isEmpty()).forEach(all::add);
    try (var socket = new RawSocket(target.port(), "/ws/x", all.toArray(String[]::new))) {
      if (socket.status != 101) {
        assertThat(socket.body).startsWith("This upgrade was refused");
        assertThat(socket.headers.get("Vary")).contains("Origin");
        assertThat(socket.headers.get("Cache-Control")).isEqualTo("no-store");
      }
      return socket.status;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://app.example:8080,             101",
    "HTTP://APP.example:8080,             101",
    "https://app.example:8080,            403",
    "http://app.example,                  403",
    "http://app.example:8081,             403",
    "http://other.app.example:8080,       403",
    "http://app.example.evil.org:8080,    403",
    "http://evil.example:8080,            403",
    "null,                                403",
    "http://app.example:8080/,            403",
    "http://user@app.example:8080,        403",
    "app.example:8080,                    403",
    "file://,                             403",
    "'http://app.example:8080 http://b',  403",
    "https://partner.example,             101",
    "https://partner.example:443,         101",
    "http://partner.example,              403",
    "https://partner.example:8443,        403",
    "https://sub.partner.example,         403",
    "https://partner.example.evil.org,    403",
  })
  void theOriginMustBeTheServersOwnOrAllowedByName(String origin, int expected) throws Exception {
    assertThat(status(server, "Origin: " + origin)).isEqualTo(expected);
    assertThat(status(server, "Origin: " + origin, "Cookie: s=1")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'',                  '',                         101",
    "'Cookie: s=1',       '',                         403",
    "'Authorization: x',  '',                         403",
    "'',                  'Sec-Fetch-Site: cross-site', 403",
    "'',                  'Sec-Fetch-Site: same-site',  101",
    "'',                  'Sec-Fetch-Site: same-origin', 101",
    "'Cookie: s=1',       'Sec-Fetch-Site: same-origin', 403",
  })
  void withoutAnOriginOnlyRequestsWithoutCredentialsPass(
      String credentials, String site, int expected) throws Exception {
    assertThat(status(server, credentials, site)).isEqualTo(expected);
  }

  @Test
  void crossSiteIsRefusedEvenWithTheRightOriginButNotForAnAllowedOne() throws Exception {
    String crossSite = "Sec-Fetch-Site: cross-site";
    assertThat(status(server, "Origin: http://app.example:8080", crossSite)).isEqualTo(403);
    assertThat(status(server, "Origin: https://partner.example", crossSite)).isEqualTo(101);
    assertThat(status(server, "Origin: http://app.example:8080", "Sec-Fetch-Site: same-origin"))
        .isEqualTo(101);
  }

  @Test
  void nativeClientsWithCredentialsPassWhenAllowed() throws Exception {
    try (var lenient = serve(PilcrowConfig::allowMissingOrigin)) {
      assertThat(status(lenient, "Cookie: s=1")).isEqualTo(101);
      assertThat(status(lenient, "Authorization: x")).isEqualTo(101);
      assertThat(status(lenient, "Origin: null")).isEqualTo(403);
      assertThat(status(lenient, "Sec-Fetch-Site: cross-site")).isEqualTo(403);
    }
  }

  @Test
  void forwardedHeadersCountOnlyWhenTrusted() throws Exception {
    String[] proxied = {
      "Origin: https://www.example.org",
      "X-Forwarded-Proto: https",
      "X-Forwarded-Host: forged.example, www.example.org"
    };
    assertThat(status(server, proxied)).isEqualTo(403);
    try (var behindProxy = serve(PilcrowConfig::trustForwardedHeaders)) {
      assertThat(status(behindProxy, proxied)).isEqualTo(101);
      assertThat(status(behindProxy, "Origin: http://app.example:8080")).isEqualTo(101);
      assertThat(
              status(
                  behindProxy,
                  "Origin: https://forged.example",
                  "X-Forwarded-Proto: https",
                  "X-Forwarded-Host: forged.example, www.example.org"))
          .isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://[::1]:8080", "http://[::1]"})
  void addressesOfVersion6AreOriginsToo(String origin) throws Exception {
    String host = origin.substring("http://".length());
    try (var socket = new RawSocket(server.port(), "/ws/x", "Host: " + host, "Origin: " + origin)) {
      assertThat(socket.status).isEqualTo(101);
    }
  }

  @Test
  void aRefusalTellsWhatToDoAndEscapesWhatItQuotes() throws Exception {
    try (var socket =
        new RawSocket(
            server.port(), "/ws/x", "Host: app.example", "Origin: http://\u00e9.example")) {
      assertThat(socket.status).isEqualTo(403);
      assertThat(socket.body)
          .contains("http://app.example")
          .contains("settings.allowOrigin")
          .contains("http://\\u00e9.example");
    }
  }
}
