/** htmx 4: its own swap with its morph; the live stream through its hx-ws extension. */
import { loadLibrary } from "../page/library.js";
import { boundElements, byId, changed, changedId, livePage, message, show }
  from "../page/markup.js";
import { lastSocket } from "../page/socket.js";
import { goneId, htmlRows } from "./html.js";

const swap = (target, style, text) => window.htmx.swap({
  sourceElement: document.body, target, swap: `${style} swapEmpty:true`, text, transition: false,
});

const rows = htmlRows({
  setup: () => loadLibrary("htmx"),
  inner: (element, markup) => swap(element, "innerMorph", markup),
  append: (element, markup) => swap(element, "beforeend", markup),
  outer: (element, markup) => swap(element, "outerMorph", markup),
  drop: (element) => swap(element, "delete", ""),
});

/** Messages are swapped in promise chains: the batch has ended when all have been. */
const live = (style) => () => {
  let sent = 0;
  let done = 0;
  let wake = null;
  const frame = (target, how, content) =>
    JSON.stringify({ target: `#${target}`, swap: how, content });
  return {
    async setup() {
      show(livePage({ root: ' hx-ws:connect="/ws"' }));
      await loadLibrary("htmx-ws");
      window.htmx.process(byId("live"));
      while (!lastSocket()) await new Promise((next) => setTimeout(next, 20));
      document.addEventListener("htmx:ws:after:message:incoming", () => {
        if (++done === sent) wake?.();
      });
    },
    encode(event) {
      if (event.kind !== "message") return frame(changedId(event), style, changed(event));
      const frames = [frame("chat", "beforeend", message(event))];
      if (event.gone !== null) frames.push(frame(goneId(event), "delete", "<i></i>"));
      return frames;
    },
    deliver(data) {
      sent++;
      lastSocket().deliver(data);
    },
    idle: () => (done === sent ? undefined : new Promise((resolve) => { wake = resolve; })),
  };
};

const startup = () => ({
  page: boundElements((i) => `<a hx-get="/x/${i}" hx-target="#out">${i}</a>`)
    + '<div id="out"></div>',
  library: "htmx",
  async boot() {
    window.htmx.process(document.body);
    await null;
  },
  ready: () => document.querySelectorAll("[data-htmx-powered]").length > 0,
});

export default {
  rows,
  live: { full: live("outerMorph"), fine: live("outerHTML") },
  startup: { full: startup },
};
