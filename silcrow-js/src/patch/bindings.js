import { onChange } from "../dom/changes.js";
import {
  attributeNames, contains, getAttribute, hasAttributes, isConnected, isElement, parentOf,
  walkElements,
} from "../dom/native.js";
import { report } from "../report.js";
import { parsePath } from "./path.js";
import { UNSET, setterFor } from "./setters.js";

/**
 * The bindings under one root.
 * @typedef {object} BindingMap
 * @property {Map<string, import("./setters.js").Slot[]>} slots first path part → slots
 * @property {WeakSet<Element>} seen the elements of the slots
 * @property {boolean} stale something under the root went away or was rewritten
 * @property {number} epoch
 */

/** @type {WeakMap<Element, BindingMap>} */
const maps = new WeakMap();

let epoch = 0;
let stopListening = null;

/**
 * The bindings under a root, itself included. Made on first use, then kept right as the tree
 * changes.
 *
 * @param {Element} root
 * @returns {BindingMap}
 */
export function bindingsOf(root) {
  stopListening ??= onChange(follow);
  let map = maps.get(root);
  if (map?.epoch !== epoch) {
    map = { slots: new Map(), seen: new WeakSet(), stale: false, epoch };
    collect(root, map);
    maps.set(root, map);
  } else if (map.stale) {
    refresh(root, map);
  }
  return map;
}

/** Forgets every map: the next patch looks at the page again. */
export function invalidate() {
  epoch++;
}

/** Keeps the maps of all ancestors right; nothing happens where no map was made. */
function follow({ added, emptied }) {
  for (const parent of emptied) {
    for (const map of mapsAbove(parent)) map.stale = true;
  }
  for (const node of added) {
    if (!isElement(node) || !isConnected(node)) continue;
    for (const map of mapsAbove(parentOf(node))) collect(node, map);
  }
}

function mapsAbove(start) {
  const found = [];
  for (let node = start; node; node = parentOf(node)) {
    const map = maps.get(node);
    if (map?.epoch === epoch) found.push(map);
  }
  return found;
}

/** Drops the slots that left, and what was known of the text of those that stayed. */
function refresh(root, map) {
  map.seen = new WeakSet();
  for (const [part, slots] of map.slots) {
    const kept = slots.filter(({ element }) => contains(root, element));
    for (const slot of kept) {
      slot.last = UNSET;
      map.seen.add(slot.element);
    }
    if (kept.length) map.slots.set(part, kept);
    else map.slots.delete(part);
  }
  map.stale = false;
}

function collect(root, map) {
  const walker = walkElements(root);
  for (let element = root; element; element = walker.nextNode()) {
    if (hasAttributes(element) && !map.seen.has(element)) collectFrom(element, map);
  }
}

function collectFrom(element, map) {
  for (const attribute of attributeNames(element)) {
    if (attribute[0] === ":" && attribute !== ":key") {
      bind(element, attribute.slice(1), getAttribute(element, attribute), map);
    } else if (attribute === "s-bind") {
      const [path, property] = getAttribute(element, attribute).split(":", 2);
      bind(element, property?.trim() || "text", path, map);
    }
  }
}

function bind(element, property, path, { slots, seen }) {
  seen.add(element);
  const name = property.toLowerCase();
  const parts = parsePath(path);
  const write = parts && setterFor(element, name);
  if (!write) {
    report("binding-refused", "app", { found: `${name}=${path}`, element });
    return;
  }
  const slot = { element, name, parts, last: UNSET, write, memory: undefined };
  const known = slots.get(parts[0]);
  if (known) known.push(slot);
  else slots.set(parts[0], [slot]);
}
