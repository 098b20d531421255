import { emit } from "../dom/emit.js";
import { describe, find } from "../dom/find.js";
import { isRecord, parseJson } from "../dom/json.js";
import { merge } from "../dom/merge.js";
import { closest, contains, getAttribute, isConnected, isElement, parentOf } from "../dom/native.js";
import { bindingsOf, bucketOf } from "../patch/bindings.js";
import { commit, patch, patchWithin, unwrap } from "../patch/patch.js";
import { LIMITS } from "../protocol.js";
import { report } from "../report.js";
import { takeToasts } from "../toasts/toasts.js";

/**
 * Data that the page shows before the server has said so.
 * @typedef {object} Guess
 * @property {Element} root
 * @property {object} data what is shown
 * @property {object | null} left what of it no other data has spoken about since
 * @property {boolean} tied a promise decides: until then it is shown whatever the server says
 * @property {(() => void)[]} journal undoes what is on the page
 */

/** @typedef {Readonly<{undo: () => void, settle: () => void}>} Handle */

/** Those without an outcome yet, of the whole page, oldest first. @type {Guess[]} */
let guesses = [];

/**
 * Patches data in as if the server had sent it already.
 *
 * Undoing brings back what the server has said, newer guesses stay on top. Data that others patch
 * meanwhile wins at once over a guess that nothing is tied to; under a tied one it waits, and shows
 * when the promise has decided. The arguments may come in either order.
 *
 * @param {Element | string} root
 * @param {object} data
 * @param {object} [options]
 * @param {Promise<*>} [options.until] its rejection, `false`, or an answer with `ok: false` undoes;
 *     any other outcome settles
 * @returns {Handle}
 */
export function optimistic(root, data, { until } = {}) {
  const swapped = isElement(data) || (typeof data === "string" && typeof root !== "string");
  const element = find(swapped ? data : root, "app");
  const copy = element && copyOf(swapped ? root : data, element);
  if (!copy) return { undo() {}, settle() {} };
  patchWithin(beneathGuesses);
  guesses = guesses.filter((guess) => isConnected(guess.root));
  if (guesses.length >= LIMITS.guesses) end(guesses[0], true);
  const guess = { root: element, data: copy, left: copy, tied: until !== undefined, journal: [] };
  guesses.push(guess);
  patch(copy, element, { journal: guess.journal });
  emit(element, "silcrow:optimistic", { root: element, data: copy });
  const undo = () => end(guess, false);
  const settle = () => end(guess, true);
  if (guess.tied) {
    Promise.resolve(until)
      .then((answer) => (answer === false || answer?.ok === false ? undo() : settle()), undo);
  }
  return { undo, settle };
}

/** Undoes the newest guess on a root. */
export function revert(root) {
  const element = find(root, "app");
  const newest = guesses.filter((guess) => guess.root === element).pop();
  if (newest) end(newest, false);
  else if (element) report("revert-nothing", "app", { element });
}

/**
 * Carries out `s-optimistic` of an element whose request is on its way: in the request's target
 * where the markup names it, else in the nearest element around that shows such data. The value
 * `":key"` stands for the key of the row.
 *
 * @param {Element} element
 * @param {Promise<*>} until the request, as {@link optimistic} takes it
 * @param {Element} [target] where `s-target` names it
 * @returns {Handle | undefined}
 */
export function optimisticFor(element, until, target) {
  const text = getAttribute(element, "s-optimistic");
  if (text === null) return undefined;
  const row = closest(element, "[\\:key],[s-key]:not([s-list])");
  const key = row && (getAttribute(row, ":key") ?? getAttribute(row, "s-key"));
  const data = parseJson(row ? text.replace(/":key"/g, () => JSON.stringify(key)) : text);
  const place = target ?? nearest(element, data);
  if (isRecord(data) && place) return optimistic(place, data, { until });
  report("optimistic-malformed", "app", { found: text, element });
  return undefined;
}

/**
 * Forgets the guesses on a root whose content was replaced, and those within: the page stays as it
 * is.
 *
 * @param {Node} target
 */
export function overrule(target) {
  guesses = guesses.filter(({ root }) => !contains(target, root));
}

function copyOf(data, element) {
  const content = unwrap(takeToasts(data));
  try {
    if (isRecord(content)) return merge(undefined, content, true);
    report("patch-shape", "app", { found: describe(content), element });
  } catch (cause) {
    report("optimistic-malformed", "app", { cause, element });
  }
  return null;
}

function nearest(element, data) {
  for (let node = element; isElement(node); node = parentOf(node)) {
    const map = bindingsOf(node);
    if (Object.keys(Object(data)).some((name) => bucketOf(map, name))) return node;
  }
  return null;
}

/** Takes the guesses from a place on off the page, and what is left of them on again afterwards. */
function beneath(at, work) {
  const above = guesses.slice(at);
  for (const { journal } of [...above].reverse()) {
    while (journal.length) journal.pop()();
  }
  work();
  for (const guess of above) {
    // As the server's data, it does not take what the user typed since.
    const { data, root, journal } = guess;
    if (guesses.includes(guess)) patch(data, root, { silent: true, attribution: "server", journal });
  }
}

/** Patches under the guesses that speak of the same. */
function beneathGuesses(element, content, work, attribution) {
  const touched = about(element, content, guesses);
  if (!touched.length) {
    work();
    return;
  }
  commit();
  beneath(guesses.indexOf(touched[0]), () => {
    work();
    commit(attribution);
    for (const guess of touched) yieldTo(content, guess);
  });
}

const about = (element, content, some) => some.filter(({ root, data }) =>
  (contains(root, element) || contains(element, root))
    && Object.keys(content).some((name) => Object.hasOwn(data, name)));

function yieldTo(content, guess) {
  guess.left &&= without(guess.left, content);
  if (guess.tied) return;
  guess.data = guess.left;
  if (!guess.left) drop(guess);
}

const drop = (guess) => { guesses = guesses.filter((other) => other !== guess); };

function end(guess, keep) {
  const at = guesses.indexOf(guess);
  if (at < 0) return;
  const { root, data, left } = guess;
  const older = keep && left ? about(root, left, guesses.slice(0, at)) : [];
  if (keep && left === data && !older.length) {
    drop(guess);
    return;
  }
  beneath(older.length ? guesses.indexOf(older[0]) : at, () => {
    drop(guess);
    if (!keep || !left) return;
    patch(left, root, { silent: true, attribution: "server", journal: [] });
    for (const other of older) yieldTo(left, other);
  });
  if (!keep) emit(root, "silcrow:revert", { root });
}

const KEYS = ["id", "key"];

/** What of a guess other data says nothing about; null when that is nothing. */
function without(guess, said) {
  const rest = {};
  for (const [name, value] of Object.entries(guess)) {
    const left = Object.hasOwn(said, name) ? remainder(value, said[name]) : value;
    if (left !== undefined) rest[name] = left;
  }
  return Object.keys(rest).length ? rest : null;
}

function remainder(value, said) {
  if (!isRecord(value) || !isRecord(said)) return undefined;
  const shared = KEYS.filter((key) => Object.hasOwn(value, key) && Object.hasOwn(said, key));
  // One row of a list says nothing about another.
  if (shared.some((key) => String(value[key]) !== String(said[key]))) return value;
  const left = without(value, said) ?? undefined;
  for (const key of left ? shared : []) left[key] = value[key];
  return left;
}
