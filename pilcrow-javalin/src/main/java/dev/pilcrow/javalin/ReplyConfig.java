package dev.pilcrow.javalin;

import io.javalin.config.Key;
import io.javalin.config.NoValueForKeyException;
import io.javalin.http.Context;

/** Settings of {@link Pilcrow#respond}, as {@link PilcrowConfig#replies} hands them out. */
public final class ReplyConfig {
  static final Key<ReplyConfig> KEY = new Key<>("dev.pilcrow.replies");

  private static final ReplyConfig DEFAULT = new ReplyConfig();

  boolean extractParts = true;
  boolean entityTags = true;

  private boolean sealed;

  ReplyConfig() {}

  /** Those of the application; the defaults where Pilcrow is not installed. */
  static ReplyConfig of(Context ctx) {
    try {
      return ctx.appData(KEY);
    } catch (NoValueForKeyException notInstalled) {
      return DEFAULT;
    }
  }

  /**
   * Whether a request of the client for an element gets only that element of a whole page, where it
   * names it by tag, id or classes. On by default; parsing takes about a millisecond for 50 KiB.
   */
  public ReplyConfig extractParts(boolean extract) {
    checkOpen();
    extractParts = extract;
    return this;
  }

  /**
   * Whether pages and data get an ETag, and a 304 goes to a client that has them already. On by
   * default.
   */
  public ReplyConfig entityTags(boolean tag) {
    checkOpen();
    entityTags = tag;
    return this;
  }

  void seal() {
    sealed = true;
  }

  private void checkOpen() {
    if (sealed) {
      throw new IllegalStateException(
          "Pilcrow has already read its settings. Change them inside"
              + " settings.replies(replies -> ...).");
    }
  }
}
