package dev.pilcrow.codecs;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.exc.MismatchedInputException;

/** A mismatch whose message quotes nothing of the input. */
final class Mismatch extends MismatchedInputException {
  Mismatch(JsonParser in, String message) {
    super(in, message);
  }
}
