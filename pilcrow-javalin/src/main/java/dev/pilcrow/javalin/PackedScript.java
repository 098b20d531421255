package dev.pilcrow.javalin;

import io.javalin.http.Context;
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
import org.jspecify.annotations.Nullable;
import org.webjars.WebJarVersionLocator;

/** A script of the WebJar, as it is and compressed. Immutable. */
final class PackedScript {
  /** Bytes by content coding, in the order of preference. */
  private final Map<String, byte[]> encodings;

  private final String fingerprint;
  private final String integrity;

  private PackedScript(Map<String, byte[]> encodings, byte[] plain) {
    this.encodings = encodings;
    byte[] digest = digest(plain);
    this.fingerprint = HexFormat.of().formatHex(digest, 0, 8);
    this.integrity = "sha384-" + Base64.getEncoder().encodeToString(digest);
  }

  /** The script at a place of the class path, if it is there. */
  static Optional<PackedScript> find(@Nullable String resource) {
    if (resource == null) {
      return Optional.empty();
    }
    return read(resource)
        .map(
            plain -> {
              Map<String, byte[]> encodings = new LinkedHashMap<>();
              read(resource + ".br").ifPresent(bytes -> encodings.put("br", bytes));
              read(resource + ".gz").ifPresent(bytes -> encodings.put("gzip", bytes));
              encodings.put("identity", plain);
              return new PackedScript(encodings, plain);
            });
  }

  /** What changes when the script does. */
  String fingerprint() {
    return fingerprint;
  }

  /** The Subresource Integrity value. */
  String integrity() {
    return integrity;
  }

  /** Answers with the script, or with 304. */
  void serve(Context ctx, String cacheControl) {
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

  /** A file of the class path, if it is there. */
  static Optional<byte[]> read(String resource) {
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
