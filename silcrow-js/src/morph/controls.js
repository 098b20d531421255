import { emit } from "../dom/emit.js";
import {
  activeElement, contains, getAttribute, getText, isConnected, listen, localName, queryAll,
} from "../dom/native.js";
import { watchComposition } from "./composition.js";
import { watchSelection } from "./selection.js";

/** What the user can type into, or choose in. */
const CONTROLS = "input,textarea,select";

/** Editable elements that the user has changed → the text that they had before. */
const editables = new Map();

/** Controls that kept a value because they had the focus, not because it was changed → the value. */
const pinned = new WeakMap();

/** Controls whose value has reached the server → the value: it is no longer the user's alone. */
const sent = new WeakMap();

/**
 * A control that keeps what the user did.
 * @typedef {object} Kept
 * @property {string} state
 * @property {boolean} edited
 * @property {boolean} [arrived] the server has it, and may replace it
 * @property {number | null} [start]
 * @property {number | null} [end]
 * @property {"forward" | "backward" | "none"} [direction]
 */

const isSelect = (element) => element instanceof HTMLSelectElement;
export const isControl = (element) => element instanceof HTMLInputElement
  || element instanceof HTMLTextAreaElement || isSelect(element);
const isCheckable = ({ type }) => type === "checkbox" || type === "radio";

/** What a control holds now, and what its markup says, as text. */
export const stateOf = (control) => (isSelect(control)
  ? values([...control.selectedOptions])
  : isCheckable(control) ? `${control.checked}` : control.value);

/** What a control would hold had nobody touched it, as text. */
export function defaultOf(control) {
  if (isSelect(control)) return values(defaultOptions(control));
  if (isCheckable(control)) return `${control.defaultChecked}`;
  if (control.value === control.defaultValue || control.type === "file") {
    return control.type === "file" ? "" : control.defaultValue;
  }
  // Some types make a value of their own from the default one: a range without any is at 50.
  const probe = control.cloneNode();
  probe.value = control.defaultValue;
  return probe.value;
}

const values = (options) => options.map(({ value }) => value).join("\0");

function defaultOptions({ options, multiple, size }) {
  const all = [...options];
  const chosen = all.filter(({ defaultSelected }) => defaultSelected);
  if (multiple || chosen.length || size > 1) return multiple ? chosen : chosen.slice(-1);
  return all.filter(({ disabled, parentNode }) => !disabled && !parentNode.disabled).slice(0, 1);
}

/** The kind of a control and its name: what makes it the same among others. */
export function kindOf(element) {
  const tag = localName(element);
  if (!isControl(element)) {
    return getAttribute(element, "contenteditable") === null ? tag : `${tag} editable`;
  }
  const value = isCheckable(element) ? getAttribute(element, "value") : "";
  return `${tag} ${typeOf(element)} ${getAttribute(element, "name") ?? ""} ${value}`;
}

/** Types that hold the same text: what was typed survives a change from one to another. */
const typeOf = ({ type }) => (/^(?:text|search|url|tel|email|password)$/.test(type) ? "text" : type);

/** Whether one control can take on what another one's markup says. */
export const isSameKind = (one, other) => !(one instanceof HTMLInputElement)
  || typeOf(one) === typeOf(other);

/**
 * The controls, in an element and around it, that must keep what the user typed or chose: those
 * that hold something else than their markup says, and the one in focus.
 *
 * @param {Element} root
 * @param {boolean} deep also those inside
 * @returns {Map<Element, Kept>}
 */
