import { announceSwap } from "../dom/announce.js";
import { emit } from "../dom/emit.js";
import { find } from "../dom/find.js";
import { swap } from "../morph/swap.js";
import { visit } from "../navigate/api.js";
import { overrule } from "../optimistic/optimistic.js";
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

/** Swaps after which the server has said everything anew. */
const REPLACING = ["inner", "outer", "remove"];

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
    for (const element of targets(event, source)) {
      if (REPLACING.includes(event.swap)) overrule(element);
      swap(element, event.markup, event.swap);
      announceSwap(element);
    }
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
