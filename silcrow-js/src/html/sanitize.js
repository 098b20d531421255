import {
  attributeNames, firstChildOf, getAttribute, hasAttribute, hasAttributes, inertDocument, localName,
  namespaceOf, removeAttribute, removeElement, setAttribute, skipSubtree, templateContent,
  walkElements,
} from "../dom/native.js";
import { note, report } from "../report.js";
import { isAnimation, isDropped, isRefused, isRunning } from "./policy.js";
import { holdsUrl, isSafeUrl, isScriptUrl } from "./safe_url.js";
import { cleanStyle } from "./style.js";
import { SERVER, TRUSTED, UNTRUSTED, levelOf } from "./trust.js";
import { forInertParse } from "./trusted.js";
import { isDriving, isForeign } from "./untrusted.js";

/** Namespace → the element that puts the parser into it. */
const ROOTS = {
  __proto__: null,
  "http://www.w3.org/2000/svg": "svg",
  "http://www.w3.org/1998/Math/MathML": "math",
};

/** Elements of SVG and MathML whose content is parsed as HTML. */
const HTML_INSIDE = /^(?:foreignObject|desc|title|m[inos]|mtext)$/;

const innerHtml = Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML").set;

let template;

/** The page's own way to clean markup, or null. */
let plugin = null;

/**
 * Lets the page clean markup in its own way, such as with a library; null restores ours. Markup that
 * the page trusts is not passed through it.
 *
 * @param {((markup: string, context: {untrusted: boolean, context: Element | null})
 *     => Node | string) | null} cleaner returns nodes, which are taken as they are, or markup, which
 *     is cleaned by our policy as well
 */
export function sanitizeWith(cleaner) {
  plugin = cleaner;
}

/**
 * Turns markup into nodes without code: parsed once in a document that runs and loads nothing,
 * cleaned as a tree, never written out again.
 *
 * @param {string} markup
 * @param {Element | null} [context] the element whose content this becomes
 * @param {number} [level] how far to believe it
 * @returns {DocumentFragment}
 */
export function sanitize(markup, context = null, level = levelOf(context)) {
  if (!plugin || level === TRUSTED) return parse(markup, context, level);
  try {
    const cleaned = plugin(markup, { untrusted: level === UNTRUSTED, context });
    if (typeof cleaned === "string") return parse(cleaned, context, level);
    if (!(cleaned instanceof Node)) throw new TypeError("Expected nodes or markup");
    const fragment = new DocumentFragment();
    fragment.append(cleaned);
    return fragment;
  } catch (cause) {
    report("sanitizer-failed", "app", { cause });
    return parse(markup, context, level);
  }
}

/** Cleans markup that is a piece of data: a page that trusts its server need not trust that. */
export const sanitizeData = (markup, context) =>
  sanitize(markup, context, Math.max(SERVER, levelOf(context)));

function parse(markup, context, level) {
  const root = context && !HTML_INSIDE.test(localName(context)) && ROOTS[namespaceOf(context)];
  // Making a template costs several times what parsing a short message does: one serves for all.
  template ??= inertDocument().createElement("template");
  innerHtml.call(template, forInertParse(root ? `<${root}>${markup}` : markup));
  const parsed = templateContent(template);
  clean(parsed, level);
  return childrenOf(root ? parsed.firstElementChild : parsed);
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

/** Cleans a tree, and what its templates and regions of strangers hold. */
function clean(root, level) {
  const parts = [[root, level]];
  for (const [part, believed] of parts) {
    const walker = walkElements(part);
    let element = walker.nextNode();
    while (element) {
      const tag = localName(element).toLowerCase();
      if (isUnwanted(element, tag, believed)) {
        const next = skipSubtree(walker);
        TEACH: note("markup-dropped", { found: `<${tag}>` });
        removeElement(element);
        element = next;
        continue;
      }
      const region = hasAttributes(element) && cleanAttributes(element, tag, believed);
      if (tag === "template" && element instanceof HTMLTemplateElement) {
        parts.push([templateContent(element), believed]);
      }
      if (region) {
        parts.push([element, UNTRUSTED]);
        element = skipSubtree(walker);
      } else {
        element = walker.nextNode();
      }
    }
  }
}

function isUnwanted(element, tag, level) {
  if (isAnimation(tag)) {
    return level === UNTRUSTED
      || attributeNames(element).some((name) => name.toLowerCase() === "attributename"
        && /href|^\s*on|style|src/i.test(getAttribute(element, name)));
  }
  if (level === TRUSTED) return tag === "script";
  // What an element is said to be cannot be taken from it again.
  return isDropped(tag)
    || (level === UNTRUSTED && (isForeign(tag) || hasAttribute(element, "is")));
}

/** Returns whether the element begins a region of strangers. */
function cleanAttributes(element, tag, level) {
  let region = false;
  for (const name of attributeNames(element)) {
    if ((level === UNTRUSTED && isDriving(name)) || ruleOf(name)(element, name, level, tag)) {
      TEACH: note("markup-dropped", { found: `${name} of <${tag}>`, element });
      removeAttribute(element, name);
    } else if (name === "s-untrusted") {
      region = true;
    }
  }
  return region;
}

/**
 * Decides about one attribute, and may mend it.
 * @typedef {(element: Element, name: string, level: number, tag: string) => boolean} Rule returns
 *     whether it has to go
 */

/** @type {Map<string, Rule>} attribute → rule, for names that came up lately */
const rules = new Map();

function ruleOf(name) {
  let rule = rules.get(name);
  if (!rule) {
    const lower = name.toLowerCase();
    rule = isRunning(lower) ? always : isRefused(lower) ? refused : holdsUrl(lower) ? url
      : lower === "style" ? style : lower === "target" ? target : plain;
    if (rules.size > 999) rules.clear();
    rules.set(name, rule);
  }
  return rule;
}

const always = () => true;

const refused = (element, name, level) => level !== TRUSTED;

const plain = () => false;

function url(element, name, level, tag) {
  const value = getAttribute(element, name);
  return level === TRUSTED ? isScriptUrl(value)
    : ROOTS[namespaceOf(element)] === "math" || !isSafeUrl(value, name.toLowerCase(), tag);
}

function style(element, name, level) {
  cleanStyle(element, getAttribute(element, name), level === TRUSTED);
  return false;
}

/** A window that a link opens must not reach back into this one. */
function target(element, name, level) {
  const rel = getAttribute(element, "rel") ?? "";
  if (level === SERVER && /^\s*_blank\s*$/i.test(getAttribute(element, name))
      && !/noopener noreferrer/i.test(rel)) {
    setAttribute(element, "rel", `${rel} noopener noreferrer`.trim());
  }
  return false;
}
