/** Turbo 8: its morph for the whole table, its stream actions for rows and for the live stream. */
import { loadLibrary } from "../page/library.js";
import { boundElements, changed, changedId, elementFrom, livePage, message, show, table }
  from "../page/markup.js";
import { goneId, htmlRows } from "./html.js";

let Turbo;

const load = async () => {
  Turbo = await loadLibrary("turbo");
};

const stream = (action, target, markup, more = "") =>
  `<turbo-stream action="${action}" target="${target}"${more}>`
  + `<template>${markup}</template></turbo-stream>`;

/** Runs an action directly: a connected stream element would wait for a frame first. */
const act = (...args) => document.importNode(elementFrom(stream(...args)), true).performAction();

const MORPH = ' method="morph"';

const rows = htmlRows({
  setup: load,
  inner(element, markup) {
    Turbo.morphChildren(element, elementFrom(table(markup)).tBodies[0]);
  },
  append: (element, markup) => act("append", element.id, markup),
  outer: (element, markup) => act("replace", element.id, markup, MORPH),
  drop: (element) => act("remove", element.id, ""),
});

const live = (method) => () => ({
  async setup() {
    show(livePage());
    await load();
    Turbo.connectStreamSource(new WebSocket(`ws://${location.host}/ws`));
  },
  encode(event) {
    if (event.kind !== "message") {
      return stream("replace", changedId(event), changed(event), method);
    }
    const gone = goneId(event);
    return stream("append", "chat", message(event))
      + (gone ? `<turbo-stream action="remove" target="${gone}"></turbo-stream>` : "");
  },
  /** A stream element takes itself away when it has acted, which it does after a frame. */
  async idle() {
    while (document.querySelector("turbo-stream")) await new Promise(requestAnimationFrame);
  },
});

/** Links need nothing done to them. */
const startup = () => ({
  page: boundElements((i) => `<a href="/x/${i}" data-turbo-frame="out">${i}</a>`)
    + '<turbo-frame id="out"></turbo-frame>',
  library: "turbo",
  boot() {},
  ready: () => Boolean(window.Turbo),
});

export default { rows, live: { full: live(MORPH), fine: live("") }, startup: { full: startup } };
