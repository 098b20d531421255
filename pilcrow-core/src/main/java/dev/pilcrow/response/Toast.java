package dev.pilcrow.response;

import java.util.Locale;
import java.util.Objects;

/**
 * A short message shown to the user. It travels in a cookie that scripts can read, so it must hold
 * no secret.
 *
 * @param message plain text; the client never reads it as markup
 * @param level how the toast is styled: the word of a {@link Level}, or one of the application's
 *     own
 */
public record Toast(String message, String level) {
  /** The levels every client knows. */
  public enum Level {
    /** The default. */
    INFO,
    /** Something worked. */
    SUCCESS,
    /** Something needs care. */
    WARNING,
    /** Something failed. */
    ERROR;

    /** The level as the client reads it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks that both are there. */
  public Toast {
    Objects.requireNonNull(message, "message");
    HeaderText.requireText("toast level", level);
  }

  /** A toast of a level every client knows. */
  public Toast(String message, Level level) {
    this(message, level.word());
  }
}
