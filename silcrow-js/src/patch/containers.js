import { hasAttribute, parentOf } from "../dom/native.js";

/** The lists whose rows are children of an element. */
/** @type {WeakMap<Node, Set<import("./list.js").List>>} */
const listsIn = new WeakMap();

/** Makes the rows of a list known as rows to those who look at their parent. */
export function enlist(list) {
  const { container } = list;
  if (container) listsIn.set(container, (listsIn.get(container) ?? new Set()).add(list));
}

/** Tells that rows may have come, gone or changed in an element without us. */
export function rowsChangedIn(container) {
  for (const list of listsIn.get(container) ?? []) list.stale = true;
}

/** Whether an element is a row of some list. */
export function isRow(element) {
  for (const { spec } of listsIn.get(parentOf(element)) ?? []) {
    if (hasAttribute(element, spec.keyAttribute)) return true;
  }
  return false;
}
