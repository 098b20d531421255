import { emit } from "../dom/emit.js";
import { parseJson } from "../dom/json.js";
import {
  closest, controlsOf, getAttribute, isElement, listen, matches, queryPage,
} from "../dom/native.js";
import { isIgnored } from "../html/trust.js";
import { defaultOf, isControl, stateOf, write } from "../morph/controls.js";
import { report } from "../report.js";
import { contentOf } from "./request.js";

const STORE = "silcrow-drafts";

/** How many forms are kept, in how many characters together, for how many milliseconds. */
const MOST = 20;
const LENGTH = 200_000;
const LIFETIME = 7 * 86_400_000;

/** Milliseconds of rest after which a draft is kept. */
const PAUSE = 300;

const FORM = "form[s-draft]";

/** Kinds of fields that are nobody else's business, or cannot be given back; and what they are for. */
const SECRET = /^(?:password|file|hidden)|.+ .*(?:off|password|cc-|one-time)/i;

/** Forms that changed and are not kept yet. */
const changed = new Set();

let timer;
let failed;

/**
 * One form, as it is kept.
 * @typedef {[key: string, at: number, fields: [name: string, states: string[]][]]} Draft
 */

/** The page, and what the page calls the form. */
const keyOf = (form) =>
  `${location.pathname} ${getAttribute(form, "s-draft") || getAttribute(form, "id")}`;

/** @returns {Draft[]} those that are not too old, the oldest first */
const read = () => (parseJson(localStorage.getItem(STORE)) ?? [])
  .filter(([, at]) => Date.now() - at < LIFETIME);

/** The controls of a form that may be kept. */
const fieldsOf = (form) => [...controlsOf(form)].filter((control) => isControl(control) && control.name
  && ![control, form].some((part) => SECRET.test(`${control.type} ${getAttribute(part, "autocomplete")}`)));

const named = (fields, wanted) => fields.filter(({ name }) => name === wanted);

const isEdited = (control) => stateOf(control) !== defaultOf(control);

/** A page is told once that its drafts are not kept. */
function attempt(form, work) {
  try {
    work();
  } catch (cause) {
    failed ??= report("draft-unsaved", "app", { cause, element: form });
  }
}

/**
 * Keeps a form as the user left it, or nothing where that is as the server made it.
 *
 * @param {Element} form
 * @param {boolean} [isSent] what it holds is the server's now
 */
function keep(form, isSent) {
  changed.delete(form);
  attempt(form, () => {
    const fields = isSent ? [] : fieldsOf(form);
    const names = new Set(fields.filter(isEdited).map(({ name }) => name));
    const drafts = read().filter(([key]) => key !== keyOf(form));
    if (names.size) {
      drafts.push([keyOf(form), Date.now(), [...names].map((name) => [name, named(fields, name).map(stateOf)])]);
    }
    let text;
    while ((text = JSON.stringify(drafts)).length > LENGTH || drafts.length > MOST) {
      if (drafts.length < 2) throw new RangeError("too long");
      drafts.shift();
    }
    localStorage.setItem(STORE, text);
  });
}

function keepAll() {
  clearTimeout(timer);
  for (const form of changed) keep(form);
}

/**
 * Forgets what was sent, unless the user has changed it since.
 *
 * @param {Element} form
 * @param {string} [sent]
 */
export function forget(form, sent) {
  if (matches(form, FORM)) keep(form, sent === undefined || sent === contentOf(form));
}

/** Gives fields that are as the server made them what the user had typed. */
function restore() {
  for (const form of queryPage(FORM)) attempt(form, () => {
    const draft = read().find(([key]) => key === keyOf(form));
    if (!draft || isIgnored(form)) return;
    const fields = fieldsOf(form);
    const untouched = draft[2].map(([name, states]) => [named(fields, name), states])
      .filter(([controls, { length }]) => controls.length === length && !controls.some(isEdited));
    if (!untouched.length || !emit(form, "silcrow:draft", { at: draft[1] }, true)) return;
    for (const [controls, states] of untouched) controls.forEach((control, i) => write(control, states[i]));
  });
}

/**
 * Keeps what the user types into forms with `s-draft`, and gives it back after a reload, a crash or a
 * new login.
 *
 * @param {Document | Element} root
 * @returns {(() => void)[]} the functions that end it
 */
export function followDrafts(root) {
  restore();
  return [
    listen(root, "input", ({ target }) => {
      const form = isElement(target) && (/** @type {*} */ (target).form ?? closest(target, FORM));
      if (!form || !matches(form, FORM) || isIgnored(form)) return;
      changed.add(form);
      clearTimeout(timer);
      timer = setTimeout(keepAll, PAUSE);
    }),
    listen(root, "reset", ({ target }) => forget(target)),
    listen(window, "pagehide", keepAll),
    listen(document, "visibilitychange", keepAll),
    listen(document, "silcrow:before-swap", keepAll),
    listen(document, "silcrow:load", restore),
    keepAll,
  ];
}
