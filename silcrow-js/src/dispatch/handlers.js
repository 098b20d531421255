import { emit } from "../dom/emit.js";
import { find } from "../dom/find.js";
import { visit } from "../navigate/api.js";
import { put } from "../navigate/document.js";
import { invalidate } from "../patch/bindings.js";
import { stage } from "../patch/patch.js";
import { feedStream } from "../store/atoms.js";

/**
 * Where an event came from.
 * @typedef {object} Source
 * @property {"ws" | "sse"} protocol
 * @property {string} url
 * @property {Element[]} members the elements that share the connection
 */

/** The element that an event names, or every element of its connection. */
function targets(event, { members }) {
  if (event.target === "") return members;
  const element = find(event.target, "server");
  return element ? [element] : [];
}

/** Event type → what it does. */
export const handlers = Object.freeze({
  __proto__: null,
  patch(event, source) {
    feedStream(source.url, event.data);
    for (const element of targets(event, source)) {
      stage(event.data, element, "server");
    }
  },
  html(event, source) {
    for (const element of targets(event, source)) put(element, event.markup, event.swap);
  },
  invalidate(event, source) {
    if (targets(event, source).length) invalidate();
  },
  navigate(event, { protocol }) {
    visit(event.path, protocol);
  },
  custom({ event, data }, { protocol, url }) {
    emit(document, `silcrow:${protocol}:${event}`, { url, data });
  },
});
