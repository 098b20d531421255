import { decodeEffects, divide } from "../decode/effects.js";
import { report } from "../report.js";
import { currentEra, cache, keep, keyOf, recall } from "./cache.js";
import { isShown } from "./history.js";
import { upload } from "./upload.js";

/** @typedef {import("./request.js").Visit} Visit */

/**
 * What the server said. The body is read only when we can use it.
 * @typedef {object} Answer
 * @property {string} url
 * @property {boolean} ok
 * @property {number} status
 * @property {boolean} redirected
 * @property {Headers} headers
 * @property {string} type
 * @property {boolean} isHtml
 * @property {boolean} isJson
 * @property {string} text
 * @property {{target: string, markup: string, swap?: string}[]} also
 * @property {import("../decode/effects.js").Effects} effects
 */

export const TIMEOUT = 30_000;

/** What follows such a page live must not start from an old copy of it. */
const LIVE = /\ss-(?:live|wss?|sse)\b/;

/** @type {Map<string, Promise<Answer>>} */
const coming = new Map();

/**
 * The answer to a visit: from the cache, from a preload that is under way, or from the server. Who
 * asks for the page that is shown wants it anew, as whoever the server sends there.
 *
 * @param {Visit} visit
 * @returns {Promise<Answer>}
 */
export async function ask(visit) {
  const key = keyOf(visit);
  const known = visit.method === "GET" && !visit.fresh && !isShown(visit.url.href)
    && (recall(key) ?? await coming.get(key)?.catch(() => null));
  return known || exchange(visit, visit.control.signal);
}

/**
 * Asks before anybody visits. The same question is asked once.
 *
 * @param {Visit} visit a GET
 * @returns {Promise<Answer>}
 */
export function preload(visit) {
  const key = keyOf(visit);
  const known = recall(key);
  let answer = known ? Promise.resolve(known) : coming.get(key);
  if (!answer) {
    answer = exchange(visit, AbortSignal.timeout(TIMEOUT));
    coming.set(key, answer);
    const forget = () => coming.delete(key);
    answer.then(forget, forget);
  }
  return answer;
}

/**
 * @param {Visit} visit
 * @param {AbortSignal} signal
 * @returns {Promise<Answer>}
 */
export async function exchange(visit, signal) {
  const { method, selector, body } = visit;
  const era = currentEra();
  const json = typeof body !== "string" && body !== undefined
    && ![FormData, URLSearchParams, Blob].some((type) => body instanceof type);
  const sent = {
    Accept: visit.html ? "text/html, application/json;q=0.9" : "application/json, text/html;q=0.9",
    "silcrow-target": /^[\x20-\x7e]+$/.test(selector ?? "") ? selector : "true",
    ...(json && { "Content-Type": "application/json" }),
    ...visit.headers,
  };
  const response = await (body instanceof FormData ? upload(visit, sent, signal) : fetch(visit.url, {
    method,
    headers: sent,
    body: json ? JSON.stringify(body) : body,
    mode: "same-origin",
    cache: visit.reload ? "reload" : "default",
    signal,
  }));
  const { ok, status, redirected, headers, url } = response;
  const header = (name) => headers.get(name) ?? "";
  const type = header("content-type").split(";")[0].trim().toLowerCase();
  const usable = !/^attachment/i.test(header("content-disposition"));
  const isHtml = usable && type === "text/html";
  const isJson = usable && /[/+]json$/.test(type);
  const effects = decodeEffects((name) => headers.get(name));
  if (!isHtml && !isJson) response.body?.cancel();
  const found = isHtml || isJson ? await response.text() : "";
  const { text, also } = isHtml && found ? divide(found, effects) : { text: found, also: [] };
  const answer = { url, ok, status, redirected, headers, type, isHtml, isJson, text, also, effects };
  if (method !== "GET") {
    if (ok && method !== "HEAD") {
      cache.clear();
      coming.clear();
    }
  } else if (status === 200 && text && !redirected && era === currentEra()
      && !/no-store/i.test(header("cache-control")) && !LIVE.test(text)
      && !["noCache", "retarget", "push", "ws", "sse", "positions"].some((name) => effects[name])) {
    keep(keyOf(visit), answer);
  }
  return answer;
}

/**
 * Reports that there is no answer.
 *
 * @param {*} cause
 * @param {{url: string, element?: Element}} more
 */
export const reportFailure = (cause, more) => (cause?.name === "TimeoutError"
  ? report("request-timeout", "network", more)
  : report("request-failed", "network", { cause, ...more }));
