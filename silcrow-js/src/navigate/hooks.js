import { listen } from "../dom/native.js";
import { report } from "../report.js";

/**
 * What a route handler is told.
 * @typedef {object} Route
 * @property {string} url
 * @property {string} finalUrl
 * @property {boolean} redirected
 * @property {string} method
 * @property {*} trigger click, submit, popstate, api, header, sse or ws
 * @property {string} response the body
 * @property {string} contentType
 * @property {Element} target
 */

/** @type {((route: Route) => *) | null} */
let routeHandler = null;

let endErrors = null;

/**
 * Shows every answer to a handler before it is put in; false, or a promise of it, leaves it out.
 *
 * @param {((route: Route) => *) | null} handler
 */
export function onRoute(handler) {
  routeHandler = handler;
}

/**
 * Takes everything that is reported, instead of a warning on the console.
 *
 * @param {((error: import("../report.js").Failure, detail: *) => void) | null} handler
 */
export function onError(handler) {
  endErrors?.();
  endErrors = handler && listen(document, "silcrow:error", (event) => {
    event.preventDefault();
    handler(event.detail.error, event.detail);
  });
}

/** @param {Route} route */
export async function isRefused(route) {
  try {
    return await routeHandler?.(route) === false;
  } catch (cause) {
    report("route-handler", "app", { cause, url: route.url });
    return false;
  }
}
