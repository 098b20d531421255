package dev.pilcrow.response;

import dev.pilcrow.hub.Topic;
import dev.pilcrow.hub.TopicPosition;
import dev.pilcrow.route.SseRoute;
import dev.pilcrow.route.WsRoute;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The response modifiers. Each returns a changed copy and checks its arguments at once: what a
 * header cannot carry is an IllegalArgumentException here, never a header that silently goes
 * missing.
 *
 * <p>Selectors and URLs may hold any character; they are escaped. All modifiers of one response
 * together may take 6 KiB of headers.
 */
public sealed interface Modifiers<S extends Modifiers<S>>
    permits Effects, HtmlArm, JsonArm, NavigateReply, EmptyReply {

  /** Adds modifiers kept elsewhere, such as a constant. */
  S with(Effects more);

  /** Shows an INFO toast. */
  default S toast(String message) {
    return toast(message, Toast.Level.INFO);
  }

  /** Shows a toast; toasts add up. */
  default S toast(String message, Toast.Level level) {
    return toast(new Toast(message, level));
  }

  /** Shows a toast with a level of the application's own. */
  default S toast(String message, String level) {
    return toast(new Toast(message, level));
  }

  /** Shows a toast. */
  default S toast(Toast toast) {
    Objects.requireNonNull(toast, "toast");
    return with(Effects.of(settled -> settled.toast(toast)));
  }

  /** Sets the status, 200 to 599; the last call wins. */
  default S status(int code) {
    HeaderText.checkStatus(code);
    return with(Effects.of(settled -> settled.status = code));
  }

  /** Sets a header to printable ASCII text; the last call for a name wins. */
  default S header(String name, String value) {
    HeaderText.check(name, value);
    HeaderBudget.checkOne(name, value);
    return with(Effects.of(settled -> settled.header(name, value)));
  }

  /** Keeps the client from caching this response. */
  default S noCache() {
    return with(Settled.one(SilcrowHeaders.CACHE, "no-cache"));
  }

  /** Swaps into the element of this selector instead of the one asked for. */
  default S retarget(String selector) {
    String value = AsciiText.selector("selector for retarget", selector);
    return with(Settled.one(SilcrowHeaders.RETARGET, value));
  }

  /** Fires a DOM event on the document, with an empty object as its detail. */
  default S trigger(String event) {
    return trigger(event, Map.of());
  }

  /**
   * Fires a DOM event on the document. Names start with a letter and hold letters, digits and
   * {@code _ - . :}, at most 128; those starting with {@code silcrow:} are the client's own.
   */
  default S trigger(String event, @Nullable Object detail) {
    HeaderText.checkEventName(event);
    String json = AsciiText.json("trigger '" + event + "'", detail);
    HeaderBudget.checkOne(SilcrowHeaders.TRIGGER.header(), json);
    return with(Effects.of(settled -> settled.trigger(event, json)));
  }

  /** Pushes this path, query or fragment onto the browser's history. */
  default S pushHistory(String url) {
    return with(Settled.one(SilcrowHeaders.PUSH, SafePath.checkHistory(url)));
  }

  /** Patches data into another element; patches add up. The data is read now, not later. */
  default S patchTarget(String selector, @Nullable Object data) {
    HeaderText.requireText("selector for patchTarget", selector);
    String json =
        "{\"data\":"
            + AsciiText.json("patchTarget '" + selector + "'", data)
            + ",\"target\":"
            + AsciiText.json("patchTarget", selector)
            + '}';
    HeaderBudget.checkOne(SilcrowHeaders.PATCH.header(), json);
    return with(Effects.of(settled -> settled.patch(json)));
  }

  /** Rebuilds the bindings below every element of this selector; invalidations add up. */
  default S invalidate(String selector) {
    String value = AsciiText.selector("selector for invalidate", selector);
    HeaderBudget.checkOne(SilcrowHeaders.INVALIDATE.header(), value);
    return with(Effects.of(settled -> settled.invalidate(value)));
  }

  /** Sends the client to another page of this site after the swap. */
  default S navigate(String path) {
    return with(Settled.one(SilcrowHeaders.NAVIGATE, SafePath.check("navigate", path)));
  }

  /** Makes the client load the whole page anew instead of swapping. */
  default S fullReload() {
    return with(Settled.one(SilcrowHeaders.FULL_RELOAD, "true"));
  }

  /**
   * Opens an event stream for the swapped element, or for the page.
   *
   * @param positions where the topics of that stream were before the data shown was read: {@link
   *     Topic#position}. The stream goes on from there, so nothing published in between is missed.
   *     Positions add up; of two in one topic the later one counts; at most 64 topics
   */
  default S sse(SseRoute route, TopicPosition... positions) {
    String path = Settled.concrete("sse", route.path(), route.parameters());
    return with(Settled.live(SilcrowHeaders.SSE, path, List.of(positions)));
  }

  /**
   * Opens a WebSocket for the swapped element, or for the page.
   *
   * @param positions as for {@link #sse}
   */
  default S ws(WsRoute route, TopicPosition... positions) {
    String path = Settled.concrete("ws", route.path(), route.parameters());
    return with(Settled.live(SilcrowHeaders.WS, path, List.of(positions)));
  }
}
