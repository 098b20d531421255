import { emit } from "../dom/emit.js";
import { find } from "../dom/find.js";
import { body, getAttribute, head, queryAll } from "../dom/native.js";
import { HEADER_PREFIX } from "../protocol.js";
import { decodeEffects } from "../decode/effects.js";
import { sameOrigin } from "../html/safe_url.js";
import { invalidate } from "../patch/bindings.js";
import { patch } from "../patch/patch.js";
import { report } from "../report.js";
import { visit } from "./visit.js";

/**
 * Opens a connection for an element.
 * @typedef {(element: Element, path: string, protocol: "ws" | "sse") => void} Open
 */

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
 * @param {Open} open
 */
export function applyLate(effects, target, open) {
  for (const { target: selector, data } of effects.patches) {
    patch(data, selector, { attribution: "server" });
  }
  if (effects.invalidate) invalidate();
  if (effects.navigate) visit(effects.navigate, "header");
  applyConnections(effects, target, open);
}

function applyConnections({ sse, ws }, target, open) {
  if (sse) open(target, sse, "sse");
  if (ws) open(target, ws, "ws");
}

/** Shows a URL of this site in the address bar. */
export function showUrl(value, replace) {
  const url = sameOrigin(value);
  if (!url) report("foreign-url", "server", { found: value });
  else if (url.href !== location.href) {
    history[replace ? "replaceState" : "pushState"]({ silcrow: true, url: url.href }, "", url.href);
  }
}

/**
 * Applies the response headers of a request that someone else made.
 *
 * @param {Headers} headers
 * @param {Element | string | undefined} target what the response was for; the body by default
 * @param {Open} open
 */
export function applyHeaders(headers, target, open) {
  applyAll(decodeEffects((name) => headers.get(name)), target, open, false);
}

/**
 * Applies what the server wrote into the head of this document, where script cannot see the
 * headers: the same names and values as meta elements.
 *
 * @param {Open} open
 * @param {boolean} again they were applied before: only connections are opened anew
 */
export function applyMeta(open, again) {
  const values = new Map();
  const metas = queryAll(head() ?? document.documentElement, `meta[name^="${HEADER_PREFIX}"]`);
  for (const meta of metas) values.set(getAttribute(meta, "name"), getAttribute(meta, "content"));
  const effects = decodeEffects((name) => values.get(name) ?? null);
  if (again) applyConnections(effects, body(), open);
  else applyAll(effects, undefined, open, true);
}

function applyAll(effects, target, open, replace) {
  applyEarly(effects);
  if (effects.push) showUrl(effects.push, replace);
  const element = target === undefined ? body() : find(target, "app");
  if (element) applyLate(effects, element, open);
}
