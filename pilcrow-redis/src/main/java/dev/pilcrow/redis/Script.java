package dev.pilcrow.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A script that Redis runs: sent once, then named by its digest. */
final class Script {
  private final byte[] text;
  private final String digest;

  /** The script of this resource. */
  Script(String resource) {
    try (InputStream in = Script.class.getResourceAsStream(resource)) {
      text = Objects.requireNonNull(in, resource).readAllBytes();
      digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected a JDK with SHA-1", e);
    }
  }

  CompletionStage<List<Object>> run(
      StatefulRedisConnection<String, byte[]> connection, String[] keys, byte[][] arguments) {
    var result = new CompletableFuture<List<Object>>();
    CompletionStage<List<Object>> first =
        connection.async().evalsha(digest, ScriptOutputType.MULTI, keys, arguments);
    first.whenComplete(
        (reply, failure) -> {
          if (failure == null) {
            result.complete(reply);
          } else if (RedisFailure.cause(failure) instanceof RedisNoScriptException) {
            CompletionStage<List<Object>> second =
                connection.async().eval(text, ScriptOutputType.MULTI, keys, arguments);
            second.whenComplete((late, again) -> finish(result, late, again));
          } else {
            result.completeExceptionally(failure);
          }
        });
    return result;
  }

  private static void finish(
      CompletableFuture<List<Object>> result, List<Object> reply, Throwable failure) {
    if (failure == null) {
      result.complete(reply);
    } else {
      result.completeExceptionally(failure);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
