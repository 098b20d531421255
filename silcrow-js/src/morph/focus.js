import {
  activeElement, body, byId, contains, firstElementOf, focus, getAttribute, hasAttribute, isConnected,
  matches, queryIn, setAttribute,
} from "../dom/native.js";
import { isEditable } from "./controls.js";
import { followSelection } from "./selection.js";

const ASKS = "[s-focus],[autofocus]";

/**
 * Keeps the focus out of nowhere: remembers where it is, and gives it a place after a swap that
 * took its own away. That is the element with the same id, else the first one in the new content
 * with `s-focus` or `autofocus`, else the target itself, or the main part of a page. Where the focus
 * was inside or nowhere, new content with `s-focus` takes it.
 *
 * @param {Element} target
 * @param {Element} refuge takes the place of the target, if it goes
 * @returns {(inserted: Element[]) => void}
 */
export function followFocus(target, refuge) {
  const active = activeElement();
  const nowhere = !active || active === body();
  const inside = !nowhere && contains(target, active);
  if (!nowhere && !inside) return () => {};
  const id = inside && getAttribute(active, "id");
  const select = followSelection(inside && isEditable(active));
  return (inserted) => {
    select();
    const lost = inside && activeElement() !== active;
    const first = ask(inserted, lost ? ASKS : "[s-focus]");
    if (!lost) {
      if (first) focus(first, false);
      return;
    }
    const again = id && byId(id);
    if ((isConnected(active) && focus(active)) || (again && focus(again))) return;
    if (first && focus(first, false)) return;
    const last = target === body() ? startOf(target)
      : isConnected(target) ? target : inserted[0] ?? refuge;
    if (focus(last) || !isConnected(last)) return;
    if (!hasAttribute(last, "tabindex")) setAttribute(last, "tabindex", "-1");
    focus(last);
  };
}

/** Where a page begins. */
const startOf = (page) =>
  queryIn(page, "main") ?? queryIn(page, "h1") ?? firstElementOf(page) ?? page;

function ask(elements, selector) {
  for (const element of elements) {
    const found = matches(element, selector) ? element : queryIn(element, selector);
    if (found) return found;
  }
  return null;
}
