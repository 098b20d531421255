import { mine } from "../dom/changes.js";
import { describe } from "../dom/find.js";
import { isRecord } from "../dom/json.js";
import {
  activeElement, classList, getAttribute, getText, localName, removeAttribute, setAttribute,
  setText, styleOf,
} from "../dom/native.js";
import { mayHoldDirectives } from "../html/directives.js";
import { isCode, isRefused, words } from "../html/policy.js";
import { holdsUrl, isSafeUrl } from "../html/safe_url.js";
import { sanitizeData } from "../html/sanitize.js";
import { setStyle } from "../html/style.js";
import { afterComposition, isComposing } from "../morph/composition.js";
import { place } from "../morph/swap.js";
import { LIMITS } from "../protocol.js";
import { note, report } from "../report.js";

/**
 * What a value is written into, apart from the element itself.
 * @typedef {object} Sink
 * @property {string} name lower-case: text, html, class, show, style, use, a property or an attribute
 * @property {Setter} write
 * @property {*} base the inline display of the server's markup, or the DOM property and its empty value
 * @property {boolean} live the user may change it: the page is compared each time
 */

/**
 * @typedef {(element: Element, value: *, last: *, sink: Sink) => (string | undefined)} Setter
 *     `last` is what was written last, or {@link UNSET}; returns what was wrong with the value
 */

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

/** What the user can change. */
const LIVE = words("value checked selected selectedindex open muted indeterminate");

const SPECIAL = { __proto__: null, text, html, class: classes, show, style, use };

/** Whose data is being written; {@link writeAs} changes it. */
/** @type {import("../report.js").Attribution} */
let attribution = "app";

/** Says whose data the next values are. */
export function writeAs(who) {
  attribution = who;
}

/** Tag and name → the sink, which all such elements share; null where it is refused. */
/** @type {Map<string, Sink | null>} */
const sinks = new Map();

/**
 * The one gate through which data reaches the page.
 *
 * @param {Element} element
 * @param {string} name the binding's name, such as "text" or "href"
 * @returns {Sink | null} null when this name may not be bound on this element
 */
export function sinkFor(element, name) {
  const tag = localName(element);
  const id = `${tag} ${name}`;
  let sink = sinks.get(id);
  if (sink === undefined || (sink && sink.write === /** @type {*} */ (show))) {
    sink = makeSink(element, tag.toLowerCase(), name);
    if (sinks.size < LIMITS.sinks) sinks.set(id, sink);
  }
  return sink;
}

function makeSink(element, tag, name) {
  if (!NAME.test(name) || REFUSED.test(name) || isRefused(name)) return null;
  if (isCode(tag) && name !== "class" && name !== "show") return null;
  let write = SPECIAL[name];
  let base;
  if (write === show) {
    const { display } = styleOf(element);
    base = display === "none" ? "" : display;
  } else if (!write) {
    base = PROPERTIES.get(name);
    write = base && base[0] in element ? property : attribute;
  }
  return { name, write, base, live: LIVE.has(name) };
}

/** Whether writing this value again would change nothing. */
export const isSettled = (sink, value, last) =>
  value === last && (typeof value !== "object" || value === null) && !sink.live;

/**
 * Writes a value. One that fails is reported and stops nobody else's.
 *
 * @param {Sink & {raw: string}} slot
 * @param {Element} element
 * @param {*} value
 * @param {*} last
 * @returns {*} what is known to be there then
 */
export function put(slot, element, value, last) {
  if (isComposing(element) && TYPED.has(slot.name)) {
    afterwards(slot, element, value);
    return value;
  }
  let problem;
  let cause;
  let known = value;
  try {
    problem = slot.write(element, value, last, slot);
  } catch (error) {
    problem = "refused";
    cause = error;
    known = UNSET;
  }
  if (problem) {
    report("binding-failed", attribution, { found: `${problem} for ${slot.name}=${slot.raw}`, element, cause });
  }
  return known;
}

/** What reaches into the text that the user composes. */
const TYPED = words("value text html use");

/** Element → the values that wait for the end of a composition in it. */
const composed = new WeakMap();

/** Writes the newest value for a sink once the user has composed. */
function afterwards(slot, element, value) {
  const waiting = composed.get(element) ?? new Map();
  composed.set(element, waiting);
  const who = attribution;
  if (!waiting.size) {
    afterComposition(element, () => {
      composed.delete(element);
      writeAs(who);
      for (const [sink, newest] of waiting) put(sink, element, newest, UNSET);
    });
  }
  waiting.set(slot, value);
}

