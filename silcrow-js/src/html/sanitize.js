import {
  attributeNames, firstChildOf, getAttribute, hasAttributes, inertDocument, localName, namespaceOf,
  removeAttribute, removeElement, setAttribute, walkElements,
} from "../dom/native.js";
import { isAnimation, isDropped, words } from "./policy.js";
import { holdsUrl, isSafeUrl } from "./safe_url.js";
import { applyStyleText } from "./style.js";
import { forInertParse } from "./trusted.js";

const SVG = "http://www.w3.org/2000/svg";

const NAMESPACES = new Set(["http://www.w3.org/1999/xhtml", SVG]);

/** Dropped as well where the markup is some user's. */
const CONTROLS = words("form input button select textarea template dialog slot");

const ATTRIBUTES = words("srcdoc nonce ping attributionsrc shadowrootmode xml:base s-trusted");

/** Attributes by which markup could drive the page, or be found by it. */
const DRIVING = /^(?:s-|:|data-s-|(?:id|name|is|for|form.*|popover.*|command.*|style)$)/;

const innerHtml = Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML").set;
const templateContent = Object.getOwnPropertyDescriptor(HTMLTemplateElement.prototype, "content").get;

let template;

/**
 * Turns markup into nodes without code: parsed once in a document that runs and loads nothing,
 * cleaned as a tree, never written out again.
 *
 * @param {string} markup
 * @param {object} [options]
 * @param {boolean} [options.untrusted] also drop directives, ids and form controls
 * @param {boolean} [options.svg] the markup is the content of an SVG element
 * @returns {DocumentFragment}
 */
export function sanitize(markup, { untrusted = false, svg = false } = {}) {
  // Making a template costs several times what parsing a short message does: one serves for all.
  template ??= inertDocument().createElement("template");
  innerHtml.call(template, forInertParse(svg ? `<svg>${markup}</svg>` : markup));
  const parsed = templateContent.call(template);
  clean(parsed, untrusted);
  return childrenOf(svg ? parsed.firstElementChild : parsed);
}

/**
 * The children of a node, taken out of it.
 *
 * @param {Node | null} parent
 * @returns {DocumentFragment}
 */
export function childrenOf(parent) {
  const fragment = new DocumentFragment();
  if (parent instanceof DocumentFragment) fragment.append(parent);
  for (let child = parent && firstChildOf(parent); child; child = firstChildOf(parent)) {
    fragment.append(child);
  }
  return fragment;
}

function clean(fragment, untrusted) {
  const walker = walkElements(fragment);
  let element = walker.nextNode();
  while (element) {
    const tag = localName(element).toLowerCase();
    if (isRefused(element, tag, untrusted)) {
      const next = afterSubtree(walker);
      removeElement(element);
      element = next;
      continue;
    }
    if (hasAttributes(element)) cleanAttributes(element, tag, untrusted);
    if (element instanceof HTMLTemplateElement) clean(templateContent.call(element), untrusted);
    element = walker.nextNode();
  }
}

function isRefused(element, tag, untrusted) {
  if (isDropped(tag) || !NAMESPACES.has(namespaceOf(element))) return true;
  if (untrusted && CONTROLS.has(tag)) return true;
  return isAnimation(tag)
    && /href|^on|^style$|^src/i.test((getAttribute(element, "attributeName") ?? "").trim());
}

/** Moves the walker past an element and all it holds. */
function afterSubtree(walker) {
  do {
    const next = walker.nextSibling();
    if (next) return next;
  } while (walker.parentNode());
  return null;
}

function cleanAttributes(element, tag, untrusted) {
  for (const name of attributeNames(element)) {
    const lower = name.toLowerCase();
    if (lower === "style") {
      const text = getAttribute(element, name);
      removeAttribute(element, name);
      if (!untrusted) applyStyleText(element, text);
    } else if (lower.startsWith("on") || ATTRIBUTES.has(lower)
        || (untrusted && DRIVING.test(lower))
        || (holdsUrl(lower) && !isSafeUrl(getAttribute(element, name), lower, tag))) {
      removeAttribute(element, name);
    } else if (lower === "target" && /^\s*_blank\s*$/i.test(getAttribute(element, name))) {
      setAttribute(element, "rel", `${getAttribute(element, "rel") ?? ""} noopener noreferrer`.trim());
    }
  }
}
