import { emit } from "./dom/emit.js";
import { isConnected, isElement } from "./dom/native.js";

/**
 * Whose mistake it is: the page's code, the server's message, the network, or ours.
 * @typedef {"app" | "server" | "network" | "silcrow"} Attribution
 */

/** @typedef {Error & {code: string, taken?: boolean}} Failure taken: the page knows what to do */

/** Words for a code; {@link explainWith} puts sentences in its place. */
let explain = (code, found) => (found === undefined ? code : `${code}: ${found}`);

/**
 * Lets a build say more than the code. The production build leaves the sentences out.
 *
 * @param {(code: string, found?: *) => string} explainer
 */
export function explainWith(explainer) {
  explain = explainer;
}

/**
 * Tells why something was left undone on purpose: a rule of the client and no mistake. Says
 * nothing by itself; the debug build explains it, once per element and code. The label `TEACH:`
 * before a call keeps it out of the other builds.
 *
 * @type {(code: string, more?: {element?: Element, found?: *}) => void}
 */
export let note = () => {};

/** @param {typeof note} listener */
export function noteWith(listener) {
  note = listener;
}

/**
 * An error with a stable code.
 *
 * @param {string} code
 * @param {*} [found] what was there instead of what was expected
 * @param {*} [cause]
 * @returns {Failure}
 */
export function failure(code, found, cause) {
  const error = /** @type {Failure} */ (new Error(explain(code, found), { cause }));
  error.name = "SilcrowError";
  error.code = code;
  return error;
}

/**
 * Tells the page about something that was refused or failed. Dispatches `silcrow:error` with
 * `{code, message, attribution, error, ...more}` on the element it concerns, or on the document.
 * A warning is printed too, unless a listener calls `preventDefault()`.
 *
 * @param {string | Failure} code stable and documented, such as "target-missing", or a
 *     {@link failure}
 * @param {Attribution} attribution
 * @param {{found?: *, cause?: *, element?: Element, url?: string, status?: number}} [more] what was
 *     found and why go into the error, the rest into the detail
 * @returns {Failure} the error of the detail
 */
export function report(code, attribution, { found, cause, ...more } = {}) {
  const error = typeof code === "string" ? failure(code, found, cause) : code;
  const target = isElement(more.element) && isConnected(more.element) ? more.element : document;
  const detail = { code: error.code, message: error.message, attribution, error, ...more };
  error.taken = !emit(target, "silcrow:error", detail, true);
  if (!error.taken) {
    console.warn(`Silcrow: ${error.message}`, more.element ?? "", error.cause ?? "");
  }
  return error;
}