/** A value as a property holds it that is `empty` by itself. */
export const normal = (value, empty) => typeof empty === "boolean"
  ? value !== "false" && Boolean(value)
  : typeof empty === "number" ? Number(value ?? empty) : String(value ?? empty);

function property(element, value, last, { base: [name, empty] }) {
  if (typeof value === "object" && value && typeof empty !== "boolean") return describe(value);
  const next = normal(value, empty);
  // The user may have typed since: compare with the page, not with what was written last.
  if (element[name] === next) return undefined;
  if (name === "value" && element === activeElement()) return typedInto(element, next, value, last);
  element[name] = next;
  return undefined;
}

/**
 * A control that the user is in. What was typed is never taken away by the server, and by the
 * page's own code only with a new value or an empty one. The caret stays.
 */
function typedInto(element, next, value, last) {
  const known = last === UNSET ? element.defaultValue ?? next : String(last ?? "");
  if (element.value !== known && (attribution === "server" || (value === last && next))) {
    TEACH: note("value-kept", { element });
    return undefined;
  }
  const { selectionStart, selectionEnd } = element;
  element.value = next;
  if (typeof selectionStart === "number") element.setSelectionRange(selectionStart, selectionEnd);
  return undefined;
}

function text(element, value, last) {
  if (typeof value === "object" && value !== null) return describe(value);
  const next = typeof value === "string" ? value : value === null ? "" : String(value);
  if ((last !== UNSET || getText(element) !== next) && setText(element, next)) mine(element);
  return undefined;
}

/** Markup, cleaned as any other: as data it is not trusted where the server is. */
function html(element, value) {
  if (typeof value === "object" && value !== null) return describe(value);
  const markup = String(value ?? "");
  place(element, sanitizeData(markup, element), "inner", mayHoldDirectives(markup));
  return undefined;
}

function attribute(element, value, _last, { name }) {
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

/** Element → the classes that data has added to those of the server's markup. */
const added = new WeakMap();

/**
 * Text or a list adds to the classes of the server's markup and takes away what it added before;
 * an object switches the names it mentions.
 */
function classes(element, value) {
  let ours = added.get(element);
  if (!value && !ours) return;
  const list = classList(element);
  const wanted = namesIn(value);
  if (ours && !isRecord(value)) {
    for (const name of ours) {
      if (wanted.get(name)) continue;
      list.remove(name);
      ours.delete(name);
    }
  }
  for (const [name, on] of wanted) {
    if (list.contains(name) === on) continue;
    list.toggle(name, on);
    if (!on) continue;
    if (!ours) added.set(element, ours = new Set());
    ours.add(name);
  }
}

/** Class name → whether it is wanted. */
export function namesIn(value, names = new Map()) {
  if (Array.isArray(value)) {
    for (const item of value) namesIn(item, names);
  } else if (isRecord(value)) {
    for (const [some, on] of Object.entries(value)) {
      for (const name of tokens(some)) names.set(name, Boolean(on));
    }
  } else if (typeof value === "string") {
    for (const name of tokens(value)) names.set(name, true);
  }
  return names;
}

const tokens = (value) => value.split(/\s+/).filter(Boolean);

/** Hides with inline display and restores what the markup had. */
function show(element, value, _last, { base }) {
  const inline = styleOf(element);
  const next = value ? base : "none";
  if (inline.display !== next) inline.display = next;
}

/** An object of property → value; null takes a property away. */
function style(element, value) {
  if (value === null) return undefined;
  if (!isRecord(value)) return describe(value);
  const refused = Object.entries(value).filter(([key, item]) => {
    const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return !setStyle(element, name, item === null || item === false ? "" : String(item));
  });
  return refused.length ? "unsafe style" : undefined;
}

/** Element → the sinks that `s-use` has needed so far. */
const spreads = new WeakMap();

/** Each entry of an object as if it were bound by its name; anything else as text. */
function use(element, value, last, sink) {
  if (!isRecord(value)) return text(element, value, last);
  const known = spreads.get(element) ?? new Map();
  spreads.set(element, known);
  const refused = [];
  for (const [key, item] of Object.entries(value)) {
    const name = key.toLowerCase();
    const inner = known.get(name) ?? (name === "use" ? null : sinkFor(element, name));
    known.set(name, inner);
    const before = isRecord(last) && Object.hasOwn(last, key) ? last[key] : UNSET;
    if (inner && isSettled(inner, item, before)) continue;
    const problem = inner ? inner.write(element, item, before, inner) : "refused";
    if (problem) refused.push(`${problem} for ${key}`);
  }
  return refused.join(", ") || undefined;
}
