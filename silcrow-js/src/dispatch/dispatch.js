import { emit } from "../dom/emit.js";
import { report } from "../report.js";
import { handlers } from "./handlers.js";

/**
 * Carries out what a connection received, in order. A page may refuse an event by cancelling
 * `silcrow:live:message`; an event that fails does not stop the next.
 *
 * @param {import("../decode/event.js").Decoded[]} decoded
 * @param {import("../transport/connection.js").Connection} connection
 */
export function dispatch(decoded, connection) {
  for (const event of decoded) {
    if ("malformed" in event) {
      report("frame-malformed", "server", { found: event.reason, url: connection.url });
    } else if ("control" in event) {
      connection.control(event);
    } else {
      deliver(event, connection);
    }
  }
}

function deliver(event, { url, protocol, members }) {
  if (!emit(document, "silcrow:live:message", { url, protocol, event }, true)) return;
  try {
    handlers[event.type](event, { url, protocol, members: [...members] });
  } catch (cause) {
    report("event-failed", "silcrow", { found: event.type, url, cause });
  }
}
