package dev.pilcrow.javalin;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.webjars.WebJarVersionLocator;

/**
 * Silcrow.js, found in its WebJar and served in three encodings. One address carries a fingerprint
 * and may be kept for ever; the other does not and is asked for again each time. Immutable.
 */
final class ScriptAsset {
  private static final String WEBJAR = "silcrow";
  static final String SMALL = "silcrow.min.js";
  static final String DEBUG = "silcrow.debug.js";
  private static final String FOLDER = "/_silcrow/";
  private static final String PLAIN_NAME = "silcrow.js";

  /** Bytes by content coding, in the order of preference. */
  private final Map<String, byte[]> encodings;

  private final String fingerprint;
  private final String integrity;
  private final byte @Nullable [] sourceMap;
  private final String sourceMapName;
  private final Supplier<String> mount;

  private ScriptAsset(
      Map<String, byte[]> encodings,
      byte @Nullable [] sourceMap,
      String sourceMapName,
      Supplier<String> mount) {
    this.encodings = encodings;
    this.sourceMap = sourceMap;
    this.sourceMapName = sourceMapName;
    this.mount = mount;
    byte[] plain = encodings.get("identity");
    byte[] digest = digest(plain == null ? new byte[0] : plain);
    this.fingerprint = HexFormat.of().formatHex(digest, 0, 8);
    this.integrity = "sha384-" + Base64.getEncoder().encodeToString(digest);
  }

  /**
   * Finds the script.
   *
   * @param mount the application's context path, asked for each time it is needed
   * @param file which of the WebJar's bundles
   * @throws IllegalStateException when the WebJar is not on the class path
   */
  static ScriptAsset load(Supplier<String> mount, String file) {
    return load(mount, file, new WebJarVersionLocator().fullPath(WEBJAR, file));
  }

  static ScriptAsset load(Supplier<String> mount, String file, @Nullable String resource) {
    Optional<byte[]> plain = resource == null ? Optional.empty() : read(resource);
    if (plain.isEmpty()) {
      throw new IllegalStateException(
          "Silcrow.js is not on the class path (looked for "
              + (resource == null ? "the WebJar '" + WEBJAR + "'" : resource)
              + "). Add the dependency dev.pilcrow:silcrow-js in the version of pilcrow-javalin; a jar"
              + " that bundles its dependencies must keep META-INF/resources.");
    }
    Map<String, byte[]> encodings = new LinkedHashMap<>();
    read(resource + ".br").ifPresent(bytes -> encodings.put("br", bytes));
    read(resource + ".gz").ifPresent(bytes -> encodings.put("gzip", bytes));
    encodings.put("identity", plain.get());
    return new ScriptAsset(encodings, read(resource + ".map").orElse(null), file + ".map", mount);
  }

  /** The address that carries the fingerprint. */
  String path() {
    String prefix = mount.get();
    return (prefix.equals("/") ? "" : prefix) + FOLDER + fingerprintedName();
  }

  /** The Subresource Integrity value. */
  String integrity() {
    return integrity;
  }

  /** The element that loads the script. */
  String tag() {
    return "<script src=\""
        + path()
        + "\" integrity=\""
        + integrity
        + "\" crossorigin=\"anonymous\" defer></script>";
  }

  void register(JavalinDefaultRoutingApi routes) {
    Handler handler = this::serve;
    routes.get(FOLDER + "{file}", handler);
    routes.head(FOLDER + "{file}", handler);
  }

  private void serve(Context ctx) {
    ctx.header("X-Content-Type-Options", "nosniff");
    String file = ctx.pathParam("file");
    if (file.equals(fingerprintedName())) {
      script(ctx, "public, max-age=31536000, immutable");
    } else if (file.equals(PLAIN_NAME)) {
      script(ctx, "no-cache");
    } else if (file.equals(sourceMapName) && sourceMap != null) {
      ctx.contentType("application/json").header("Cache-Control", "no-cache").result(sourceMap);
    } else {
      ctx.status(404).contentType("text/plain; charset=utf-8").header("Cache-Control", "no-store");
      ctx.result("No such file. The script of this version is " + path());
    }
  }

  private void script(Context ctx, String cacheControl) {
    String coding = AcceptEncoding.choose(ctx.header("Accept-Encoding"), encodings.keySet());
    byte[] bytes = encodings.getOrDefault(coding, new byte[0]);
    String etag = '"' + fingerprint + (coding.equals("identity") ? "" : '-' + coding) + '"';
    ctx.header("Cache-Control", cacheControl).header("ETag", etag);
    ResponseWriter.vary(ctx.res(), "Accept-Encoding");
    if (matches(ctx.header("If-None-Match"), etag)) {
      ctx.status(304).removeHeader("Content-Type");
      return;
    }
    ctx.contentType("application/javascript; charset=utf-8").disableCompression();
    if (!coding.equals("identity")) {
      ctx.header("Content-Encoding", coding);
    }
    ctx.header("Content-Length", Integer.toString(bytes.length)).result(bytes);
  }

  private static boolean matches(@Nullable String header, String etag) {
    if (header == null) {
      return false;
    }
    for (String candidate : header.split(",", -1)) {
      String trimmed = candidate.trim();
      if (trimmed.equals("*") || trimmed.equals(etag) || trimmed.equals("W/" + etag)) {
        return true;
      }
    }
    return false;
  }

  private String fingerprintedName() {
    return "silcrow." + fingerprint + ".js";
  }

  private static Optional<byte[]> read(String resource) {
    ClassLoader loader = WebJarVersionLocator.class.getClassLoader();
    try (InputStream in = loader.getResourceAsStream(resource)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("Unable to read " + resource, e);
    }
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-384").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every JDK has SHA-384", impossible);
    }
  }
}
