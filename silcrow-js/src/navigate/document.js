import { announceSwap } from "../dom/announce.js";
import { body, getText, localName, queryPage, removeElement } from "../dom/native.js";
import { mayHoldDirectives } from "../html/directives.js";
import { parse as parseUrl } from "../html/safe_url.js";
import { childrenOf } from "../html/sanitize.js";
import { parse, place, swap } from "../morph/swap.js";
import { overrule } from "../optimistic/optimistic.js";

/** Swaps after which the server has said everything anew. */
const REPLACING = ["inner", "outer", "remove"];

/** Assets in the head of a document that this one must have too, to take its body over. */
const ASSETS = new RegExp("<(?:script|link)\\b(?=[^>]*(?:data-silcrow-track|/silcrow\\.))[^>]*?"
  + "\\s(?:src|href)\\s*=\\s*[\"']?([^\"'\\s>]+)", "gi");

const fragmentQuery = Function.prototype.call.bind(DocumentFragment.prototype.querySelector);

/** Whether markup is a whole document and not a part of one. */
export const isDocument = (markup) => /^\s*<(?:!|html\b)/i.test(markup);

/** Whether a document needs another version of an asset than this page has. */
export function isOutdated(markup) {
  const ours = new Set([...queryPage("script,link")].map(({ src, href }) => src || href));
  return [...markup.matchAll(ASSETS)]
    .some(([, path]) => !ours.has(parseUrl(path.replaceAll("&amp;", "&"))?.href));
}

/**
 * Puts markup into an element; of a whole document, the part that the selector names, or else its
 * body.
 *
 * @param {Element} target
 * @param {string} markup
 * @param {string | undefined} selector
 * @param {boolean} isOther the markup is another page: what the user typed into this one goes
 * @returns {string | undefined} the document's title
 */
export function putHtml(target, markup, selector, isOther) {
  let fragment = parse(target, markup, "inner");
  let title;
  if (isDocument(markup)) {
    title = [...fragment.children].find((element) => localName(element) === "title");
    if (title) removeElement(title);
    const part = selector ? fragmentQuery(fragment, selector) : null;
    if (part) fragment = childrenOf(part);
  }
  place(target, fragment, isOther ? "page" : "inner", mayHoldDirectives(markup));
  return title && getText(title);
}

/**
 * Puts the page that is shown, or an element of it, in anew. An element that the server's page no
 * longer has takes the whole page with it.
 *
 * @param {Element} target
 * @param {string} markup
 * @param {string | undefined} selector
 */
export function putAnew(target, markup, selector) {
  const isGone = selector && isDocument(markup)
    && !fragmentQuery(parse(target, markup, "inner"), selector);
  if (isGone) putHtml(body(), markup, undefined, false);
  else putHtml(target, markup, selector, false);
}

/**
 * Puts markup where the server says.
 *
 * @param {Element} target
 * @param {string} markup
 * @param {string} [how] one of SWAPS
 * @param {string} [selector] names the part of a document to put in
 */
export function put(target, markup, how = "inner", selector = undefined) {
  if (REPLACING.includes(how)) overrule(target);
  if (selector && how === "inner" && isDocument(markup)) putHtml(target, markup, selector, false);
  else swap(target, markup, how);
  announceSwap(target);
}