export function keptControls(root, deep) {
  const kept = new Map();
  const active = activeElement();
  const controls = [root, ...deep ? queryAll(root, CONTROLS) : []];
  for (const control of /** @type {*[]} */ (controls.filter(isControl))) {
    const state = stateOf(control);
    const arrived = sent.get(control) === state;
    const edited = !arrived && state !== defaultOf(control) && pinned.get(control) !== state;
    if (!edited && !arrived && control !== active) continue;
    const { selectionStart: start, selectionEnd: end, selectionDirection: direction } = control;
    kept.set(control, { state, edited, arrived, start, end, direction });
  }
  for (const host of new Set([...editables.keys(), active])) {
    if (!host || !isEditable(host) || !isConnected(host)) editables.delete(host);
    else if (contains(host, root) || contains(root, host)) {
      const state = getText(host);
      const edited = editables.has(host) && editables.get(host) !== state;
      if (edited || host === active) kept.set(host, { state, edited });
    }
  }
  return kept;
}

/**
 * Remembers what a form holds as it is sent. When that has arrived, the server's word counts again
 * for the fields that the user has not changed since: an answer may empty them.
 *
 * @param {Element} form
 * @returns {() => void} to be called when it has arrived
 */
export function sending(form) {
  const states = [...queryAll(form, CONTROLS)].filter(isControl)
    .map((control) => [control, stateOf(control)]);
  return () => {
    for (const [control, state] of states) {
      if (stateOf(control) === state) sent.set(control, state);
    }
  };
}

/** Whether an element is one whose content the user writes. */
export const isEditable = (element) => element instanceof HTMLElement && element.isContentEditable
  && !isControl(element);

/** Every control and editable element inside some nodes. */
export const CANDIDATES = `${CONTROLS},[contenteditable]`;

/** Notes what the server has for an editable element whose content is the user's. */
export const setDefault = (host, text) => editables.set(host, text);

/**
 * Tells the page what the user typed into controls that are about to go: `silcrow:discard` on each.
 *
 * @param {Node} node that is about to go
 * @param {Map<Element, Kept>} kept
 * @returns {boolean} false when the page wants to keep the node
 */
export function discard(node, kept) {
  let agreed = true;
  for (const [element, { state: value, edited }] of kept) {
    if (edited && contains(node, element)
        && !emit(element, "silcrow:discard", { element, value }, true)) {
      agreed = false;
    }
  }
  return agreed;
}

/** Gives back what a change of defaults took away. */
export function restore(kept) {
  for (const [control, { state, edited, arrived, start, end, direction }] of kept) {
    if (!isConnected(control) || !isControl(control)) continue;
    if (arrived) {
      sent.delete(control);
      takeDefault(control);
      continue;
    }
    if (stateOf(control) !== state) {
      write(control, state);
      if (typeof start === "number" && control === activeElement()) {
        /** @type {*} */ (control).setSelectionRange(start, end, direction);
      }
    }
    if (!edited && stateOf(control) !== defaultOf(control)) pinned.set(control, state);
  }
}

/** Lets a control hold what {@link stateOf} said. */
export function write(control, state) {
  if (isSelect(control)) {
    const chosen = state.split("\0");
    const options = [...control.options];
    if (state && !options.some(({ value }) => chosen.includes(value))) return;
    for (const option of options) {
      const on = chosen.includes(option.value);
      if (option.selected !== on) option.selected = on;
    }
  } else if (isCheckable(control)) control.checked = state === "true";
  else control.value = state;
}

/** Lets a control that the user left alone hold what its markup says. */
export function takeDefault(control) {
  if (!isControl(control)) return;
  const state = defaultOf(control);
  if (stateOf(control) !== state) write(control, state);
}

/** Follows what the user does in controls; returns the function that ends it. */
export function watchUser() {
  const note = ({ type, target }) => {
    if (isEditable(target) && !editables.has(target)) {
      // Commands of the page change text without asking first: what was there is not known then.
      editables.set(target, type === "input" ? null : getText(target));
    }
  };
  const ends = [
    watchComposition(),
    watchSelection(),
    listen(document, "beforeinput", note, true),
    listen(document, "input", note, true),
    listen(document, "focusout", ({ target }) => {
      if (!pinned.has(target)) return;
      if (pinned.get(target) === stateOf(target)) takeDefault(target);
      pinned.delete(target);
    }, true),
  ];
  return () => {
    for (const end of ends) end();
    editables.clear();
  };
}
