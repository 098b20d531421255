package dev.pilcrow.hub;

import org.jspecify.annotations.Nullable;

/** A topic's log, kept on another machine, could not be asked or would not answer. */
public final class TopicLogException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What was expected, what happened and what to do. */
  public TopicLogException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
