/** Silcrow.js as this repository builds it. */
import { loadLibrary } from "../page/library.js";
import { byId, changedId, livePage, message, show, table } from "../page/markup.js";
import { lastSocket } from "../page/socket.js";
import { ROWS, lines, startup } from "./bindings.js";

/** `full` patches the whole list each time, `fine` the rows that changed. */
function rows(fine) {
  let body;
  const patch = (data) => window.Silcrow.patch({ rows: data }, body);
  const all = (step) => patch(step.rows);
  const contender = {
    async setup() {
      show(table(ROWS));
      await loadLibrary("silcrow");
      body = byId("tbody");
    },
    create: all, append: all, update: all, swap: all, select: all, remove: all, clear: all,
  };
  if (!fine) return contender;
  const each = ({ changed }) => {
    for (const { row } of changed) patch(row);
  };
  return {
    ...contender,
    append: ({ added }) => {
      for (const row of added) patch(row);
    },
    update: each,
    select: each,
    remove: ({ id }) => patch({ id, _remove: true }),
  };
}

const HELLO = '{"type":"hello","protocol":1,"ack":false,"heartbeat":25000,"maxMessage":65536}';

const patchOf = (target, data) => ({ type: "patch", target, data });

const chatPatch = ({ id, user, text }) => patchOf("#chat", { lines: { id, user, text } });

/** Events whose targets are the elements themselves. */
const byTarget = (event) => (event.kind === "message" ? chatPatch(event)
  : patchOf(`#${changedId(event)}`,
    event.kind === "cell" ? { text: event.text } : { on: event.on ? "on" : "" }));

/** Events for one element that holds all cells, or all lamps. */
const byRoot = (event) => (event.kind === "message" ? chatPatch(event)
  : event.kind === "cell" ? patchOf("#cells", { [`c${event.index}`]: event.text })
    : patchOf("#lamps", { [`a${event.index}`]: event.on ? "on" : "" }));

/** As {@link byTarget}, with chat messages as markup. */
const byMarkup = (event) => (event.kind === "message"
  ? { type: "html", target: "#chat", swap: "append", markup: message(event) } : byTarget(event));

function live({ event: toEvent = byTarget, root = false, html = false, frames }) {
  const encode = (event) => JSON.stringify(toEvent(event));
  return {
    async setup() {
      show(livePage({
        root: ' s-live="/ws"',
        cell: (i) => ` :text="${root ? `c${i}` : "text"}"`,
        lamp: (i) => ` :class="${root ? `a${i}` : "on"}"`,
        chat: html ? ' s-max="200"' : "",
        chatContent: html ? "" : lines(' s-max="200"'),
      }));
      await loadLibrary("silcrow");
      await Promise.resolve();
      lastSocket().deliver(HELLO);
    },
    encode,
    frames: frames && ((batch) => [`[${batch.map(encode)}]`]),
    /** What the next animation frame would do. */
    idle: () => window.Silcrow.flush?.(),
  };
}

export default {
  rows: { full: () => rows(false), fine: () => rows(true) },
  live: {
    full: () => live({}),
    fine: () => live({ event: byRoot, root: true }),
    html: () => live({ event: byMarkup, html: true }),
    /** One array per batch: what Pilcrow's server sends when a client has fallen behind. */
    array: () => live({ frames: true }),
  },
  startup: { full: startup("silcrow") },
};
