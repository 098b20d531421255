import { contains, isConnected, listen } from "../dom/native.js";
import { LIMITS } from "../protocol.js";

/** The element in which the user composes text through an input method. */
let composing = null;

/** Work that waits for the end of the composition. */
let waiting = [];

/**
 * Whether the user composes text in this element, inside it, or around it: nobody may then touch
 * its text, nor move or remove it.
 *
 * @param {Node} element
 */
export const isComposing = (element) => composing !== null && isConnected(composing)
  && (contains(element, composing) || contains(composing, element));

/** The element in which the user composes text, if it is inside another one. */
export const composingIn = (element) => (isComposing(element) ? composing : null);

/**
 * Whether something that comes now must wait, because something for a part of the same tree does.
 *
 * @param {Element} target
 */
export const mustWait = (target) => waiting.some((work) =>
  contains(work.target, target) || contains(target, work.target));

/** Does this once the composition has ended, or so much waits that it has to give way. */
export function afterComposition(target, run) {
  waiting.push({ target, run });
  if (waiting.length < LIMITS.queuedEvents) return;
  composing = null;
  catchUp();
}

/** Follows compositions; returns the function that ends it. */
export function watchComposition() {
  const ends = [
    listen(document, "compositionstart", ({ target }) => { composing = target; }, true),
    // The committed text is in place only after the event, in some browsers.
    listen(document, "compositionend", () => {
      composing = null;
      setTimeout(catchUp);
    }, true),
  ];
  return () => {
    for (const end of ends) end();
    composing = null;
    catchUp();
  };
}

/** Does what waits, unless the user has begun to compose again. */
export function catchUp() {
  if (!waiting.length || (composing && isConnected(composing))) return;
  composing = null;
  const due = waiting;
  waiting = [];
  for (const { target, run } of due) if (isConnected(target)) run();
}
