import { parseJson } from "../dom/json.js";
import { CONTROL_TYPES, EVENT_TYPES } from "../protocol.js";

/** Names that a server may give its events; an EventSource hears only names it was told. */
const NAMES = ["message", ...EVENT_TYPES, ...CONTROL_TYPES];

/**
 * One EventSource. The browser reopens it after a network failure and then sends Last-Event-ID, so
 * it is left alone until it gives up by itself or the server says with what code it closes. Never
 * calls back after close().
 *
 * @param {string} url
 * @param {import("./websocket.js").LinkEvents} events
 */
export function openEventSource(url, events) {
  const source = new EventSource(url);
  const end = (code, reason) => {
    const { closed } = events;
    events = null;
    source.close();
    closed(code, reason);
  };
  source.onopen = () => events?.opened();
  for (const name of NAMES) {
    source.addEventListener(name, ({ data, lastEventId }) => {
      if (name === "close" && events) {
        const { code = 0, reason = "" } = parseJson(data) ?? {};
        end(code, reason);
      } else events?.frame({ name, data, id: lastEventId });
    });
  }
  source.onerror = () => {
    if (!events) return;
    if (source.readyState === EventSource.CLOSED) end(0, "");
    else events.lost();
  };
  return {
    close() {
      events = null;
      source.close();
    },
  };
}
