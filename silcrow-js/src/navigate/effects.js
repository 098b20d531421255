import { emit } from "../dom/emit.js";
import { find } from "../dom/find.js";
import { body, getAttribute, head, queryAll, rootElement } from "../dom/native.js";
import { HEADER_PREFIX } from "../protocol.js";
import { decodeEffects } from "../decode/effects.js";
import { invalidate } from "../patch/bindings.js";
import { patch } from "../patch/patch.js";
import { report } from "../report.js";
import { showUrl } from "./history.js";

/**
 * What effects need of the rest.
 * @typedef {object} Links
 * @property {(element: Element, path: string, protocol: "ws" | "sse") => void} open a connection
 * @property {(element: Element, kept: {ws: *, sse: *}) => void} release the connections of an
 *     element that its attributes do not ask for, except what is kept
 * @property {(path: string, trigger: string) => void} visit
 * @property {(positions: Record<string, string> | null, target: Element | null, whole?: boolean) => void}
 *     adopt take over the positions of markup that is put in at once; whole: it is all of the page
 */

/** @type {Links} */
export let links;

/** @param {Links} all given once, before anything is applied */
export function linkWith(all) {
  links = all;
}

/**
 * The effects that come before the body is put in: reports and triggers.
 *
 * @param {import("../decode/effects.js").Effects} effects
 */
export function applyEarly(effects) {
  for (const problem of effects.problems) report("effect-malformed", "server", { found: problem });
  for (const [name, detail] of effects.triggers) emit(document, name, detail);
}

/**
 * The effects that come after the body is in, in this order: patches, invalidation, navigation,
 * event stream, socket.
 *
 * @param {import("../decode/effects.js").Effects} effects
 * @param {Element} target the element that opened connections belong to
 */
export function applyLate(effects, target) {
  for (const { target: selector, data } of effects.patches) {
    patch(data, selector, { attribution: "server" });
  }
  if (effects.invalidate) invalidate();
  if (effects.navigate) links.visit(effects.navigate, "header");
  applyConnections(effects, target);
}

function applyConnections({ sse, ws }, target) {
  if (sse) links.open(target, sse, "sse");
  if (ws) links.open(target, ws, "ws");
}

/**
 * Applies the response headers of a request that someone else made.
 *
 * @param {Headers} headers
 * @param {Element | string | undefined} target what the response was for; the body by default
 */
export function applyHeaders(headers, target) {
  applyAll(decodeEffects((name) => headers.get(name)), target, false);
}

/**
 * Applies what the server wrote into the head of this document, where script cannot see the
 * headers: the same names and values as meta elements.
 *
 * @param {boolean} again they were applied before: only connections are opened anew
 */
export function applyMeta(again) {
  const effects = metaEffects();
  if (again) applyConnections(effects, body());
  else applyAll(effects, undefined, true);
}

/** What the head of this document says. */
export function metaEffects() {
  const values = new Map();
  const metas = queryAll(head() ?? rootElement(), `meta[name^="${HEADER_PREFIX}"]`);
  for (const meta of metas) values.set(getAttribute(meta, "name"), getAttribute(meta, "content"));
  return decodeEffects((name) => values.get(name) ?? null);
}

function applyAll(effects, target, replace) {
  applyEarly(effects);
  if (effects.push) showUrl(effects.push, replace);
  const element = target === undefined ? body() : find(target, "app");
  if (!element) return;
  links.adopt(effects.positions, element);
  applyLate(effects, element);
}
