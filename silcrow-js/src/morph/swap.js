import { announce, quietly } from "../dom/changes.js";
import {
  activeElement, after, append, before, byId, childrenAsArray, closest, contains, firstElementOf,
  getAttribute, isElement, localName, parentOf, prepend, previousOf, removeChild,
  removeElement, setText,
} from "../dom/native.js";
import { mayHoldDirectives } from "../html/directives.js";
import { sanitize } from "../html/sanitize.js";
import { cap } from "./cap.js";
import { afterComposition, catchUp, composingIn, mustWait } from "./composition.js";
import { discard, isEditable, keptControls, restore, setDefault, takeDefault } from "./controls.js";
import { followFocus } from "./focus.js";
import { morphRange } from "./morph.js";

/** Swaps whose markup takes the place of, or stands beside, the target. */
const BESIDE = new Set(["outer", "before", "after"]);

/** Elements that must stay what they are: only their content can change. */
const FIXED = new Set(["body"]);

/** Elements whose text is the user's, or has a meaning to a control. */
const DELICATE = "textarea,select,[contenteditable]";

/**
 * Puts markup into the page: the one place that does. The markup is cleaned first, and whoever
 * follows the tree (bindings, live elements) is told once.
 *
 * @param {Element} target
 * @param {string} markup
 * @param {string} [swap] one of SWAPS
 */
export function swap(target, markup, swap = "inner") {
  const mode = FIXED.has(localName(target)) && !["append", "prepend"].includes(swap)
    ? "inner" : swap;
  if (mode === "inner" && !/[<&\r\0]/.test(markup) && !firstElementOf(target)
      && !closest(target, DELICATE)) {
    quietly(new Set([target]), () => setText(target, markup));
    announce({ added: [], emptied: [target] });
    return;
  }
  place(target, mode === "remove" ? null : parse(target, markup, mode), mode,
    mayHoldDirectives(markup));
}

/**
 * Puts clean nodes into the page, as {@link swap} does. What is there becomes what comes, node by
 * node, so that everything that need not change stays: what the user typed and chose, the focus,
 * the selection, scroll positions, players, open details and dialogs, custom elements. While the
 * user composes text in something that has no place any more, the swap waits.
 *
 * @param {Element} target
 * @param {DocumentFragment | null} fragment null only for "remove"
 * @param {string} mode one of SWAPS, or "page": as "inner", and what the user typed is not kept
 * @param {boolean} directives whether the nodes may hold directives
 */
export function place(target, fragment, mode, directives) {
  catchUp();
  const wait = () =>
    afterComposition(target, () => place(target, fragment, mode, directives));
  const within = mode === "inner" || mode === "outer";
  const composing = composingIn(target);
  if (mustWait(target)
      || (composing && (mode === "remove" || (!within && contains(composing, target))))) {
    wait();
    return;
  }
  const isOther = mode === "page";
  const active = activeElement();
  const kept = keptControls(target, within || isOther || mode === "remove");
  if (isOther) {
    for (const control of kept.keys()) takeDefault(control);
    kept.clear();
  }
  const m = {
    directives,
    templates: Boolean(fragment?.querySelector("template")),
    active: active && contains(target, active) ? active : null,
    kept,
    pairs: new Map(),
    mates: new Map(),
    hints: new Map(),
    held: new Map(),
    used: new Set(),
    settled: new Set(),
    stale: [],
    inserted: [],
    changed: [],
    touched: new Set(),
  };
  const host = within && [...m.kept.keys()].find((element) =>
    isEditable(element) && contains(element, target) && (mode === "inner" || element !== target));
  if (host && !composing) {
    if (host === target) setDefault(host, fragment.textContent);
    return;
  }
  const settleFocus = followFocus(target, parentOf(target));
  let emptied;
  quietly(m.touched, () => {
    emptied = modes[mode](target, fragment, m);
    if (!emptied) return;
    for (const node of m.stale) {
      if (!m.used.has(node) && discard(node, m.kept)) removeChild(parentOf(node), node);
    }
    // Where the morph did not come by, the server has what the user wrote.
    for (const [host, { state }] of within ? m.kept : []) {
      if (isEditable(host) && !m.used.has(host)) setDefault(host, state);
    }
    restore(m.kept);
    settleFocus(m.inserted);
  });
  if (!emptied) {
    wait();
    return;
  }
  const added = new Set(directives ? [...m.inserted, ...m.changed] : m.changed);
  emptied = [...emptied];
  if (added.size || emptied.length) announce({ added: [...added], emptied });
}

/** What each mode does; false when it has to wait, else the parents that lost something. */
const modes = {
  inner(target, fragment, m) {
    let old = childrenAsArray(target);
    if (FIXED.has(localName(target))) {
      old = old.filter((node) => !isElement(node) || getAttribute(node, "s-preserve") !== "always");
    }
    return morphRange(target, old, childrenAsArray(fragment), null, m) && m.touched;
  },
  page: (target, fragment, m) => modes.inner(target, fragment, m),
  outer: (target, fragment, m) => morphRange(parentOf(target), [target], childrenAsArray(fragment),
    previousOf(target), m) && m.touched,
  remove(target, fragment, m) {
    const parent = parentOf(target);
    m.touched.add(parent);
    if (discard(target, m.kept)) removeElement(target);
    return m.touched;
  },
  append: (target, fragment, m) => extend(target, fragment, m, append),
  prepend: (target, fragment, m) => extend(target, fragment, m, prepend),
  before: (target, fragment, m) => insert(target, fragment, m, before),
  after: (target, fragment, m) => insert(target, fragment, m, after),
};

/** Adds what is new at one end of a list, and turns what is known by its id into what comes. */
function extend(target, fragment, m, add) {
  for (const fresh of [...fragment.children]) {
    const id = getAttribute(fresh, "id");
    const known = id && byId(id);
    if (!known || known === target || !contains(target, known)) continue;
    const one = new DocumentFragment();
    one.append(fresh);
    for (const [control, state] of keptControls(known, true)) m.kept.set(control, state);
    if (!morphRange(parentOf(known), [known], [fresh], previousOf(known), m)) {
      afterComposition(known, () => place(known, one, "outer", m.directives));
    }
  }
  const emptied = new Set(m.touched);
  insert(target, fragment, m, add, target);
  if (cap(target, add === append)) emptied.add(target);
  return emptied;
}

function insert(target, fragment, m, add, parent = parentOf(target)) {
  m.touched.add(parent);
  m.inserted = [...m.inserted, ...fragment.children];
  add(target, fragment);
  return [];
}

/** Clean nodes for a target, as {@link swap} puts them in. */
export const parse = (target, markup, mode) =>
  sanitize(markup, BESIDE.has(mode) ? parentOf(target) : target);
