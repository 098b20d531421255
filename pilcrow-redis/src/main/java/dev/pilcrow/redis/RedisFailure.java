package dev.pilcrow.redis;

import dev.pilcrow.hub.TopicLogException;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What a failure means: whether to try again, and what to tell the caller. */
final class RedisFailure {
  private RedisFailure() {}

  /** The failure inside the wrappers of futures. */
  static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Whether Redis itself answered, so that the connection works. */
  static boolean answered(Throwable failure) {
    return cause(failure) instanceof RedisCommandExecutionException;
  }

  /** Whether the same command may succeed a little later. */
  static boolean passes(Throwable failure) {
    Throwable cause = cause(failure);
    String message = String.valueOf(cause.getMessage());
    return !(cause instanceof RedisCommandExecutionException)
        || message.matches("(?s)(LOADING|READONLY|BUSY|MASTERDOWN|TRYAGAIN|NOREPLICAS)\\b.*");
  }

  static TopicLogException unreachable(String what, Throwable failure) {
    return new TopicLogException(
        "Expected Redis to "
            + what
            + " but it could not be reached in time: "
            + cause(failure).getMessage()
            + ". Check that it runs and that the URI is right, or raise publishWait.",
        failure);
  }

  static TopicLogException refused(String what, Throwable failure) {
    return new TopicLogException(
        "Expected Redis to "
            + what
            + " but it refused: "
            + cause(failure).getMessage()
            + ". Give Pilcrow a key prefix of its own and its user the commands and keys listed in"
            + " docs/topics.md.",
        failure);
  }
}
