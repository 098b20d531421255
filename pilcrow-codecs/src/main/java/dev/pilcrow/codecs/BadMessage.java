package dev.pilcrow.codecs;

import java.io.Serial;

/** A message that is not well-formed or is over a limit; its text says why and quotes nothing. */
final class BadMessage extends Exception {
  @Serial private static final long serialVersionUID = 1;

  BadMessage(String message) {
    super(message, null, false, false);
  }
}
