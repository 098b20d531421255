import { activeElement, contains, getAttribute, localName, replaceWith } from "../dom/native.js";

const CONTROLS = new Set(["input", "textarea", "select"]);

const fragmentById = Function.prototype.call.bind(DocumentFragment.prototype.getElementById);

/**
 * Keeps the control that the user is in, when the new content has one with the same id: the old
 * node takes the new one's place, with what was typed into it, its caret and its undo history.
 *
 * @param {Element} target about to lose its content
 * @param {DocumentFragment} fragment the new content
 * @returns {(() => void) | null} gives the focus back after the swap
 */
export function keepFocus(target, fragment) {
  const active = activeElement();
  if (!active || !contains(target, active) || !CONTROLS.has(localName(active))) return null;
  const id = getAttribute(active, "id");
  const fresh = id && fragmentById(fragment, id);
  if (!fresh || localName(fresh) !== localName(active)
      || getAttribute(fresh, "type") !== getAttribute(active, "type")) {
    return null;
  }
  const { selectionStart, selectionEnd, selectionDirection, scrollTop } = active;
  replaceWith(fresh, active);
  return () => {
    active.focus({ preventScroll: true });
    if (typeof selectionStart === "number") {
      active.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
    }
    active.scrollTop = scrollTop;
  };
}
