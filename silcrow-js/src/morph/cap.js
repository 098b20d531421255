import {
  activeElement, contains, elementCount, firstElementOf, getAttribute, lastElementOf, localName,
  nextElementOf, previousElementOf, removeElement,
} from "../dom/native.js";
import { discard, keptControls } from "./controls.js";
import { selected } from "./selection.js";

/**
 * Removes what a list holds above its `s-max`, from the end that nothing was added to. A row that
 * the user is in, or has selected something in, is left for later.
 *
 * @param {Element} list
 * @param {boolean} oldest whether the first rows go
 * @returns {boolean} whether something went
 */
export function cap(list, oldest) {
  const most = Number.parseInt(getAttribute(list, "s-max"), 10);
  let excess = elementCount(list) - most;
  let row = excess > 0 && (oldest ? firstElementOf(list) : lastElementOf(list));
  let went = false;
  while (row && excess > 0) {
    const next = oldest ? nextElementOf(row) : previousElementOf(row);
    if (localName(row) === "template") excess--;
    else if (!isInUse(row) && discard(row, keptControls(row, true))) {
      removeElement(row);
      excess--;
      went = true;
    }
    row = next;
  }
  return went;
}

const isInUse = (row) => contains(row, activeElement()) || selected()?.containsNode(row, true);
