import {
  cloneNode, hasAttribute, importNode, localName, queryAll, setAttribute,
} from "../dom/native.js";
import { note } from "../report.js";
import { listOf } from "./list.js";
import { lookup } from "./path.js";
import { elementAt, says } from "./plan.js";
import { UNSET, isSettled, put } from "./setters.js";

/**
 * One row of a list: what it shows, so that nothing has to be read from the page.
 * @typedef {object} Row
 * @property {string} key
 * @property {Element} element the first of its elements
 * @property {Element[] | null} others the rest, where the template has several
 * @property {import("./plan.js").Plan} plan
 * @property {import("./list.js").List} list
 * @property {(Element | null)[] | null} elements one per slot; null until the row is first written
 * @property {*[]} values what was written last, one per slot
 * @property {readonly import("./list.js").List[]} inner
 * @property {*} item newest data, kept where inner rows look at it
 * @property {number} index position in the list
 * @property {number} at where it was before a sync
 * @property {number} stamp the sync that has placed it
 * @property {*} raw its key as the data has it
 */

const NONE = Object.freeze([]);

/** A new copy of one root of a template. */
function copy({ roots, originals }, i) {
  // An element with behaviour of its own is made anew each time.
  originals[i] ??= [roots[i], ...queryAll(roots[i], "*")].some(isCustom) ? "none" : importNode(roots[i]);
  return originals[i] === "none" ? importNode(roots[i]) : cloneNode(originals[i], true);
}

const isCustom = (element) => localName(element).includes("-") || hasAttribute(element, "is");

/**
 * A row for elements that are there, or for new ones.
 *
 * @param {import("./list.js").List} list
 * @param {import("./plan.js").Plan} plan
 * @param {string} key
 * @param {Element[] | null} elements
 * @returns {Row}
 */
export function makeRow(list, plan, key, elements) {
  const { roots } = plan;
  let element;
  let others = null;
  if (elements) [element, ...others] = elements;
  else {
    element = copy(plan, 0);
    if (roots.length > 1) others = roots.slice(1).map((_, i) => copy(plan, i + 1));
  }
  const row = {
    key, element, others: others?.length ? others : null, plan, list, elements: null, values: null,
    inner: NONE, item: undefined, index: -1, at: 0, stamp: 0, raw: key,
  };
  if (!elements) eachElement(row, (one) => setAttribute(one, list.spec.keyAttribute, key));
  return row;
}

/** Calls back for each element of a row. */
export function eachElement({ element, others }, visit) {
  visit(element);
  if (others) for (const other of others) visit(other);
}

/**
 * Finds the elements of the slots and the inner lists.
 *
 * @param {Row} row
 * @param {boolean} [fresh] it was just cloned: everything is where the template has it
 */
export function locate(row, fresh = false) {
  const { plan: { slots, lists } } = row;
  const elements = row.elements = new Array(slots.length);
  const before = row.values;
  // Undefined is not what a template shows: there is nothing to compare with.
  row.values = new Array(slots.length).fill(fresh ? undefined : UNSET);
  if (before) slots.forEach(({ live }, i) => { if (live) row.values[i] = before[i]; });
  for (let i = 0; i < slots.length; i++) elements[i] = find(row, slots[i], fresh);
  if (lists.length) {
    row.inner = lists.map((inner) => {
      const element = find(row, inner, fresh);
      return element && listOf(element, inner, row);
    });
  }
}

function find(row, place, fresh) {
  const element = elementAt(place.root ? row.others?.[place.root - 1] ?? null : row.element, place.path);
  return fresh || says(element, place) ? element : search(row, place);
}

/** A server may write a row in other words than the template: the attributes tell. */
function search(row, place) {
  let found = null;
  eachElement(row, (element) => {
    found ??= [element, ...queryAll(element, "*")].find((one) => says(one, place)) ?? null;
  });
  TEACH: if (!found) note("row-incomplete", { found: place.raw, element: row.element });
  return found;
}

/**
 * Writes an item into its row. What is absent from the item is left alone.
 *
 * @param {Row} row
 * @param {*} item
 * @param {boolean} fresh the row was just cloned: everything is where the template has it
 */
export function fill(row, item, fresh = false) {
  const { plan } = row;
  const { slots, own } = plan;
  const isNew = row.elements === null;
  if (isNew) locate(row, fresh);
  if (plan.reaches) row.item = isNew || typeof item !== "object" ? item : { ...row.item, ...item };
  const { elements, values } = row;
  const record = typeof item === "object" && item !== null;
  for (let i = 0; i < own; i++) {
    const slot = slots[i];
    const { part } = slot;
    const value = part === undefined ? valueIn(row, item, slot) : record ? item[part] : undefined;
    if (value === undefined || (value === values[i] && isSettled(slot, value, values[i]))
        || elements[i] === null) continue;
    if (part !== undefined && !Object.hasOwn(item, part)) continue;
    values[i] = put(slot, elements[i], value, values[i]);
  }
  if (!plan.reaches) return;
  look(row);
  for (let i = 0; i < plan.lists.length; i++) {
    const { depth, parts } = plan.lists[i].spec.place;
    const value = lookup(depth ? scope(row, depth) : item, parts);
    if (value !== undefined) row.inner[i]?.accept(value);
  }
}

/** @param {*} slot */
const valueIn = (row, item, slot) => (slot.index ? row.index : lookup(item, slot.parts));

function write(row, i, value) {
  const slot = row.plan.slots[i];
  const last = row.values[i];
  const element = row.elements[i];
  if (value === undefined || element === null || isSettled(slot, value, last)) return;
  row.values[i] = put(slot, element, value, last);
}

/** Writes what a row shows of the data around it, and so on inwards. */
export function look(row) {
  const { plan } = row;
  if (!plan.reaches || row.elements === null) return;
  for (let i = plan.own; i < plan.slots.length; i++) {
    const { depth, parts } = plan.slots[i];
    write(row, i, lookup(scope(row, depth), parts));
  }
  for (const inner of row.inner) inner?.look();
}

/** The data some scopes further out; -1 is the outermost. */
function scope({ list }, depth) {
  let { owner, known } = list;
  for (let left = depth; owner && left !== 1; left--) ({ owner, known } = owner.list);
  return depth > 0 ? owner?.item : known;
}

/** Shows a new position. */
export function renumber(row, index) {
  if (row.index === index) return;
  row.index = index;
  if (!row.plan.indexed || row.elements === null) return;
  for (let i = 0; i < row.plan.own; i++) if (row.plan.slots[i].index) write(row, i, index);
}
