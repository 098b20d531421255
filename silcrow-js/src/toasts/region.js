import {
  append, body, create, isConnected, listen, removeElement, setAttribute, setText,
} from "../dom/native.js";

const LEVELS = new Set(["info", "success", "warning", "error"]);

const ALIASES = { __proto__: null, warn: "warning", danger: "error" };

/** How long a toast stays; what went wrong stays until it is dismissed. */
const LIFETIME = 6000;

/** The most that are shown together; older ones make room. */
const MOST = 5;

let region = null;
const timers = new Set();

/**
 * Shows a toast in the page's own corner: announced politely, errors at once; it can be dismissed,
 * and its text is text.
 *
 * @param {string} message
 * @param {string} level
 */
export function showToast(message, level) {
  const known = ALIASES[level] ?? (LEVELS.has(level) ? level : "info");
  const urgent = known === "error";
  const lane = lanes()[urgent ? 1 : 0];
  const toast = make("div", { class: `silcrow-toast silcrow-toast-${known}` });
  const words = make("span", { class: "silcrow-toast-message" });
  setText(words, message);
  const close = make("button", {
    type: "button", class: "silcrow-toast-close", "aria-label": "Dismiss",
  });
  setText(close, "×");
  listen(close, "click", () => removeElement(toast));
  append(toast, words, close);
  append(lane, toast);
  while (lane.children.length > MOST) removeElement(lane.firstElementChild);
  if (!urgent) later(() => removeElement(toast));
}

/** Takes the region away, with all that is in it. */
export function removeRegion() {
  for (const timer of timers) clearTimeout(timer);
  timers.clear();
  if (region) removeElement(region);
  region = null;
}

/** The polite and the urgent part; announcements need them in the page before their content. */
function lanes() {
  if (!region || !isConnected(region)) {
    region = make("div", { class: "silcrow-toasts" });
    append(region, make("div", { role: "status", "aria-live": "polite" }),
      make("div", { role: "alert", "aria-live": "assertive" }));
    append(body(), region);
  }
  return region.children;
}

function make(tag, attributes) {
  const element = create(tag);
  for (const name in attributes) setAttribute(element, name, attributes[name]);
  return element;
}

function later(work) {
  const timer = setTimeout(() => {
    timers.delete(timer);
    work();
  }, LIFETIME);
  timers.add(timer);
}
