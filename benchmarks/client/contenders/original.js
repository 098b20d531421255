/** The original Silcrow, if the environment variable ORIGINAL_SILCROW names its silcrow.js. */
import { loadLibrary } from "../page/library.js";
import { boundData, boundElements, byId, livePage, messageInside, rowInside, show, table } from "../page/markup.js";

/** It calls a function that it does not define, so that every bound patch throws. */
const repair = () => {
  window.isOnHandler = (name) => typeof name === "string" && /^on/i.test(name);
};

/** Its second patch of a list removes the template, which carries a key itself. */
function keepTemplates(root) {
  window.Silcrow.patch({}, root);
  for (const template of document.querySelectorAll("template[s-for]")) template.removeAttribute(":key");
}

const ROW = '<template s-for="row in rows" :key="row.id"><tr :class="row.selected">'
  + rowInside({ idBinding: ' :text="row.id"', id: "", labelBinding: ' :text="row.label"', label: "" })
  + "</tr></template>";

function rows() {
  let body;
  const all = (step) => window.Silcrow.patch({ rows: step.rows }, body);
  return {
    async setup() {
      repair();
      show(table(ROW));
      await loadLibrary("original");
      body = byId("tbody");
      keepTemplates(body);
    },
    create: all, append: all, update: all, swap: all, select: all, remove: all, clear: all,
  };
}

const LINE = '<template s-for="line in lines" :key="line.id"><li>'
  + messageInside({ userBinding: ' :text="line.user"', user: "", textBinding: ' :text="line.text"', text: "" })
  + "</li></template>";

const patchOf = (target, data) => JSON.stringify({ type: "patch", target, data });

function live() {
  return {
    async setup() {
      repair();
      show(livePage({
        root: ' s-ws="/ws"', cell: () => ' :text="text"', lamp: () => ' :class="classes"', chatContent: LINE,
      }));
      await loadLibrary("original");
      keepTemplates("#chat");
    },
    encode(event) {
      if (event.kind === "cell") return patchOf(`#c${event.index}`, { text: event.text });
      if (event.kind === "lamp") return patchOf(`#a${event.index}`, { classes: event.on ? "led on" : "led" });
      const { id, user, text, gone } = event;
      const frames = [patchOf("#chat", { lines: { id: `m${id}`, user, text } })];
      if (gone !== null) frames.push(patchOf("#chat", { lines: { id: `m${gone}`, _remove: true } }));
      return frames;
    },
  };
}

const startup = () => ({
  page: `<div id="app">${boundElements((i) => `<span :text="c${i}">${i}</span>`)}</div>`,
  library: "original",
  boot() {
    repair();
    window.Silcrow.patch(boundData(), "#app");
    window.Silcrow.patch({ c7: "x" }, "#app");
  },
  ready: () => byId("app").children[7].textContent === "x",
});

export default { rows: { full: rows }, live: { full: live }, startup: { full: startup } };
