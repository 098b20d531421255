import { hasAttribute, startTransition } from "../dom/native.js";

/**
 * Changes the page at once, or in a view transition where the target has `s-transition`, the browser
 * knows them, and the user has nothing against motion.
 *
 * @param {Element} target
 * @param {() => void} change
 * @returns {Promise<void> | void} settled when the page has changed
 */
export function transit(target, change) {
  if (!startTransition || !hasAttribute(target, "s-transition")
      || matchMedia("(prefers-reduced-motion)").matches) {
    return change();
  }
  const { ready, updateCallbackDone } = startTransition(change);
  // Nobody waits for an animation that another one took the place of.
  ready.catch(() => {});
  return updateCallbackDone;
}
