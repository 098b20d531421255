package dev.pilcrow.javalin;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.http.UploadedFile;
import io.javalin.http.servlet.JavalinServletContext;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Carries a request with an idempotency key out once: who sends it again gets the same answer
 * (draft-ietf-httpapi-idempotency-key-header). Only what succeeded counts, so that a form that was
 * refused can be corrected.
 */
final class Once {
  static final String HEADER = "Idempotency-Key";
  static final String FIELD = "_once";

  private static final String ATTRIBUTE = "pilcrow-once";
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final Pattern KEY = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{16,128}");

  /** How many threads may wait for the outcome of another request. */
  private static final int MAX_WAITING = 32;

  private final OnceStore store;
  private final Duration longestWait;
  private final Semaphore waiting = new Semaphore(MAX_WAITING);

  Once(OnceStore store, Duration longestWait) {
    this.store = store;
    this.longestWait = longestWait;
  }

  Handler wrap(Handler handler) {
    return ctx -> handle(ctx, handler);
  }

  private void handle(Context ctx, Handler handler) throws Exception {
    @Nullable String key = SAFE.contains(ctx.req().getMethod()) ? null : key(ctx);
    if (key == null) {
      handler.handle(ctx);
      return;
    }
    String name = digest(out -> write(out, owner(ctx), ctx.req().getMethod(), ctx.path(), key));
    String fingerprint = digest(out -> writeBody(out, ctx));
    OnceStore.Entry mine = null;
    while (mine == null) {
      OnceStore.Entry entry = store.entry(name, fingerprint);
      if (!entry.fingerprint.equals(fingerprint)) {
        throw new HttpResponseException(
            422,
            "This was sent before with other content. Load the page anew, or send a new "
                + HEADER
                + ", to send something else.",
            Map.of());
      }
      if (entry.claimed.compareAndSet(false, true)) {
        mine = entry;
      } else {
        Optional<KeptAnswer> answer = await(ctx, entry);
        if (answer.isPresent()) {
          repeat(ctx, answer.get());
          return;
        }
      }
    }
    carryOut(ctx, handler, mine);
  }

  private void carryOut(Context ctx, Handler handler, OnceStore.Entry entry) throws Exception {
    ctx.attribute(ATTRIBUTE, entry);
    boolean answered = false;
    try {
      handler.handle(ctx);
      answered = true;
    } finally {
      // Nothing comes after a handler that skipped the rest, so nobody else would settle this.
      if (!(ctx instanceof JavalinServletContext http) || http.getTasks().isEmpty()) {
        settle(ctx, entry, answered);
      }
    }
  }

  /** Runs after every request: by now an exception has become an answer and a future has ended. */
  void settle(Context ctx) {
    OnceStore.@Nullable Entry entry = ctx.attribute(ATTRIBUTE);
    if (entry != null) {
      settle(ctx, entry, true);
    }
  }

  private void settle(Context ctx, OnceStore.Entry entry, boolean answered) {
    if (answered && ctx.statusCode() < 400) {
      store.keep(entry, KeptAnswer.of(ctx, store.maxAnswerBytes()));
    } else {
      store.release(entry);
    }
  }

  private Optional<KeptAnswer> await(Context ctx, OnceStore.Entry entry)
      throws InterruptedException {
    @Nullable Optional<KeptAnswer> outcome = null;
    if (entry.isDone()) {
      outcome = entry.await(Duration.ZERO);
    } else if (waiting.tryAcquire()) {
      try {
        outcome = entry.await(longestWait);
      } finally {
        waiting.release();
      }
    }
    if (outcome == null) {
      ctx.header("Retry-After", "5");
      throw new ConflictResponse(
          "This was sent before and is still being carried out. Please look whether it has worked"
              + " before trying again.");
    }
    return outcome;
  }

  private static void repeat(Context ctx, KeptAnswer answer) {
    byte @Nullable [] body = answer.body();
    if (body == null) {
      throw new ConflictResponse(
          "This was sent before and has been carried out; its answer is not kept.");
    }
    answer.repeat(ctx, body);
  }

  private static @Nullable String key(Context ctx) {
    @Nullable String key = ctx.header(HEADER);
    if (key == null) {
      key = ctx.isFormUrlencoded() || ctx.isMultipartFormData() ? ctx.formParam(FIELD) : null;
    } else if (key.length() > 1 && key.startsWith("\"") && key.endsWith("\"")) {
      key = key.substring(1, key.length() - 1); // the draft's form, a structured string
    }
    if (key != null && !KEY.matcher(key).matches()) {
      throw new BadRequestResponse(
          "Expected 16 to 128 printable ASCII characters without space, quote and backslash as "
              + HEADER
              + ", such as a random UUID, but found "
              + key.length()
              + " characters.");
    }
    return key;
  }

  /** Whose key it is: keys of one user mean nothing for another. */
  private static String owner(Context ctx) {
    @Nullable HttpSession session = ctx.req().getSession(false);
    return ctx.header("Authorization") + " " + (session == null ? null : session.getId());
  }

  private static void writeBody(OutputStream out, Context ctx) throws IOException {
    write(out, String.valueOf(ctx.queryString()));
    if (!ctx.isMultipartFormData()) {
      out.write(ctx.bodyAsBytes());
      return;
    }
    // The boundary is another each time, so only what is between counts.
    for (Map.Entry<String, List<String>> field : new TreeMap<>(ctx.formParamMap()).entrySet()) {
      write(out, field.getKey());
      write(out, field.getValue().toArray(new String[0]));
    }
    for (Map.Entry<String, List<UploadedFile>> files :
        new TreeMap<>(ctx.uploadedFileMap()).entrySet()) {
      for (UploadedFile file : files.getValue()) {
        write(out, files.getKey(), file.filename(), String.valueOf(file.size()));
        try (InputStream content = file.content()) {
          content.transferTo(out);
        }
      }
    }
  }

  private static void write(OutputStream out, String... texts) throws IOException {
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.write((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      out.write(bytes);
    }
  }

  private static String digest(Content content) throws IOException {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      content.writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
      return Base64.getEncoder().encodeToString(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every JVM has SHA-256.", e);
    }
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }
}
