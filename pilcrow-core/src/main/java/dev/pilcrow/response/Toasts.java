package dev.pilcrow.response;

import dev.pilcrow.event.Json;
import java.util.List;

/** The JSON form of toasts, the same in the cookie and in a body's {@code _toasts}. */
final class Toasts {
  private Toasts() {}

  static String json(List<Toast> toasts) {
    return Json.mapper().writeValueAsString(toasts);
  }
}
