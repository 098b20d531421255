import {
  append, firstChildOf, firstElementOf, getAttribute, hasAttributes, hasAttribute,
  isTemplate, matches, nextElementOf, parentOf, queryInside, templateContent,
} from "../dom/native.js";
import { isIgnored } from "../html/trust.js";
import { report } from "../report.js";
import { parseLoop, readBindings, resolve } from "./directives.js";
import { sinkFor } from "./setters.js";

/**
 * A binding of a row template: a sink, where its value is, and where its element is in each row.
 * @typedef {import("./setters.js").Sink & import("./directives.js").Place
 *   & {attribute: string, raw: string, root: number, path: number[], part?: string}} Slot `part` is
 *     the only part of a path into the row's own item
 */

/**
 * A list inside a row template.
 * @typedef {{attribute: string, raw: string, root: number, path: number[], spec: Spec, source: Element}} Inner
 */

/**
 * How a list is declared, in either spelling.
 * @typedef {object} Spec
 * @property {import("./directives.js").Place} place of its value
 * @property {string[] | null} key parts in the item; null: the position is the key
 * @property {string} keyPart the only part of the key, where it can be read at once, or ""
 * @property {string} keyAttribute what rows show their key in
 * @property {string[]} aliases its own and those around it
 * @property {number} max the most rows, or Infinity
 */

/**
 * A row template, read once.
 * @typedef {object} Plan
 * @property {Element[]} roots what a row is made of
 * @property {(Element | "none")[]} originals the same in this page, of which copies are cheaper
 * @property {Slot[]} slots those of the row's own item first
 * @property {number} own how many of them
 * @property {Inner[]} lists
 * @property {boolean} indexed a slot shows `$index`
 * @property {boolean} reaches a slot, here or further in, looks outside of its row
 * @property {boolean} driving the rows hold directives that others follow
 */

/** Matches what makes a list. */
export const LIST = "template[s-for],[s-list]";

/** What others follow: live elements and atoms. */
const DRIVING = "[s-live],[s-ws],[s-wss],[s-sse],[s-atom]";

/**
 * Reads how a list is declared; null after a report.
 *
 * @param {Element} element a `<template s-for>` or an element with `s-list`
 * @param {string[]} [outer] the aliases around it
 * @returns {Spec | null}
 */
export function specOf(element, outer = []) {
  const old = getAttribute(element, "s-list");
  const raw = old ?? getAttribute(element, "s-for");
  const loop = old === null ? parseLoop(raw) : { alias: "", path: old };
  const place = loop && resolve(loop.path, outer);
  if (!place) {
    report("list-expression", "app", { found: raw, element });
    return null;
  }
  const { alias } = loop;
  const max = Number(getAttribute(element, "s-max")) || Infinity;
  const keyAttribute = old === null ? ":key" : "s-key";
  const key = getAttribute(element, keyAttribute) ?? (old === null ? "$index" : "key");
  const parts = keyParts(key, alias, element);
  // A name that no object inherits can be read without asking whose it is.
  const keyPart = parts?.length === 1 && !(parts[0] in Object.prototype) ? parts[0] : "";
  return { place, max, keyAttribute, aliases: [alias, ...outer], key: parts, keyPart };
}

/** `alias.a.b`, `a.b`, the alias alone, or the position: `$index`, `index` or nothing. */
function keyParts(text, alias, element) {
  const path = text.trim();
  if (!path || path === "$index" || path === "index") return null;
  if (path === alias) return [];
  const place = resolve(path, [alias]);
  if (place) return place.parts;
  report("list-expression", "app", { found: text, element });
  return null;
}

/** @type {WeakMap<Element, Map<string, Plan>>} */
const plans = new WeakMap();

/**
 * What the rows of a template are made of.
 *
 * @param {Element} template
 * @param {Spec} spec
 * @returns {Plan}
 */
export function planOf(template, { aliases }) {
  const known = plans.get(template) ?? new Map();
  plans.set(template, known);
  const name = aliases.join();
  if (!known.has(name)) known.set(name, compile(template, aliases));
  return known.get(name);
}

/** Reads a template again when it is needed next. */
export const forgetPlan = (template) => plans.delete(template);

function compile(template, aliases) {
  const content = templateContent(template);
  const roots = [];
  for (let root = firstElementOf(content); root; root = nextElementOf(root)) roots.push(root);
  if (!roots.length) report("list-template", "app", { found: "no element in it", element: template });
  const plan = {
    roots, originals: [], slots: [], own: 0, lists: [], indexed: false, reaches: false, driving: false,
  };
  for (const element of queryInside(content, "*")) {
    if (!hasAttributes(element) || isIgnored(element)) continue;
    const place = () => placeIn(element, roots);
    if (matches(element, LIST)) addList(plan, element, aliases, place());
    if (matches(element, DRIVING)) plan.driving = true;
    if (isTemplate(element)) continue;
    for (const binding of readBindings(element)) addSlot(plan, element, binding, aliases, place);
  }
  plan.slots.sort((a, b) => Math.abs(Math.sign(a.depth)) - Math.abs(Math.sign(b.depth)));
  plan.own = plan.slots.filter(({ depth }) => depth === 0).length;
  plan.indexed = plan.slots.some(({ index }) => index);
  plan.reaches ||= plan.own < plan.slots.length;
  return plan;
}

function addSlot(plan, element, { attribute, raw, name, path }, aliases, place) {
  const where = resolve(path, aliases);
  const sink = where && sinkFor(element, name);
  if (!sink) {
    report("binding-refused", "app", { found: `${name}=${path}`, element });
    return;
  }
  // A clone then has the text node that its text goes into.
  if (name === "text" && !firstChildOf(element)) append(element, "");
  const [part] = where.depth === 0 && where.parts.length === 1 ? where.parts : [];
  plan.slots.push({ ...sink, ...where, ...place(), attribute, raw, part });
}

function addList(plan, element, aliases, place) {
  const spec = specOf(element, aliases);
  if (!spec) return;
  const attribute = isTemplate(element) ? "s-for" : "s-list";
  plan.lists.push({
    ...place, attribute, raw: getAttribute(element, attribute), spec, source: element,
  });
  // What its rows look at may lie outside of them: that is only known when they are compiled.
  plan.reaches = true;
}

/** The way from a root of the template to an element, in element children. */
function placeIn(element, roots) {
  const path = [];
  let node = element;
  while (!roots.includes(node)) {
    const parent = parentOf(node);
    let at = 0;
    for (let child = firstElementOf(parent); child !== node; child = nextElementOf(child)) at++;
    path.unshift(at);
    node = parent;
  }
  return { root: roots.indexOf(node), path };
}

/** The element at the end of such a way, or null. */
export function elementAt(root, path) {
  let element = root;
  for (let i = 0; element && i < path.length; i++) {
    element = firstElementOf(element);
    for (let left = path[i]; element && left > 0; left--) element = nextElementOf(element);
  }
  return element;
}

/** Whether an element still says what a slot or inner list was read from. */
export const says = (element, { attribute, raw }) => element !== null && element !== undefined
  && hasAttribute(element, attribute) && getAttribute(element, attribute) === raw;
