import { mine } from "../dom/changes.js";
import { describe } from "../dom/find.js";
import { isRecord } from "../dom/json.js";
import {
  activeElement, byId, childElements, contains, getAttribute, hasAttribute, insertBefore, isTemplate,
  nextSiblingOf, parentOf, removeElement,
} from "../dom/native.js";
import { LIMITS } from "../protocol.js";
import { report } from "../report.js";
import { enlist } from "./containers.js";
import { lookup } from "./path.js";
import { forgetPlan, planOf, specOf } from "./plan.js";
import { sync } from "./reconcile.js";
import { eachElement, fill, look, makeRow, renumber } from "./row.js";

/** Lists by the element that declares them: several roots share one. @type {WeakMap<Element, List>} */
const lists = new WeakMap();

/** Lists with rows that are not in the page yet, or that changed. @type {Set<List>} */
const unsettled = new Set();

/**
 * The list that an element declares; null after a report.
 *
 * @param {Element} element a `<template s-for>` or an element with `s-list`
 * @param {import("./plan.js").Inner} [inner] what the row template around it says of it
 * @param {import("./row.js").Row} [owner] the row around it
 * @returns {List | null}
 */
export function listOf(element, inner, owner) {
  const known = lists.get(element);
  // Markup may have changed what the element says, and the template.
  if (!inner) forgetPlan(element);
  const spec = inner?.spec ?? specOf(element);
  if (!spec) return null;
  if (known) {
    known.respec(spec);
    return known;
  }
  const list = new List(element, spec, owner ?? null, inner?.source ?? element);
  lists.set(element, list);
  enlist(list);
  if (!owner) list.reaches = list.plan("")?.reaches ?? false;
  return list;
}

/** Puts waiting rows into the page. Returns whom to tell of what came and went. */
export function settleLists() {
  const change = { added: [], emptied: [], own: true };
  for (const list of unsettled) list.settle(change);
  unsettled.clear();
  return change;
}

/** The rows of one list, in page order, and what data does to them. */
export class List {
  /** @type {import("./row.js").Row[]} */
  rows = [];
  /** @type {Map<string, import("./row.js").Row>} */
  byKey = new Map();
  /** Data of the root that rows look at: first path part → value. */
  known = Object.create(null);
  /** How many of the rows, from the first, are in the page. */
  placed = 0;
  stamp = 0;
  /** Whether rows look at data outside of them. */
  reaches = false;
  /** Whether the page may have other rows than we know. */
  stale = true;
  #added = [];
  #left = false;
  /** The only plan there can be, once it is known. */
  #plan = null;
  /** Whether some row shows its position. */
  #indexed = false;

  constructor(element, spec, owner, source) {
    this.element = element;
    // Copies of a template have the plan of the original.
    this.source = source;
    this.spec = spec;
    this.owner = owner;
    this.depth = owner ? owner.list.depth + 1 : 0;
  }

  /** Takes over what the markup says now. */
  respec(spec) {
    this.spec = spec;
    this.#plan = null;
    this.stale = true;
  }

  /** The parent of the rows. */
  get container() {
    return isTemplate(this.element) ? parentOf(this.element) : this.element;
  }

  /** What rows are made from: one template, or for `s-list` the one that a key names. */
  plan(key) {
    if (this.#plan) return this.#plan;
    const [prefix, ...rest] = isTemplate(this.element) ? [] : key.split("#");
    const named = rest.length ? byId(prefix) : null;
    const template = named && isTemplate(named) ? named : this.#template();
    if (!template) {
      const found = getAttribute(this.element, "s-template") ?? "none";
      report("list-template", "app", { found, element: this.element });
      return null;
    }
    const plan = planOf(template, this.spec);
    this.#indexed ||= plan.indexed;
    if (isTemplate(this.element)) this.#plan = plan;
    return plan;
  }

  #template() {
    if (isTemplate(this.element)) return this.source;
    const id = getAttribute(this.element, "s-template");
    const named = id === null ? childElements(this.element).find(isTemplate) : byId(id);
    return named && isTemplate(named) ? named : null;
  }

  /** Takes a value for the list: an array is all of it, an object one row of it. */
  accept(value) {
    if (this.depth > LIMITS.depth) {
      report("list-depth", "app", { found: this.depth, element: this.element });
      return;
    }
    if (!this.container) return;
    this.adopt();
    mine(this.container);
    unsettled.add(this);
    if (Array.isArray(value)) {
      const { max } = this.spec;
      this.place();
      sync(this, value.length > max ? value.slice(-max) : value);
    } else if (isRecord(value)) this.#merge(value);
    else {
      unsettled.delete(this);
      report("list-shape", "app", { found: describe(value), element: this.element });
    }
  }

