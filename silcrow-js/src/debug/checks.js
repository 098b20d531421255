import { attributes } from "../../attributes.json";
import {
  attributeNames, firstChildOf, getAttribute, localName, namespaceOf, query, queryPage,
} from "../dom/native.js";
import { nearest } from "./nearest.js";
import { warn } from "./warn.js";

const HTML = "http://www.w3.org/1999/xhtml";

/** Name → row of the table. */
const table = new Map(attributes.filter(({ output }) => !output).map((row) => [row.name, row]));

const startingWith = (prefix) => [...table.keys()].filter((name) => name.startsWith(prefix));

const DIRECTIVES = startingWith("s-");
const BINDINGS = startingWith(":").map((name) => name.slice(1)).filter((name) => name !== "*");

/** Attributes whose property has another name. */
const UNREFLECTED = ["for", "role"];

/** Elements whose text is not read as text. */
const VERBATIM = /^(?:script|style|template|textarea|pre|code|kbd|samp)$/;

const BRACES = /\{\{.{0,200}?\}\}/s;

const FOR = /^\s*([\w-]+)\s+in\s/;

/** Looks at one element for likely mistakes. */
export function check(element) {
  for (const name of attributeNames(element)) {
    if (name.startsWith("s-")) checkDirective(element, name);
    else if (name.startsWith(":")) checkBinding(element, name.slice(1));
    else if (name === "id") checkId(element, getAttribute(element, name));
  }
  checkText(element);
}

function checkDirective(element, name) {
  if (table.has(name)) {
    checkPlace(element, name);
    checks[name]?.(element, getAttribute(element, name));
  } else {
    warn("attribute-unknown", element, name, nearest(name, DIRECTIVES));
  }
}

function checkPlace(element, name) {
  const tag = localName(element);
  const { on } = table.get(name);
  if (!on || on.includes(tag) || tag.includes("-")) return;
  warn("attribute-misplaced", element, `${name} on <${tag}>`, on.map((each) => `<${each}>`).join(" or "));
}

function checkBinding(element, name) {
  if (name === "*") return;
  if (BINDINGS.includes(name)) {
    checkPlace(element, `:${name}`);
    return;
  }
  if (name.includes("-") || name.includes(":") || namespaceOf(element) !== HTML) return;
  const names = namesOf(element);
  if (names.has(name)) return;
  const meant = nearest(name, [...BINDINGS, ...names]);
  if (meant) warn("binding-unknown", element, `:${name}`, `:${meant}`);
}

const known = new Map();

/** The properties of an element, in the lower case that attributes have. */
function namesOf(element) {
  const tag = localName(element);
  if (!known.has(tag)) {
    const names = new Set(UNREFLECTED);
    for (const name in element) names.add(name.toLowerCase());
    known.set(tag, names);
  }
  return known.get(tag);
}

function checkId(element, id) {
  const [first, second] = queryPage(`[id="${CSS.escape(id)}"]`);
  if (second) warn("id-duplicate", element === first ? second : element, id);
}

/** Attribute → what can be wrong with its value, or with what stands beside it. */
const checks = {
  __proto__: null,
  "s-target"(element, selector) {
    if (/:key|\{/.test(selector)) return;
    let found = null;
    try {
      found = query(selector);
    } catch {
      // An invalid selector matches nothing either.
    }
    if (!found) warn("target-unmatched", element, selector);
  },
  "s-preserve"(element) {
    if (!getAttribute(element, "id")) warn("preserve-without-id", element);
  },
  "s-for"(element, expression) {
    const [, item] = FOR.exec(expression) ?? [];
    if (!item || getAttribute(element, ":key") !== null || !element.content) return;
    const walker = document.createTreeWalker(element.content, NodeFilter.SHOW_ELEMENT);
    while (walker.nextNode()) {
      const row = /** @type {Element} */ (walker.currentNode);
      if (attributeNames(row).some((name) => getAttribute(row, name).startsWith(`${item}.`))) {
        warn("key-missing", element, expression);
        return;
      }
    }
  },
};

function checkText(element) {
  if (VERBATIM.test(localName(element))) return;
  for (let node = firstChildOf(element); node; node = node.nextSibling) {
    const [braces] = node instanceof Text ? BRACES.exec(node.data) ?? [] : [];
    if (braces) warn("braces-in-text", element, braces);
  }
}
