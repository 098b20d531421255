import {
  attributeNames, closest, contains, getAttribute, hasAttributes, isConnected, isElement, parentOf, walkElements,
} from "../dom/native.js";
import { nearest } from "./nearest.js";
import { warn } from "./warn.js";

/** Other patches of the same root may bring the rest: they have this long. */
const GRACE = 1000;

/** Elements that are looked at per root. */
const MOST = 5000;

/** @type {WeakMap<Element, Set<string>>} root → names of the data it was patched with */
const fed = new WeakMap();

/** Remembers what a root was patched with, and looks at its bindings after the first time. */
export function onPatched({ target, detail }) {
  if (!isElement(target)) return;
  const names = fed.get(target);
  const fresh = names ?? new Set();
  for (const path of detail.paths) fresh.add(path.split(".")[0]);
  if (names || !fresh.size) return;
  fed.set(target, fresh);
  setTimeout(() => { if (isConnected(target)) look(target); }, GRACE);
}

function look(root) {
  const walker = walkElements(root);
  let left = MOST;
  for (let element = root; element && left--; element = walker.nextNode()) {
    // Inside a row, a path starts with the item.
    if (hasAttributes(element) && !closest(element, "[\\:key],[s-key],[s-list],[s-ignore]")) check(element);
  }
}

function check(element) {
  for (const attribute of attributeNames(element)) {
    if (!/^(?::(?!key$)|s-bind$|s-use$)/.test(attribute)) continue;
    const path = getAttribute(element, attribute).split(":")[0].trim();
    const name = path.split(".")[0];
    const names = namesFor(element);
    if (!/^[\w-]+$/.test(name) || names.has(name)) continue;
    warn("path-unfed", element, `${attribute}="${path}"`, nearest(name, names));
  }
}

function namesFor(element) {
  const all = new Set();
  for (let node = element; node; node = parentOf(node)) {
    for (const name of fed.get(node) ?? []) all.add(name);
  }
  return all;
}
