import { announce, quietly } from "../dom/changes.js";
import { emit } from "../dom/emit.js";
import { isRecord } from "../dom/json.js";
import { describe, find } from "../dom/find.js";
import { report } from "../report.js";
import { takeToasts } from "../toasts/toasts.js";
import { REACHING, bindingsOf, bucketOf } from "./bindings.js";
import { settleLists } from "./list.js";
import { throughMiddleware } from "./middleware.js";
import { lookup } from "./path.js";
import { isSettled, put, writeAs } from "./setters.js";
import { undoList, undoSink } from "./undo.js";

/** @typedef {import("../report.js").Attribution} Attribution */

/** Slots that wait for {@link commit}. */
/** @type {import("./bindings.js").Slot[]} */
let waiting = [];

/** Root → the paths that were patched in it and not told of. */
/** @type {Map<Element, string[]>} */
let patched = new Map();

/**
 * Writes data into the bound elements under a root, the root included. A path that is absent from
 * the data leaves its elements alone; null resets them. What is equal already is not touched.
 *
 * @param {*} data an object; `{data: {…}}` alone is unwrapped, `_toasts` are shown
 * @param {Element | string} root the element, or a selector
 * @param {object} [options]
 * @param {boolean} [options.silent] dispatch no `silcrow:patched`
 * @param {Attribution} [options.attribution] who made the data
 * @param {(() => void)[]} [options.journal] takes functions that bring the former values back, to
 *     be called from the last to the first
 */
export function patch(data, root, { silent = false, attribution = "app", journal } = {}) {
  commit();
  quietly([], () => stage(data, root, attribution, silent, journal));
  commit(attribution, journal);
}

/**
 * Takes data in as {@link patch} does, and leaves the writing to {@link commit}: of several values
 * for one binding only the last is written. The caller works {@link quietly}.
 *
 * @param {*} data
 * @param {Element | string} root
 * @param {Attribution} attribution
 * @param {boolean} [silent]
 * @param {(() => void)[]} [journal]
 */
export function stage(data, root, attribution, silent = false, journal = undefined) {
  const element = find(root, attribution);
  if (!element) return;
  const content = unwrap(takeToasts(throughMiddleware(data, element)));
  let paths = [];
  if (isRecord(content)) {
    paths = Object.keys(content);
    const work = () => distribute(content, paths, element, attribution, journal);
    if (journal) work();
    else around(element, content, work, attribution);
  } else if (content !== null) {
    report("patch-shape", attribution, { found: describe(content), element });
  }
  if (silent) return;
  const told = patched.get(element);
  patched.set(element, told ? [...new Set([...told, ...paths])] : paths);
}

/** What goes around a patch that keeps no journal. */
let around = (_element, _content, work, _attribution) => work();

/** @param {typeof around} wrapper */
export function patchWithin(wrapper) {
  around = wrapper;
}

function distribute(content, paths, root, attribution, journal) {
  writeAs(attribution);
  const map = bindingsOf(root);
  const reaching = bucketOf(map, REACHING)?.lists ?? [];
  for (const { known } of reaching) for (const part of paths) known[part] = content[part];
  for (const part of paths) {
    const bucket = bucketOf(map, part);
    if (!bucket) continue;
    for (const slot of bucket.slots) {
      const value = lookup(content, slot.parts);
      if (value === undefined) continue;
      slot.next = value;
      if (slot.dirty) continue;
      slot.dirty = true;
      waiting.push(slot);
    }
    for (const list of bucket.lists) {
      const value = lookup(content, list.spec.place.parts);
      if (value === undefined) continue;
      journal?.push(undoList(list));
      list.accept(value);
    }
  }
  for (const list of reaching) list.look();
}

/** Writes what was staged, in one go, and tells of it. */
export function commit(attribution = "server", journal = undefined) {
  if (!waiting.length && !patched.size) return;
  const slots = waiting;
  const told = patched;
  waiting = [];
  patched = new Map();
  writeAs(attribution);
  let change;
  quietly([], () => {
    for (const slot of slots) {
      slot.dirty = false;
      const { element, next, last } = slot;
      slot.next = undefined;
      if (isSettled(slot, next, last)) continue;
      journal?.push(backTo(slot, next));
      slot.last = put(slot, element, next, last);
    }
    change = settleLists();
  });
  if (change.added.length || change.emptied.length) announce(change);
  for (const [element, paths] of told) {
    emit(element, "silcrow:patched", { paths, target: element });
  }
}

function backTo(slot, next) {
  const { last, element } = slot;
  const undo = undoSink(element, slot, next);
  return () => {
    undo(next, last);
    slot.last = last;
  };
}

/** The inside of `{data: {…}}`, when there is nothing else. */
export function unwrap(content) {
  const { data } = content ?? {};
  const wrapped = isRecord(content) && isRecord(data) && Object.keys(content).length === 1;
  return wrapped ? data : content;
}

const streams = new WeakMap();

/**
 * A function that patches with the newest of the values it was called with in one go of the
 * program.
 *
 * @param {Element | string} root
 * @returns {(data: *) => void}
 */
export function stream(root) {
  const known = streams.get(Object(root));
  if (known) return known;
  let pending;
  let queued = false;
  const update = (data) => {
    pending = data;
    if (queued) return;
    queued = true;
    queueMicrotask(() => {
      queued = false;
      patch(pending, root);
    });
  };
  if (typeof root === "object") streams.set(root, update);
  return update;
}
