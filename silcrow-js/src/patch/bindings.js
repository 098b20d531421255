import { onChange } from "../dom/changes.js";
import {
  attributeNames, contains, hasAttributes, isConnected, isElement, isTemplate, parentOf,
  skipSubtree, walkElements,
} from "../dom/native.js";
import { isIgnored } from "../html/trust.js";
import { report } from "../report.js";
import { isRow, rowsChangedIn } from "./containers.js";
import { readBindings } from "./directives.js";
import { listOf } from "./list.js";
import { parsePath } from "./path.js";
import { says } from "./plan.js";
import { UNSET, sinkFor } from "./setters.js";

/**
 * A binding of the page: a sink and where it is. Shared by all roots above it.
 * @typedef {import("./setters.js").Sink & {element: Element, parts: string[], attribute: string,
 *   raw: string, last: *, next: *, dirty: boolean, version: number}} Slot
 */

/**
 * What one part of the data flows into.
 * @typedef {{slots: Slot[], lists: import("./list.js").List[], version: number}} Bucket
 */

/**
 * The bindings under one root.
 * @typedef {object} BindingMap
 * @property {Element} root
 * @property {Map<string, Bucket>} buckets first path part → what it flows into
 * @property {number} size how many entries it has
 * @property {number} limit the size at which it is looked through
 * @property {number} epoch
 */

/** @type {WeakMap<Element, BindingMap>} */
const maps = new WeakMap();

/** The slots of an element, and the text of the bindings they were read from. */
/** @type {WeakMap<Element, {text: string, slots: Slot[]}>} */
const known = new WeakMap();

let epoch = 0;

/** Counts the changes that others made to bound trees: slots are checked when it has moved on. */
let version = 0;

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
    map = { root, buckets: new Map(), size: 0, limit: 1000, epoch };
    if (!isIgnored(root)) collect(root, map);
    maps.set(root, map);
  }
  return map;
}

/**
 * What a part of the data flows into, without what has left the root.
 *
 * @returns {Bucket | undefined}
 */
export function bucketOf(map, part) {
  const bucket = map.buckets.get(part);
  if (bucket && bucket.version !== version) sift(map, bucket);
  return bucket;
}

/** Forgets every map: the next patch looks at the page again. */
export function invalidate() {
  epoch++;
  version++;
}

/** Keeps the maps of all ancestors right; nothing happens where no map was made. */
function follow({ added, emptied, own }) {
  if (own) return;
  version++;
  for (const parent of emptied) eachAbove(parent, () => {});
  for (const node of added) {
    if (!isElement(node) || !isConnected(node)) continue;
    eachAbove(node, (map) => { if (!isIgnored(node)) collect(node, map); });
  }
}

/** Visits the maps of a node and of all around it. */
function eachAbove(start, visit) {
  for (let node = start; node; node = parentOf(node)) {
    rowsChangedIn(node);
    const map = maps.get(node);
    if (map?.epoch === epoch) visit(map);
  }
}

function sift(map, bucket) {
  const { root } = map;
  const before = bucket.slots.length + bucket.lists.length;
  bucket.slots = bucket.slots.filter((slot) => {
    if (!contains(root, slot.element) || !says(slot.element, slot)) return false;
    if (slot.version !== version) {
      // What it shows may have been rewritten; what the user changes is looked at anyway.
      if (!slot.live) slot.last = UNSET;
      slot.version = version;
    }
    return true;
  });
  bucket.lists = bucket.lists.filter(({ element }) => contains(root, element));
  bucket.version = version;
  map.size -= before - bucket.slots.length - bucket.lists.length;
}

function collect(start, map) {
  const walker = walkElements(start);
  for (let element = start; element;) {
    const skip = hasAttributes(element) && read(element, map);
    element = skip ? skipSubtree(walker) : walker.nextNode();
  }
  if (map.size <= map.limit) return;
  for (const part of map.buckets.keys()) bucketOf(map, part);
  map.limit = Math.max(1000, 2 * map.size);
}

/** Takes in one element. Returns whether what is in it belongs to somebody else. */
function read(element, map) {
  const attributes = attributeNames(element);
  if (attributes.includes("s-ignore")) return true;
  const template = attributes.includes("s-for") && isTemplate(element);
  if (!template && (attributes.includes(":key") || attributes.includes("s-key")) && isRow(element)) {
    return true;
  }
  if (template || attributes.includes("s-list")) {
    const list = listOf(element);
    if (list) {
      add(map, list.spec.place.parts[0], "lists", list);
      if (list.reaches) add(map, REACHING, "lists", list);
    }
    if (template) return false;
  }
  for (const slot of slotsOf(element, attributes)) add(map, slot.parts[0], "slots", slot);
  return attributes.includes("s-untrusted");
}

/** The bucket of the lists that look at all data of the root. */
export const REACHING = Symbol("reaching");

function add(map, part, kind, entry) {
  let bucket = map.buckets.get(part);
  if (!bucket) map.buckets.set(part, bucket = { slots: [], lists: [], version });
  if (bucket[kind].includes(entry)) return;
  bucket[kind].push(entry);
  map.size++;
}

const NONE = Object.freeze([]);

function slotsOf(element, attributes) {
  const bindings = readBindings(element, attributes);
  if (!bindings.length) return NONE;
  let text = "";
  for (const { attribute, raw } of bindings) text += `${attribute}=${raw},`;
  const before = known.get(element);
  if (before?.text === text) return before.slots;
  const slots = [];
  for (const binding of bindings) {
    const slot = slotFor(element, binding);
    if (slot) slots.push(slot);
  }
  known.set(element, { text, slots });
  return slots;
}

function slotFor(element, { attribute, raw, name, path }) {
  const parts = parsePath(path);
  const sink = parts && sinkFor(element, name);
  if (!sink) {
    report("binding-refused", "app", { found: `${name}=${path}`, element });
    return null;
  }
  const { write, base, live } = sink;
  return {
    name, write, base, live, element, parts, attribute, raw, last: UNSET, next: undefined,
    dirty: false, version,
  };
}
