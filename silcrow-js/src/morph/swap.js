import { announce, quietly } from "../dom/changes.js";
import {
  activeElement, after, append, before, byId, closest, contains, getAttribute, localName,
  namespaceOf, parentOf, prepend, removeElement, replaceChildren, replaceWith,
} from "../dom/native.js";
import { mayHoldDirectives } from "../html/directives.js";
import { sanitize } from "../html/sanitize.js";
import { keepFocus } from "./focus.js";

const SVG = "http://www.w3.org/2000/svg";

/** Swaps whose markup takes the place of, or stands beside, the target. */
const BESIDE = new Set(["outer", "before", "after"]);

/** Elements that must stay what they are: only their content can change. */
const FIXED = new Set(["body"]);

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
  place(target, mode === "remove" ? null : parse(target, markup, mode), mode,
    mayHoldDirectives(markup));
}

/**
 * Puts clean nodes into the page, as {@link swap} does.
 *
 * @param {Element} target
 * @param {DocumentFragment | null} fragment null only for "remove"
 * @param {string} mode
 * @param {boolean} directives whether the nodes may hold directives
 */
export function place(target, fragment, mode, directives) {
  const parent = parentOf(target);
  const added = directives && fragment ? [...fragment.children] : [];
  const emptied = mode === "inner" ? [target] : BESIDE.has(mode) || mode === "remove" ? [parent] : [];
  const parents = [target, parent];
  quietly(parents, () => {
    if (mode === "append" || mode === "prepend") {
      const changed = updateKnown(target, fragment);
      emptied.push(...changed);
      parents.push(...changed);
    }
    const restore = mode === "inner" || mode === "outer" ? keepFocus(target, fragment) : null;
    moves[mode](target, fragment);
    restore?.();
  });
  if (added.length || emptied.length) announce({ added, emptied });
}

const moves = {
  inner: replaceChildren,
  outer: replaceWith,
  append,
  prepend,
  before,
  after,
  remove: removeElement,
};

/**
 * Replaces the elements of the target whose ids come again, so that a repeated message never
 * doubles anything. What is left in the fragment is new.
 *
 * @returns {Element[]} parents that changed
 */
function updateKnown(target, fragment) {
  const changed = [];
  for (const fresh of [...fragment.children]) {
    const id = getAttribute(fresh, "id");
    const known = id && byId(id);
    if (!known || known === target || !contains(target, known)) continue;
    changed.push(parentOf(known));
    const restore = contains(known, activeElement()) ? keepFocus(known, fragment) : null;
    replaceWith(known, fresh);
    restore?.();
  }
  return changed;
}

/** Clean nodes for a target, as {@link swap} puts them in. */
export function parse(target, markup, mode) {
  const context = BESIDE.has(mode) ? parentOf(target) : target;
  return sanitize(markup, {
    untrusted: closest(target, "[s-untrusted]") !== null,
    svg: namespaceOf(context) === SVG && localName(context) !== "foreignObject",
  });
}
