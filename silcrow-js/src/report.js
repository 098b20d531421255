import { emit } from "./dom/emit.js";
import { isConnected, isElement } from "./dom/native.js";

/**
 * Whose mistake it is: the page's code, the server's message, the network, or ours.
 * @typedef {"app" | "server" | "network" | "silcrow"} Attribution
 */

/**
 * Tells the page about something that was refused or failed. Dispatches `silcrow:error` with
 * `{code, message, attribution, error, ...more}` on the element it concerns, or on the document.
 * A warning is printed too, unless a listener calls `preventDefault()`.
 *
 * @param {string} code stable and documented, such as "target-missing"
 * @param {string} message what was expected, what was found
 * @param {Attribution} attribution
 * @param {object} [more] further members of the detail: `element`, `url`, `cause`
 * @returns {Error} the error of the detail, for callers that also reject a promise
 */
export function report(code, message, attribution, more = {}) {
  const { element, cause, ...rest } = more;
  const error = new Error(message, cause === undefined ? undefined : { cause });
  error.name = "SilcrowError";
  error.code = code;
  const target = isElement(element) && isConnected(element) ? element : document;
  const detail = { code, message, attribution, error, element, ...rest };
  if (emit(target, "silcrow:error", detail, true)) {
    console.warn(`Silcrow: ${message} [${code}]`, ...(cause === undefined ? [] : [cause]));
  }
  return error;
}
