import { describe } from "../dom/find.js";
import { isRecord } from "../dom/json.js";
import {
  classList, getAttribute, getText, localName, removeAttribute, setAttribute, setText, styleOf,
} from "../dom/native.js";
import { isCode, isRefused, words } from "../html/policy.js";
import { holdsUrl, isSafeUrl } from "../html/safe_url.js";
import { setStyle } from "../html/style.js";

/**
 * A place in the page that data flows into.
 * @typedef {object} Slot
 * @property {Element} element
 * @property {string} name lower-case: text, class, show, style, a property or an attribute
 * @property {string[]} parts the path of its value
 * @property {*} last the value written last, or {@link UNSET}
 * @property {Setter} write
 * @property {*} [memory] what a setter has to remember
 */

/** @typedef {(slot: Slot, value: *) => (string | undefined)} Setter returns what was wrong with the value */

/** No value was written yet; different from every value. */
export const UNSET = Symbol("unset");

const NAME = /^[a-z][a-z0-9:_-]*$/;

const REFUSED = /^(?:innerhtml|outerhtml|insertadjacenthtml|is|s-.*|http-equiv)$/;

/** Bound name → DOM property and the value that null stands for. */
const PROPERTIES = /** @type {Map<string, [string, *]>} */ (
  new Map([["value", ["value", ""]], ["selectedindex", ["selectedIndex", 0]]]));
for (const name of words("checked disabled selected hidden required readOnly multiple open muted"
  + " indeterminate")) {
  PROPERTIES.set(name.toLowerCase(), [name, false]);
}

const SPECIAL = { __proto__: null, text, class: classes, show, style };

/**
 * The one gate through which data reaches the page.
 *
 * @param {Element} element
 * @param {string} name the binding's name, such as "text" or "href"
 * @returns {Setter | null} null when this name may not be bound on this element
 */
export function setterFor(element, name) {
  const tag = localName(element).toLowerCase();
  if (!NAME.test(name) || REFUSED.test(name) || isRefused(name)) return null;
  if (isCode(tag) && name !== "class" && name !== "show") return null;
  if (name in SPECIAL) return SPECIAL[name];
  const property = PROPERTIES.get(name);
  return property && property[0] in element ? (slot, value) => write(slot.element, property, value)
    : attribute;
}

function write(element, [property, empty], value) {
  let next = value ?? empty;
  if (typeof empty === "boolean") next = next !== "false" && Boolean(next);
  else if (typeof next === "object") return describe(value);
  else next = typeof empty === "number" ? Number(next) : String(next);
  // The user may have typed since: compare with the page, not with what was written last.
  if (element[property] !== next) element[property] = next;
  return undefined;
}

function text({ element, last }, value) {
  if (typeof value === "object" && value !== null) return describe(value);
  const next = String(value ?? "");
  if (last !== UNSET || getText(element) !== next) setText(element, next);
  return undefined;
}

function attribute({ element, name }, value) {
  if (value === null || value === false) {
    removeAttribute(element, name);
    return undefined;
  }
  if (typeof value === "object") return describe(value);
  const next = value === true ? "" : String(value);
  if (holdsUrl(name) && !isSafeUrl(next, name, localName(element).toLowerCase())) {
    removeAttribute(element, name);
    return "unsafe URL";
  }
  if (getAttribute(element, name) !== next) setAttribute(element, name, next);
  return undefined;
}

/**
 * Text or a list adds to the classes of the server's markup and takes away what it added before;
 * an object switches the names it mentions.
 */
function classes(slot, value) {
  const list = classList(slot.element);
  const ours = (slot.memory ??= new Set());
  const wanted = new Map();
  collectClasses(value, wanted);
  for (const name of isRecord(value) ? [] : ours) {
    if (wanted.get(name)) continue;
    list.remove(name);
    ours.delete(name);
  }
  for (const [name, on] of wanted) {
    if (!on) list.remove(name);
    else if (!list.contains(name)) {
      list.add(name);
      ours.add(name);
    }
  }
}

function collectClasses(value, wanted) {
  if (Array.isArray(value)) {
    for (const item of value) collectClasses(item, wanted);
  } else if (isRecord(value)) {
    for (const [names, on] of Object.entries(value)) {
      for (const name of tokens(names)) wanted.set(name, Boolean(on));
    }
  } else if (typeof value === "string") {
    for (const name of tokens(value)) wanted.set(name, true);
  }
}

const tokens = (value) => value.split(/\s+/).filter(Boolean);

/** Hides with inline display and restores what the markup had. */
function show(slot, value) {
  const style = styleOf(slot.element);
  if (slot.memory === undefined) slot.memory = style.display === "none" ? "" : style.display;
  const next = value ? slot.memory : "none";
  if (style.display !== next) style.display = next;
}

/** An object of property → value; null takes a property away. */
function style({ element }, value) {
  if (value === null) return undefined;
  if (!isRecord(value)) return describe(value);
  const refused = Object.entries(value).filter(([property, item]) => {
    const name = property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return !setStyle(element, name, item === null || item === false ? "" : String(item));
  });
  return refused.length ? "unsafe style" : undefined;
}
