import { parseJson } from "../dom/json.js";
import { find } from "../dom/find.js";
import { body } from "../dom/native.js";
import { sameOrigin } from "../html/safe_url.js";
import { failure, report } from "../report.js";
import { feedRoute, seed } from "../store/atoms.js";
import { showCookieToasts, takeToasts } from "../toasts/toasts.js";
import { TIMEOUT, exchange, preload, reportFailure } from "./exchange.js";
import { start } from "./navigator.js";

/**
 * An answer that the page asked for and that was put nowhere.
 * @typedef {object} Result
 * @property {boolean} ok
 * @property {number} status
 * @property {*} data of a JSON body, else null
 * @property {string | null} html of an HTML body
 * @property {Headers} headers
 */

/**
 * Requests a page of this site and puts the answer where it belongs.
 *
 * @param {string} path
 * @param {object} [options]
 * @param {string} [options.method] POST with a body, else GET
 * @param {*} [options.body] text, form data, URL parameters and blobs as they are, all else as JSON
 * @param {string | Element} [options.target] a selector; the whole body by default
 * @param {boolean} [options.html] ask for HTML first; so does a GET without target
 * @param {boolean} [options.skipHistory]
 * @param {number} [options.timeout] milliseconds
 * @returns {Promise<void>} settled when the answer is in; failures are reported, never thrown
 */
export async function go(path, options = {}) {
  const { body: payload, method = payload === undefined ? "GET" : "POST", target } = options;
  const visit = visitTo(path, "api", { ...options, method: method.toUpperCase() });
  if (visit && target !== undefined) visit.target = find(target, "app");
  if (visit?.target) await start(visit);
}

/**
 * Goes to another page of this site because the server said so. An empty path is ignored.
 *
 * @param {string} path
 * @param {string} trigger
 */
export function visit(path, trigger) {
  const page = path && visitTo(path, trigger, { fresh: true });
  if (page) start(page);
}

/**
 * @param {string} path
 * @param {string} trigger
 * @param {{method?: string, target?: string | Element, [name: string]: *}} more the rest of a visit
 * @returns {import("./request.js").Visit | null} null after a report
 */
function visitTo(path, trigger, { method = "GET", target, ...more }) {
  const url = sameOrigin(path);
  if (!url) {
    report("foreign-url", trigger === "api" ? "app" : "server", { found: path });
    return null;
  }
  return {
    html: method === "GET" && target === undefined,
    ...more,
    url,
    method,
    trigger,
    target: body(),
    selector: typeof target === "object" ? "" : target,
  };
}

/**
 * Asks for what `go` would ask for and keeps it for a visit.
 *
 * @param {string} path
 * @param {{target?: string, html?: boolean}} [options]
 * @returns {Promise<Result>} rejects with what was reported when there is no answer
 */
export async function prefetch(path, options = {}) {
  const found = await result(path, options, preload);
  if (found.ok && found.data) feedRoute(path, found.data);
  return found;
}

/**
 * Sends something and hands the answer over. Nothing on the page changes, but toasts are shown and
 * the cache is cleared.
 *
 * @param {string} path
 * @param {*} [payload] as the body of `go`
 * @param {object} [options]
 * @param {string} [options.method] POST by default
 * @param {Record<string, string>} [options.headers]
 * @param {string} [options.scope] the atom that takes the data of a good answer
 * @returns {Promise<Result>} whatever the status; rejects with what was reported when there is no
 *     answer
 */
export async function submit(path, payload, { method = "POST", headers, scope } = {}) {
  const found = await result(path,
    { method: method.toUpperCase(), headers, body: payload, html: false },
    (visit) => exchange(visit, AbortSignal.timeout(TIMEOUT)));
  if (scope && found.ok) seed(scope, found.data);
  return found;
}

async function result(path, options, request) {
  const visit = visitTo(path, "api", options);
  if (!visit) throw failure("foreign-url", path);
  try {
    const { ok, status, headers, isHtml, isJson, text } = await request(visit);
    showCookieToasts();
    const data = isJson ? takeToasts(parseJson(text)) : null;
    return { ok, status, data: data ?? null, html: isHtml ? text : null, headers };
  } catch (cause) {
    throw reportFailure(cause, { url: visit.url.href });
  }
}
