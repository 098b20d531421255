import { getText, localName, queryPage, removeElement } from "../dom/native.js";
import { mayHoldDirectives } from "../html/directives.js";
import { parse as parseUrl } from "../html/safe_url.js";
import { childrenOf } from "../html/sanitize.js";
import { parse, place } from "../morph/swap.js";

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