  /** Takes over the rows that are in the page, where others have changed it. */
  adopt() {
    if (!this.stale) return;
    this.stale = false;
    enlist(this);
    const { element, container, spec: { keyAttribute } } = this;
    if (!container) return;
    const former = this.byKey;
    const waiting = this.rows.slice(this.placed);
    const groups = new Map();
    let nearest = element;
    for (const child of childElements(container)) {
      if (isTemplate(child) && hasAttribute(child, "s-for")) nearest = child;
      else if (nearest === element && hasAttribute(child, keyAttribute)) {
        const key = getAttribute(child, keyAttribute);
        groups.set(key, [...groups.get(key) ?? [], child]);
      }
    }
    this.rows = [];
    this.byKey = new Map();
    for (const [key, elements] of groups) {
      const known = former.get(key);
      const plan = this.plan(key);
      if (!plan) continue;
      const same = known?.element === elements[0];
      // A row that stayed is looked at again: what it shows may have been rewritten.
      if (same) Object.assign(known, { plan, elements: null }, known.plan !== plan && { values: null });
      this.#keep(same ? known : makeRow(this, plan, key, elements));
    }
    this.placed = this.rows.length;
    for (const row of waiting) if (!this.byKey.has(row.key)) this.#keep(row);
  }

  #keep(row) {
    this.rows.push(row);
    this.byKey.set(row.key, row);
  }

  rawKey(item, index) {
    const { key, keyPart } = this.spec;
    if (keyPart) return typeof item === "object" ? item?.[keyPart] : undefined;
    return key === null ? index : key.length ? lookup(item, key) : item;
  }

  /** The key of an item; undefined after a report. */
  keyOf(item, index) {
    const value = this.rawKey(item, index);
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "bigint") return `${value}`;
    report("list-key", "app", { found: describe(value), element: this.element });
    return undefined;
  }

  /** Whether a row is that of an item. */
  isFor(row, item, index) {
    const raw = this.rawKey(item, index);
    if (raw === row.raw) return true;
    if (typeof raw !== "number" || `${raw}` !== row.key) return false;
    row.raw = raw;
    return true;
  }

  /** @returns {import("./row.js").Row | null} a new row, not in the page yet */
  make(key, item, index) {
    const plan = this.plan(key);
    if (!plan?.roots.length) return null;
    const row = makeRow(this, plan, key, null);
    row.index = index;
    fill(row, item, true);
    if (plan.driving) eachElement(row, (element) => this.#added.push(element));
    this.byKey.set(key, row);
    return row;
  }

  /** Takes a row out of the page; the caller takes it out of `rows`. */
  drop(row) {
    this.byKey.delete(row.key);
    eachElement(row, removeElement);
    this.#left = true;
  }

  cleared() {
    this.byKey.clear();
    this.#left = true;
  }

  #merge(item) {
    if (this.spec.key === null) {
      report("list-key", "app", { found: "no key", element: this.element });
      return;
    }
    const key = this.keyOf(item, -1);
    if (key === undefined) return;
    const row = this.byKey.get(key);
    const remove = Object.hasOwn(item, "_remove") && item._remove;
    if (row && remove) this.#remove(row);
    else if (row) fill(row, item);
    else if (!remove) {
      const made = this.make(key, item, this.rows.length);
      if (made) this.rows.push(made);
    }
  }

  #remove(row) {
    const at = this.rows[0] === row ? 0 : this.rows.indexOf(row);
    this.rows.splice(at, 1);
    if (at < this.placed) this.placed--;
    this.drop(row);
  }

  /** The node before which the next row goes. */
  end() {
    const { element, placed } = this;
    if (placed) {
      const { element: first, others } = this.rows[placed - 1];
      return nextSiblingOf(others?.at(-1) ?? first);
    }
    if (isTemplate(element)) return nextSiblingOf(element);
    return childElements(element).find(isTemplate) ?? null;
  }

  /** Puts the rows that wait into the page, all at once. */
  place() {
    const { rows, placed, container } = this;
    if (placed === rows.length) return;
    mine(container);
    /** @type {Node} */
    let nodes = rows[placed].element;
    if (placed + 1 < rows.length || rows[placed].others) {
      nodes = new DocumentFragment();
      for (let i = placed; i < rows.length; i++) eachElement(rows[i], (one) => insertBefore(nodes, one, null));
    }
    insertBefore(container, nodes, this.end());
    this.placed = rows.length;
  }

  /** Ends a change: the page shows all rows, and no more than there may be. */
  settle(change) {
    const { container, rows, spec: { max } } = this;
    if (!container) return;
    mine(container);
    if (rows.length > max) {
      const active = activeElement();
      while (rows.length > max && !contains(rows[0].element, active)) this.#remove(rows[0]);
    }
    this.place();
    if (this.#indexed) rows.forEach(renumber);
    for (const element of this.#added) change.added.push(element);
    if (this.#left) change.emptied.push(container);
    this.#added = [];
    this.#left = false;
  }

  /** Shows what the rows look at outside of themselves. */
  look() {
    for (const row of this.rows) look(row);
  }
}
