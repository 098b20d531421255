package dev.pilcrow.event;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes events as {@code text/event-stream}. Over this transport the markup of an html event is
 * named {@code html}, and invalidate and navigate carry plain text, as in Pilcrow.
 */
public final class SseText {
  private static final JsonMapper MAPPER = Json.mapper();

  private SseText() {}

  /**
   * The text of one event, with the blank line that ends it.
   *
   * @throws IllegalArgumentException if its data cannot be written as JSON
   */
  public static String encode(SseEvent sse) {
    var text = new StringBuilder(128);
    sse.id().ifPresent(id -> line(text, "id", id));
    sse.retry().ifPresent(retry -> line(text, "retry", Long.toString(retry.toMillis())));
    WsEvent event = sse.event();
    if (event instanceof WsEvent.Patch patch) {
      var json = MAPPER.createObjectNode().put("target", patch.target());
      write(text, "patch", json.set("data", MAPPER.valueToTree(patch.data())).toString());
    } else if (event instanceof WsEvent.Html html) {
      ObjectNode json =
          MAPPER.createObjectNode().put("target", html.target()).put("html", html.markup());
      if (html.swap() != Swap.INNER) {
        json.put("swap", html.swap().wireName());
      }
      write(text, "html", json.toString());
    } else if (event instanceof WsEvent.Invalidate invalidate) {
      write(text, "invalidate", invalidate.target());
    } else if (event instanceof WsEvent.Navigate navigate) {
      write(text, "navigate", navigate.path());
    } else if (event instanceof WsEvent.Custom custom) {
      var json = MAPPER.createObjectNode().put("event", custom.event());
      write(text, "custom", json.set("data", MAPPER.valueToTree(custom.data())).toString());
    }
    return text.append('\n').toString();
  }

  private static void write(StringBuilder text, String name, String data) {
    line(text, "event", name);
    for (String part : data.split("\r\n|\r|\n", -1)) {
      line(text, "data", part);
    }
  }

  private static void line(StringBuilder text, String field, String value) {
    text.append(field).append(": ").append(value).append('\n');
  }
}
