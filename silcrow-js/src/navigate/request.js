import { find } from "../dom/find.js";
import { body, closest, getAttribute, localName, matches, parentOf, queryAll } from "../dom/native.js";
import { sameOrigin } from "../html/safe_url.js";
import { report } from "../report.js";
import { bare } from "./history.js";

/**
 * One request and what becomes of its answer.
 * @typedef {object} Visit
 * @property {URL} url
 * @property {string} method in capitals
 * @property {*} [body]
 * @property {string} [sent] what the form held
 * @property {Element} target
 * @property {string} [selector] what the page asked for; undefined where a rule chose the target
 * @property {boolean} html whether HTML is asked for first, and JSON only else
 * @property {string} trigger click, submit, input, popstate, api, header, sse or ws
 * @property {Element} [source] the link, button or form
 * @property {HTMLElement | null} [submitter]
 * @property {boolean} [skipHistory]
 * @property {boolean} [fresh] not from the cache
 * @property {boolean} [reload] not from the browser's cache either
 * @property {number} [timeout] milliseconds
 * @property {number} [scroll] where the page stood when it was left
 * @property {Record<string, string>} [headers]
 * @property {number} [page] which page asked
 * @property {AbortController} [control]
 * @property {() => void} [renew] gives it its time anew
 * @property {Promise<*>} [done]
 */

/** In order of preference, where an element has several. */
const VERBS = ["get", "post", "put", "delete", "patch"];

export const ACTIONS = `[s-action],${VERBS.map((verb) => `[s-${verb}]`)}`;

/** What a list prints on its items. */
const ITEM = "[\\:key],[s-key]:not([s-list])";

/**
 * What an element asks for when it is clicked or submitted.
 *
 * @param {Element} element an element with an action, or a link or form
 * @param {string} trigger
 * @param {HTMLElement | null} [submitter]
 * @returns {Visit | null | undefined} undefined for what the browser should do, null for what was
 *     refused
 */
export function visitOf(element, trigger, submitter = null) {
  const attribute = (name) => getAttribute(element, name);
  const has = (name) => attribute(name) !== null;
  const own = matches(element, ACTIONS);
  const zone = own || closest(element, "[s-boost]");
  if (!zone || (!own && getAttribute(zone, "s-boost") === "false")) return undefined;

  const isForm = localName(element) === "form";
  const submitted = (name) => submitter && getAttribute(submitter, `form${name}`);
  const verb = VERBS.find((name) => has(`s-${name}`));
  const path = submitted("action") || attribute(verb ? `s-${verb}` : "s-action")
    || attribute(isForm ? "action" : "href");
  const method = (submitted("method") || verb || (isForm && attribute("method"))
    || VERBS.find(has) || (own && isForm ? "post" : "get")).toUpperCase();
  const frame = submitted("target") ?? attribute("target");
  if ((frame && frame !== "_self") || has("download") || method === "DIALOG"
      || (path === null && !own && !isForm)) {
    return undefined;
  }
  const url = sameOrigin(fill(path ?? "", element, encodeURIComponent));
  if (!url) {
    if (!own) return undefined;
    report("foreign-url", "app", { found: path, element });
    return null;
  }
  const reads = method === "GET";
  if (reads && !isForm && url.hash && bare(url.href) === bare(location.href)) return undefined;

  const data = isForm ? new FormData(/** @type {HTMLFormElement} */ (element), /** @type {HTMLElement} */ (submitter))
    : trigger === "input" ? valueOf(/** @type {HTMLInputElement} */ (element)) : null;
  if (data && reads) {
    if (!own) url.search = "";
    for (const [name, value] of data) {
      url.searchParams.append(name, value instanceof File ? value.name : value);
    }
  }
  const wanted = attribute("s-target");
  const selector = wanted === null ? undefined : fill(wanted, element, CSS.escape);
  const named = wanted === null ? null : find(selector, "app");
  const whole = !own || (reads && (isForm || localName(element) === "a"));
  const target = named ?? (own ? listOf(element) : null) ?? (whole ? body() : element);
  return {
    url,
    method,
    body: data && !reads ? bodyOf(data) : undefined,
    target,
    selector: named ? selector : undefined,
    html: has("s-html") || !own || (reads && target === body() && !named),
    sent: isForm && !reads ? contentOf(element) : undefined,
    trigger,
    source: element,
    submitter,
    skipHistory: has("s-skip-history"),
    timeout: Number(attribute("s-timeout")),
  };
}

/** What a form holds, as text, to see whether that has changed. */
export const contentOf = (form) => JSON.stringify([...new FormData(form)].map(([name, value]) =>
  [name, value instanceof File ? [value.name, value.size, value.lastModified] : value]));

/** What a control outside any form has to say. */
function valueOf({ name, value, type, checked }) {
  const data = new FormData();
  if (name && (checked || !/^(?:checkbox|radio)$/.test(type))) data.append(name, value);
  return data;
}

/** As a browser would send it, except that a form without files is never multipart. */
function bodyOf(data) {
  return [...data.values()].some((value) => value instanceof File) ? data : new URLSearchParams(data);
}

/** Puts the key of the list item around an element in place of `:key`, `{key}` or `{s-key}`. */
function fill(text, element, encode) {
  const item = closest(element, ITEM);
  if (!item) return text;
  const key = getAttribute(item, ":key") ?? getAttribute(item, "s-key");
  return text.replace(/:key\b|\{(?:s-)?key\}/g, () => encode(key));
}

/** The list that an element is in, or the item where the list's template is not beside it. */
function listOf(element) {
  const item = closest(element, ITEM);
  const list = item && parentOf(item);
  return list instanceof Element && (matches(list, "[s-list]")
    || queryAll(list, ":scope>template[s-for]").length) ? list : item;
}
