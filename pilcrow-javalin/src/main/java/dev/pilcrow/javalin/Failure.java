package dev.pilcrow.javalin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a developer wants to know of an exception; never for anybody else.
 *
 * @param summary the innermost cause: its class and message
 * @param excerpt the template or source where it happened, if its file is there
 * @param trace the stack trace, cut
 */
record Failure(String summary, @Nullable Excerpt excerpt, List<String> trace) {
  private static final int MAX_CAUSES = 20;
  private static final int MAX_FRAMES = 40;
  private static final int MAX_MESSAGE = 2_000;

  static Failure of(Throwable thrown, SourceFinder sources) {
    List<Throwable> chain = chain(thrown);
    List<String> trace = new ArrayList<>();
    for (Throwable cause : chain) {
      trace.add((trace.isEmpty() ? "" : "Caused by: ") + summary(cause));
      StackTraceElement[] frames = cause.getStackTrace();
      Arrays.stream(frames).limit(MAX_FRAMES).forEach(frame -> trace.add("    at " + frame));
      if (frames.length > MAX_FRAMES) {
        trace.add("    ... " + (frames.length - MAX_FRAMES) + " more");
      }
    }
    String summary = summary(chain.get(chain.size() - 1));
    return new Failure(summary, sources.find(chain).orElse(null), trace);
  }

  /** Where it happened, in a few words. */
  String headline() {
    return excerpt == null ? summary : summary + " (" + excerpt.place() + ")";
  }

  private static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable t = thrown; t != null && chain.size() < MAX_CAUSES; t = t.getCause()) {
      if (!seen.add(t)) {
        break;
      }
      chain.add(t);
    }
    return chain;
  }

  private static String summary(Throwable thrown) {
    String message = thrown.getMessage();
    if (message == null) {
      return thrown.getClass().getName();
    }
    boolean cut = message.length() > MAX_MESSAGE;
    String shown = cut ? message.substring(0, MAX_MESSAGE) + "..." : message;
    return thrown.getClass().getName() + ": " + shown;
  }
}
