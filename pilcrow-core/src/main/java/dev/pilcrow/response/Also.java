package dev.pilcrow.response;

import dev.pilcrow.event.Swap;
import java.util.List;
import java.util.Objects;

/** Markup for another element than the one a request is for. */
record Also(Body<? extends CharSequence> markup, String target, Swap swap) {
  Also {
    Objects.requireNonNull(markup, "markup");
    Objects.requireNonNull(swap, "swap");
    HeaderText.requireText("selector for also", target);
    HeaderBudget.checkOne(SilcrowHeaders.ALSO.header(), entry(target, swap, 0));
  }

  /**
   * Adds all markup to a body.
   *
   * @return how many UTF-16 units of the whole belong to which target, as the client reads it: a
   *     JSON array in the order of the body
   */
  static String append(List<Also> all, StringBuilder body) throws Exception {
    StringBuilder header = new StringBuilder("[");
    for (Also also : all) {
      int before = body.length();
      CharSequence made = also.markup.get();
      body.append(
          Objects.requireNonNull(
              made, () -> "also(…) for '" + also.target + "' made null instead of markup."));
      header
          .append(header.length() > 1 ? "," : "")
          .append(entry(also.target, also.swap, body.length() - before));
    }
    return header.append(']').toString();
  }

  private static String entry(String target, Swap swap, int length) {
    return "{\"length\":"
        + length
        + (swap == Swap.INNER ? "" : ",\"swap\":\"" + swap.wireName() + '"')
        + ",\"target\":"
        + AsciiText.json("also", target)
        + '}';
  }
}
