package dev.pilcrow.ledger;

import org.jspecify.annotations.Nullable;

/** A ledger, kept on another machine, could not be asked or would not answer. */
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What was expected, what happened and what to do. */
  public LedgerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
