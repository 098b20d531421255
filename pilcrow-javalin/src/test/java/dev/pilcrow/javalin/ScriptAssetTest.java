package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.webjars.WebJarVersionLocator;

class ScriptAssetTest {
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";
  private static final Pattern TAG =
      Pattern.compile(
          "<script src=\"(/_silcrow/silcrow\\.[0-9a-f]{16}\\.js)\""
              + " integrity=\"(sha384-[A-Za-z0-9+/]{64})\" crossorigin=\"anonymous\" defer></script>");

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static TestServer server;
  private static byte[] file;
  private static String path;
  private static String integrity;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start((config, pilcrow) -> {});
    file = resource("silcrow.min.js");
    Matcher tag = TAG.matcher(server.pilcrow.scriptTag());
    assertThat(tag.matches()).as(server.pilcrow.scriptTag()).isTrue();
    path = tag.group(1);
    integrity = tag.group(2);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static byte[] resource(String name) throws Exception {
    String full = new WebJarVersionLocator().fullPath("silcrow", name);
    try (InputStream in =
        ScriptAssetTest.class.getClassLoader().getResourceAsStream(Objects.requireNonNull(full))) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  private static HttpResponse<byte[]> ask(String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.origin() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void theTagsIntegrityIsThatOfTheServedBytes() throws Exception {
    HttpResponse<byte[]> response = ask("GET", path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(file);
    byte[] digest = MessageDigest.getInstance("SHA-384").digest(response.body());
    assertThat(integrity).isEqualTo("sha384-" + Base64.getEncoder().encodeToString(digest));
  }

  @Test
  void theFingerprintedScriptIsKeptForEver() throws Exception {
    HttpResponse<byte[]> response = ask("GET", path);
    assertThat(header(response, "cache-control")).isEqualTo(IMMUTABLE);
    assertThat(header(response, "content-type"))
        .isEqualToIgnoringCase("application/javascript; charset=utf-8");
    assertThat(header(response, "vary")).isEqualTo("Accept-Encoding");
    assertThat(header(response, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(response, "content-length")).isEqualTo(Integer.toString(file.length));
    assertThat(header(response, "content-encoding")).isEmpty();
    assertThat(header(response, "set-cookie")).isEmpty();
  }

  @Test
  void brotliComesAsItWasCompressedInTheBuild() throws Exception {
    HttpResponse<byte[]> response = ask("GET", path, "Accept-Encoding", "gzip, deflate, br, zstd");
    assertThat(header(response, "content-encoding")).isEqualTo("br");
    assertThat(response.body()).isEqualTo(resource("silcrow.min.js.br"));
    assertThat(header(response, "content-length"))
        .isEqualTo(Integer.toString(response.body().length));
  }

  @Test
  void gzipUnpacksToTheScript() throws Exception {
    HttpResponse<byte[]> response = ask("GET", path, "Accept-Encoding", "gzip");
    assertThat(header(response, "content-encoding")).isEqualTo("gzip");
    assertThat(response.body()).hasSizeLessThan(file.length);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes())
        .isEqualTo(file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          br                            | br
          gzip, br                      | br
          BR                            | br
          br;q=0.5, gzip                | gzip
          br;q=0, gzip;q=0.1            | gzip
          br;q=0.1, gzip;q=0            | br
          *                             | br
          *, br;q=0                     | gzip
          gzip;q=0.5, identity          | identity
          identity                      | identity
          deflate                       | identity
          br;q=0, *;q=0                 | identity
          identity;q=0, gzip;q=0.1      | gzip
          *;q=0.3, gzip;q=0.2           | br
          br;q=high, gzip               | gzip
          br ; q=0.1, gzip ; q=0.2      | gzip
          """)
  void theCodingFollowsTheWeights(String acceptEncoding, String coding) throws Exception {
    HttpResponse<byte[]> response = ask("GET", path, "Accept-Encoding", acceptEncoding);
    String sent = header(response, "content-encoding");
    assertThat(sent.isEmpty() ? "identity" : sent).isEqualTo(coding);
  }

  @Test
  void anUnchangedScriptIsNotSentAgain() throws Exception {
    for (String address : new String[] {path, "/_silcrow/silcrow.js"}) {
      String etag = header(ask("GET", address, "Accept-Encoding", "br"), "etag");
      assertThat(etag).matches("\"[0-9a-f]{16}-br\"");
      for (String condition : new String[] {etag, "W/" + etag, "\"x\", " + etag, "*"}) {
        HttpResponse<byte[]> again =
            ask("GET", address, "Accept-Encoding", "br", "If-None-Match", condition);
        assertThat(again.statusCode()).as(condition).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "etag")).isEqualTo(etag);
        assertThat(header(again, "vary")).isEqualTo("Accept-Encoding");
        assertThat(header(again, "cache-control")).isNotEmpty();
      }
      HttpResponse<byte[]> otherCoding =
          ask("GET", address, "Accept-Encoding", "gzip", "If-None-Match", etag);
      assertThat(otherCoding.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theAddressWithoutFingerprintIsAskedForAgain() throws Exception {
    HttpResponse<byte[]> response = ask("GET", "/_silcrow/silcrow.js");
    assertThat(response.body()).isEqualTo(file);
    assertThat(header(response, "cache-control")).isEqualTo("no-cache");
  }

  @Test
  void headAnswersLikeGetWithoutTheBytes() throws Exception {
    HttpResponse<byte[]> response = ask("HEAD", path, "Accept-Encoding", "br");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(header(response, "content-encoding")).isEqualTo("br");
    assertThat(header(response, "content-length"))
        .isEqualTo(Integer.toString(resource("silcrow.min.js.br").length));
    assertThat(header(response, "cache-control")).isEqualTo(IMMUTABLE);
    assertThat(ask("HEAD", "/_silcrow/silcrow.0.js").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "/_silcrow/silcrow.0000000000000000.js",
    "/_silcrow/silcrow.min.js",
    "/_silcrow/silcrow.min.js.br",
    "/_silcrow/..%2Fsilcrow.js",
    "/_silcrow/x"
  })
  void anyOtherFileIsNotFoundAndNotRemembered(String address) throws Exception {
    HttpResponse<byte[]> response = ask("GET", address);
    assertThat(response.statusCode()).isIn(400, 404);
    if (response.statusCode() == 404) {
      assertThat(header(response, "cache-control")).isEqualTo("no-store");
    }
  }

  @Test
  void theSourceMapIsServedUnderTheNameTheScriptGives() throws Exception {
    assertThat(new String(file, java.nio.charset.StandardCharsets.UTF_8))
        .contains("//# sourceMappingURL=silcrow.min.js.map");
    HttpResponse<byte[]> response = ask("GET", "/_silcrow/silcrow.min.js.map");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(resource("silcrow.min.js.map"));
  }

  @Test
  void developmentGetsTheScriptThatExplainsItself() throws Exception {
    try (TestServer development =
        TestServer.start(PilcrowConfig::developmentScript, (config, pilcrow) -> {})) {
      Matcher tag = TAG.matcher(development.pilcrow.scriptTag());
      assertThat(tag.matches()).isTrue();
      assertThat(tag.group(1)).isNotEqualTo(path);
      byte[] debug = resource("silcrow.debug.js");
      for (String address : new String[] {tag.group(1), "/_silcrow/silcrow.js"}) {
        assertThat(get(development, address).body()).isEqualTo(debug);
      }
      assertThat(get(development, "/_silcrow/silcrow.debug.js.map").body())
          .isEqualTo(resource("silcrow.debug.js.map"));
    }
  }

  private static HttpResponse<byte[]> get(TestServer from, String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(from.origin() + path)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void aMissingWebJarIsNamedWithItsRemedy() {
    assertThatThrownBy(() -> ScriptAsset.load(() -> "/", ScriptAsset.SMALL, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the WebJar 'silcrow'")
        .hasMessageContaining("Add the dependency dev.pilcrow:silcrow-js");
    assertThatThrownBy(
            () ->
                ScriptAsset.load(
                    () -> "/", ScriptAsset.SMALL, "META-INF/resources/webjars/silcrow/0/x.js"))
        .hasMessageContaining("META-INF/resources/webjars/silcrow/0/x.js");
  }

  @Test
  void whatWasNotCompressedIsServedPlain() {
    String resource = ScriptAssetTest.class.getName().replace('.', '/') + ".class";
    assertThat(ScriptAsset.load(() -> "/", ScriptAsset.SMALL, resource).tag())
        .contains("/_silcrow/silcrow.");
  }
}
