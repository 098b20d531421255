import {
  contains, getAttribute, hasAttribute, isElement, matches, nodeName, parentOf, queryAll,
} from "../dom/native.js";
import { CANDIDATES, isSameKind, kindOf } from "./controls.js";

/** Whether a node can take on what another one's markup says, and still be the same. */
export const isLike = (old, fresh) => nodeName(old) === nodeName(fresh)
  && (!isElement(old) || isSameKind(old, fresh));

/** The key of a list's row. */
export const keyOf = (element) =>
  getAttribute(element, ":key") ?? getAttribute(element, "s-key");

/** The id of an element, or undefined. */
export const idOf = (element) => getAttribute(element, "id") || undefined;

/**
 * Finds out which old elements, at whatever depth, go on living as which new ones: by id, and the
 * controls that the user has changed also by name, or else by their place among others of their
 * kind, in the nearest element around them that has an id or a key.
 *
 * @param {Node} parent of the old nodes
 * @param {Node[]} old
 * @param {Node[]} fresh
 * @param {import("./morph.js").Morph} morph learns the pairs
 */
export function relate(parent, old, fresh, morph) {
  const ids = new Map();
  for (const element of find(old, "[id]")) {
    const id = idOf(element);
    if (!ids.has(id)) ids.set(id, element);
  }
  if (ids.size) {
    for (const element of find(fresh, "[id]")) {
      const mate = ids.get(idOf(element));
      if (!mate || !isLike(mate, element)) continue;
      ids.delete(idOf(element));
      join(mate, element, parent, morph, false);
      if (morph.directives && hasAttribute(element, "s-preserve")
          && hasAttribute(mate, "s-preserve")) {
        morph.settled.add(mate);
      }
    }
  }
  const lost = [...morph.kept.keys()].filter((control) => !morph.mates.has(control)
    && old.includes(childOf(parent, control)));
  if (!lost.length) return;
  const before = groups(find(old, CANDIDATES), parent);
  const now = groups(find(fresh, CANDIDATES), null);
  for (const control of lost) {
    const name = signature(control, parent);
    const here = before.get(name) ?? [];
    const there = now.get(name) ?? [];
    const mate = there[here.indexOf(control)];
    if (mate && here.length === there.length && !morph.pairs.has(mate)) {
      join(control, mate, parent, morph, true);
    } else {
      for (let node = control; node !== parent; node = parentOf(node)) {
        if (!morph.held.has(node)) morph.held.set(node, false);
      }
    }
  }
}

/** The child of a parent that a node is, or is in. */
export function childOf(parent, node) {
  while (node && parentOf(node) !== parent) node = parentOf(node);
  return node;
}

/**
 * Whether the user's composition can go on: what it happens in keeps its place in the tree.
 *
 * @param {Element} composing
 * @param {Node} parent
 * @param {Node[]} old
 * @param {import("./morph.js").Morph} morph learns that each node on the way stays
 */
export function canGoOn(composing, parent, old, { pairs, mates }) {
  if (contains(composing, parent)) return false;
  if (!old.includes(childOf(parent, composing))) return true;
  let fresh = mates.get(composing);
  for (let node = composing; node !== parent; node = parentOf(node)) {
    if (!isElement(fresh) || !isLike(node, fresh) || (pairs.get(fresh) ?? node) !== node
        || (mates.get(node) ?? fresh) !== fresh || idOf(node) !== idOf(fresh)
        || keyOf(node) !== keyOf(fresh)) {
      return false;
    }
    pairs.set(fresh, node);
    mates.set(node, fresh);
    fresh = parentOf(fresh);
  }
  return !isElement(fresh);
}

/** Elements among some nodes and inside them. */
export function find(nodes, selector) {
  const found = [];
  for (const node of nodes) {
    if (!isElement(node)) continue;
    if (matches(node, selector)) found.push(node);
    for (const element of queryAll(node, selector)) found.push(element);
  }
  return found;
}

/** Makes two nodes one, and leaves a trail to them on both sides. */
function join(old, fresh, parent, { pairs, mates, hints, held }, first) {
  pairs.set(fresh, old);
  mates.set(old, fresh);
  for (let node = old; node !== parent && held.get(node) !== true; node = parentOf(node)) {
    held.set(node, true);
  }
  for (let node = parentOf(fresh); node && (first || !hints.has(node)); node = parentOf(node)) {
    hints.set(node, old);
  }
}

function groups(elements, root) {
  const found = new Map();
  for (const element of elements) {
    if (idOf(element)) continue;
    const name = signature(element, root);
    const group = found.get(name);
    if (group) group.push(element);
    else found.set(name, [element]);
  }
  return found;
}

function signature(element, root) {
  let scope = "";
  for (let node = parentOf(element); isElement(node) && node !== root && !scope; node = parentOf(node)) {
    scope = `${idOf(node) ?? ""} ${keyOf(node) ?? ""}`.trim();
  }
  return `${kindOf(element)} in ${scope}`;
}
