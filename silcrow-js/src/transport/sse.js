import { CONTROL_TYPES, EVENT_TYPES } from "../protocol.js";

/** Names that a server may give its events; an EventSource hears only names it was told. */
const NAMES = ["message", ...EVENT_TYPES, ...CONTROL_TYPES];

/**
 * One EventSource. The browser reopens it after a network failure and then sends Last-Event-ID, so
 * it is left alone until it gives up by itself. Never calls back after close().
 *
 * @param {string} url
 * @param {import("./websocket.js").LinkEvents} events
 */
export function openEventSource(url, events) {
  const source = new EventSource(url);
  source.onopen = () => events?.opened();
  for (const name of NAMES) {
    source.addEventListener(name, ({ data }) => events?.frame({ name, data }));
  }
  source.onerror = () => {
    if (!events) return;
    if (source.readyState !== EventSource.CLOSED) {
      events.lost();
      return;
    }
    const { closed } = events;
    events = null;
    closed(0, "");
  };
  return {
    close() {
      events = null;
      source.close();
    },
  };
}
