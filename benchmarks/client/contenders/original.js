/** The original Silcrow, if the environment variable ORIGINAL_SILCROW names its silcrow.js. */
import { loadLibrary } from "../page/library.js";
import { byId, livePage, show, table } from "../page/markup.js";
import { ROWS, lines, startup } from "./bindings.js";

/** It calls a function that it does not define, so that every bound patch throws. */
const repair = () => {
  window.isOnHandler = (name) => typeof name === "string" && /^on/i.test(name);
};

/** Its second patch of a list removes the template, which carries a key itself. */
function keepTemplates(root) {
  window.Silcrow.patch({}, root);
  const templates = document.querySelectorAll("template[s-for]");
  for (const template of templates) template.removeAttribute(":key");
}

function rows() {
  let body;
  const all = (step) => window.Silcrow.patch({ rows: step.rows }, body);
  return {
    async setup() {
      repair();
      show(table(ROWS));
      await loadLibrary("original");
      body = byId("tbody");
      keepTemplates(body);
    },
    create: all, append: all, update: all, swap: all, select: all, remove: all, clear: all,
  };
}

const patchOf = (target, data) => JSON.stringify({ type: "patch", target, data });

function live() {
  return {
    async setup() {
      repair();
      show(livePage({
        root: ' s-ws="/ws"',
        cell: () => ' :text="text"',
        lamp: () => ' :class="classes"',
        chatContent: lines(),
      }));
      await loadLibrary("original");
      keepTemplates("#chat");
    },
    encode(event) {
      if (event.kind === "cell") return patchOf(`#c${event.index}`, { text: event.text });
      if (event.kind === "lamp") {
        return patchOf(`#a${event.index}`, { classes: event.on ? "led on" : "led" });
      }
      const { id, user, text, gone } = event;
      const frames = [patchOf("#chat", { lines: { id: `m${id}`, user, text } })];
      if (gone === null) return frames;
      return [...frames, patchOf("#chat", { lines: { id: `m${gone}`, _remove: true } })];
    },
  };
}

export default {
  rows: { full: rows },
  live: { full: live },
  startup: { full: startup("original", repair) },
};
