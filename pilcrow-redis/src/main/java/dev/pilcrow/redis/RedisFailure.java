package dev.pilcrow.redis;

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
    if (cause instanceof Link.ClosedException) {
      return false;
    }
    String message = String.valueOf(cause.getMessage());
    return !(cause instanceof RedisCommandExecutionException)
        || message.matches("(?s)(LOADING|READONLY|BUSY|MASTERDOWN|TRYAGAIN|NOREPLICAS)\\b.*");
  }

  /** What Redis was expected to do, what happened, and what to do about it. */
  static String describe(String what, Throwable failure) {
    String start = "Expected Redis to " + what + " but it ";
    String found = cause(failure).getMessage();
    if (cause(failure) instanceof Link.ClosedException) {
      return start + "was not asked: " + found + ". Close them after everything that uses them.";
    }
    return passes(failure)
        ? start
            + "could not be reached in time: "
            + found
            + ". Check that it runs and that the URI is right, or raise publishWait."
        : start
            + "refused: "
            + found
            + ". Give Pilcrow a key prefix of its own and its user the commands and keys listed in"
            + " docs/topics.md.";
  }

  /** The same of a Redis that was never there. */
  static String describe(RedisSettings settings, Throwable failure) {
    String start = "Expected a Redis at " + settings.address() + " but it ";
    Throwable deepest = cause(failure);
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String found = String.valueOf(deepest.getMessage()).replaceFirst("\\.$", "");
    return answered(deepest)
        ? start
            + "refuses: "
            + found
            + ". Give the URI a user and a password, and that user the commands and keys listed in"
            + " docs/topics.md."
        : start + "cannot be reached: " + found + ". Start it, or correct the address.";
  }
}
