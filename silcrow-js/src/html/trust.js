import { closest, hasAttribute, parentElement, query, queryPage } from "../dom/native.js";

/** How far markup is believed: the author of the page, the server, or anybody. */
export const TRUSTED = -1;
export const SERVER = 0;
export const UNTRUSTED = 1;

/** Whether the whole page trusts its server; undefined until that was read. */
let page;

/** @type {WeakSet<Element>} elements that the page's own document trusts */
const trusted = new WeakSet();

/**
 * Reads, once and before anything is put into the page, whom its own document trusts: a meta element
 * `silcrow-trust` in the head, and elements with `s-trusted`. What comes later is never asked.
 */
export function lockTrust() {
  if (page !== undefined) return;
  page = query(":root>head>meta[name=silcrow-trust][content=same-origin]") !== null;
  for (const element of queryPage("[s-trusted]")) if (!isIgnored(element)) trusted.add(element);
}

/**
 * How far to believe markup that becomes content of an element. `s-untrusted` on it or above it
 * beats all trust.
 *
 * @param {Element | null} element
 */
export function levelOf(element) {
  lockTrust();
  if (element && closest(element, "[s-untrusted]")) return UNTRUSTED;
  if (page) return TRUSTED;
  for (let node = element; node; node = parentElement(node)) {
    if (trusted.has(node) && hasAttribute(node, "s-trusted")) return TRUSTED;
  }
  return SERVER;
}

/**
 * Whether directives of this element mean nothing: it has `s-ignore` or stands inside an element that
 * has it, or inside one with `s-untrusted`.
 *
 * @param {Element} element
 */
export function isIgnored(element) {
  const parent = parentElement(element);
  return !!(closest(element, "[s-ignore]") || (parent && closest(parent, "[s-untrusted]")));
}
