package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which mutating requests are refused as another site's doing. */
class CrossSiteRequestsTest {
  private static final AtomicInteger HANDLED = new AtomicInteger();
  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        serve(
            settings ->
                settings
                    .allowOrigin("https://partner.example")
                    .exempt("/hooks/pay")
                    .exempt("/api/*"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static TestServer serve(Consumer<PilcrowConfig> settings) {
    return TestServer.start(
        settings,
        (config, pilcrow) -> {
          for (String path : List.of("/form", "/hooks/pay", "/hooks/pay2", "/api/<rest>")) {
            config.routes.post(path, ctx -> ctx.result("handled " + HANDLED.incrementAndGet()));
            config.routes.get(path, ctx -> ctx.result("shown"));
          }
          config.routes.put("/form", ctx -> ctx.result("put"));
          config.routes.delete("/form", ctx -> ctx.result("deleted"));
          config.routes.patch("/form", ctx -> ctx.result("patched"));
        });
  }

  /** The status of a request to app.example, with headers as whole lines. */
  private static int status(TestServer target, String method, String path, String... headers)
      throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add(method + " " + path + " HTTP/1.1");
    lines.add("Host: app.example");
    Stream.of(headers).filter(header -> !header.isEmpty()).forEach(lines::add);
    if (!method.equals("GET")) {
      lines.add("Content-Length: 0");
    }
    int before = HANDLED.get();
    try (var socket = RawSocket.exactly(target.port(), String.join("\r\n", lines) + "\r\n\r\n")) {
      if (socket.status == 403) {
        assertThat(socket.body).startsWith("This request was refused: ");
        assertThat(socket.headers.get("Vary")).contains("Sec-Fetch-Site").contains("Origin");
        assertThat(socket.headers.get("Cache-Control")).isEqualTo("no-store");
        assertThat(HANDLED).hasValue(before);
      }
      return socket.status;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'Sec-Fetch-Site: same-origin', '',                              200",
    "'Sec-Fetch-Site: none',        '',                              200",
    "'Sec-Fetch-Site: same-site',   '',                              403",
    "'Sec-Fetch-Site: cross-site',  '',                              403",
    "'Sec-Fetch-Site: cross-site',  'Origin: http://app.example',    403",
    "'Sec-Fetch-Site: cross-site',  'Origin: https://partner.example', 200",
    "'Sec-Fetch-Site: same-site',   'Origin: https://sub.partner.example', 403",
    "'Sec-Fetch-Site: new-word',    '',                              403",
    "'Sec-Fetch-Site: new-word',    'Origin: http://app.example',    200",
    "'Sec-Fetch-Site: new-word',    'Origin: http://evil.example',   403",
    "'',                            'Origin: http://app.example',    200",
    "'',                            'Origin: http://app.example:80', 200",
    "'',                            'Origin: https://app.example',   403",
    "'',                            'Origin: http://evil.example',   403",
    "'',                            'Origin: null',                  403",
    "'',                            'Origin: https://partner.example', 200",
    "'',                            '',                              200",
    "'Cookie: s=1',                 '',                              200",
  })
  void aMutatingRequestMustComeFromAnOwnPageOrNoBrowser(String first, String second, int expected)
      throws Exception {
    assertThat(status(server, "POST", "/form", first, second)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
  void everyMutatingMethodCounts(String method) throws Exception {
    assertThat(status(server, method, "/form", "Sec-Fetch-Site: cross-site")).isEqualTo(403);
    assertThat(status(server, method, "/form", "Sec-Fetch-Site: same-origin")).isEqualTo(200);
  }

  @Test
  void readingIsNeverRefused() throws Exception {
    assertThat(status(server, "GET", "/form", "Sec-Fetch-Site: cross-site")).isEqualTo(200);
    assertThat(status(server, "GET", "/form", "Origin: http://evil.example")).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/hooks/pay,          200",
    "/hooks/pay2,         403",
    "/api/v1/things,      200",
    "/api/../form,        403",
    "/api/%2e%2e/form,    403",
    "/api/..;/form,       400",
    "/apis,               403",
    "/form,               403",
  })
  void exemptPathsAreExactOrPlainPrefixes(String path, int expected) throws Exception {
    assertThat(status(server, "POST", path, "Origin: http://evil.example")).isEqualTo(expected);
  }

  @Test
  void cookiesWithoutAnySignOfTheirPageAreRefusedWhenAsked() throws Exception {
    try (var strict = serve(PilcrowConfig::requireOriginWithCookies)) {
      assertThat(status(strict, "POST", "/form", "Cookie: s=1")).isEqualTo(403);
      assertThat(status(strict, "POST", "/form")).isEqualTo(200);
      assertThat(status(strict, "POST", "/form", "Cookie: s=1", "Sec-Fetch-Site: same-origin"))
          .isEqualTo(200);
    }
  }
}
