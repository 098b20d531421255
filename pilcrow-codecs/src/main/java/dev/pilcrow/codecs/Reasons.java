package dev.pilcrow.codecs;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Why a message was refused, in words that quote nothing of it; Jackson's own would. */
final class Reasons {
  private static final int MAX_PATH = 8;

  private Reasons() {}

  static String of(JacksonException e, Class<?> type, Syntax syntax) {
    return what(e, type, syntax) + place(e, syntax);
  }

  private static String what(JacksonException e, Class<?> type, Syntax syntax) {
    if (e instanceof Mismatch) {
      return e.getOriginalMessage() + path(e);
    }
    if (e instanceof StreamConstraintsException) {
      return "Expected " + syntax.title + " within the limits of depth, count and length";
    }
    if (e instanceof StreamReadException) {
      return e.getOriginalMessage().startsWith("Duplicate")
          ? "Expected each field once but found one twice"
          : "Expected one value in well-formed " + syntax.title;
    }
    String found =
        e instanceof ValueInstantiationException
            ? " but found values that a constructor refuses"
            : " but found another type of value or none";
    return "Expected " + type.getSimpleName() + found + path(e);
  }

  /** Names of record components, which are ours; keys of maps are the peer's. */
  private static String path(JacksonException e) {
    StringBuilder path = new StringBuilder();
    int steps = 0;
    for (JacksonException.Reference step : e.getPath()) {
      if (++steps > MAX_PATH) {
        break;
      }
      Object from = step.from();
      Class<?> owner = from instanceof Class<?> c ? c : from == null ? null : from.getClass();
      if (owner != null && owner.isRecord() && step.getPropertyName() != null) {
        path.append(path.isEmpty() ? " at " : ".").append(step.getPropertyName());
      }
    }
    return path.toString();
  }

  private static String place(JacksonException e, Syntax syntax) {
    TokenStreamLocation at = e.getLocation();
    if (at == null || syntax == Syntax.MESSAGE_PACK) {
      return "";
    }
    if (syntax == Syntax.JSON) {
      return at.getLineNr() < 1 ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
    return at.getByteOffset() < 0 ? "" : ", byte " + at.getByteOffset();
  }
}
