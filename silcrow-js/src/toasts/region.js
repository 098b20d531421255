import { dress, make } from "../dom/announce.js";
import {
  activeElement, append, closest, contains, getText, isConnected, isHidden, listen, matches,
  removeElement, rootElement, setText,
} from "../dom/native.js";

const LEVELS = {
  __proto__: null, success: "success", warning: "warning", warn: "warning", error: "error",
  danger: "error",
};

/** How long a toast stays; what went wrong stays until it is dismissed. */
const LIFETIME = 6000;

/** The most that are shown together; older ones make room. */
const MOST = 5;

/** Colours of the system, so that it is dark where the page's `color-scheme` is. */
const CSS = "div:where(.silcrow-toasts){position:fixed;bottom:1rem;inset-inline-end:1rem;"
  + "z-index:9999;max-width:24rem}"
  + "div:where(.silcrow-toast){display:flex;gap:.75rem;margin:.5rem 0 0;padding:.75rem 1rem;"
  + "border:1px solid #2a80d8;border-inline-start-width:.4rem;border-radius:.5rem;"
  + "background:Canvas;color:CanvasText;font:1rem/1.5 system-ui;overflow-wrap:anywhere}"
  + "div:where(.silcrow-toast-success){border-color:#1a9650}"
  + "div:where(.silcrow-toast-warning){border-color:#c77700}"
  + "div:where(.silcrow-toast-error){border-color:#e0383e}"
  + "button:where(.silcrow-toast-close){margin:0 0 auto auto;padding:0 .5em;border:0;background:none;color:inherit;"
  + "font:inherit;cursor:pointer}";

let region = null;

/** What had the focus before a toast got it. */
let former = null;

/**
 * Shows a toast in the page's own corner: announced politely, errors at once; it can be dismissed,
 * and its text is text. It waits while the pointer or the focus is on the region, or the page is
 * not looked at.
 *
 * @param {string} message
 * @param {string} level
 */
export function showToast(message, level) {
  const known = LEVELS[level] ?? "info";
  const urgent = known === "error";
  openRegion();
  dress(CSS);
  const lane = region.children[urgent ? 1 : 0];
  const toast = make("div", { class: `silcrow-toast silcrow-toast-${known}` });
  const words = make("span", { class: "silcrow-toast-message" });
  setText(words, message);
  const close = make("button", {
    type: "button", class: "silcrow-toast-close", "aria-label": "Dismiss",
  });
  setText(close, "×");
  listen(close, "click", () => dismiss(toast));
  append(toast, words, close);
  // What goes wrong again and again is said once.
  for (const other of urgent ? [...lane.children] : []) if (getText(other) === getText(toast)) dismiss(other);
  append(lane, toast);
  while (lane.children.length > MOST) dismiss(lane.firstElementChild);
  if (!urgent) expire(toast);
}

/**
 * Puts the region into the page, after the body: screen readers need it there before its content,
 * and no swap takes it away.
 *
 * @returns {() => void} takes it away, with all that is in it
 */
export function openRegion() {
  if (!region || !isConnected(region)) {
    region = make("div", { class: "silcrow-toasts" });
    // Only what is new is read out.
    append(region, make("div", { role: "status", "aria-atomic": "false" }),
      make("div", { role: "alert", "aria-atomic": "false" }));
    listen(region, "focusin", ({ relatedTarget }) => {
      if (relatedTarget && !contains(region, relatedTarget)) former = relatedTarget;
    });
    listen(region, "keydown", (event) => {
      const toast = event.key === "Escape" && closest(event.target, ".silcrow-toast");
      if (!toast) return;
      event.stopPropagation();
      dismiss(toast);
    });
    append(rootElement(), region);
  }
  return () => removeElement(region);
}

/** Takes a toast away; the focus, if it is there, goes to its neighbour or back. */
function dismiss(toast) {
  const next = (toast.nextElementSibling ?? toast.previousElementSibling)?.lastElementChild;
  const focused = contains(toast, activeElement());
  removeElement(toast);
  if (focused) (next ?? former)?.focus();
}

function expire(toast) {
  setTimeout(() => {
    if (!isConnected(toast)) return;
    if (isHidden() || matches(region, ":hover,:focus-within")) expire(toast);
    else dismiss(toast);
  }, LIFETIME);
}
