import { dress, make } from "../dom/announce.js";
import { append, removeElement, rootElement } from "../dom/native.js";

/** Milliseconds after which a request is slow. */
const PATIENCE = 300;

/** A border, so that it shows where colours are the user's. */
const CSS = "div:where(.silcrow-progress){position:fixed;inset:0 0 auto;z-index:9999;"
  + "border-top:3px solid #2a80d8;transform-origin:0;animation:silcrow-progress 9s ease-out forwards}"
  + "@keyframes silcrow-progress{0%{scale:.1 1}}"
  + "@media(prefers-reduced-motion){div:where(.silcrow-progress){animation:none}}";

let timer;
let bar = null;

/**
 * Shows that something is under way which takes its time, until it is told that nothing is.
 *
 * @param {boolean} busy
 */
export function showProgress(busy) {
  if (!busy) {
    clearTimeout(timer);
    timer = undefined;
    if (bar) removeElement(bar);
    bar = null;
  } else {
    timer ??= setTimeout(() => {
      dress(CSS);
      bar = make("div", { class: "silcrow-progress", role: "progressbar", "aria-label": "Loading" });
      append(rootElement(), bar);
    }, PATIENCE);
  }
}
