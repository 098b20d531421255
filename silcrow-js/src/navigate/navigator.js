import { emit } from "../dom/emit.js";
import { classList, removeAttribute, setAttribute } from "../dom/native.js";
import { sending } from "../morph/controls.js";
import { optimisticFor } from "../optimistic/optimistic.js";
import { arrive, isPageVisit, load } from "./arrive.js";
import { keyOf } from "./cache.js";
import { TIMEOUT, ask, reportFailure } from "./exchange.js";
import { currentPage } from "./history.js";

/** @typedef {import("./request.js").Visit} Visit */

/** Why a visit was given up: another one took its place, which nobody needs to be told. */
const REPLACED = Symbol("replaced");

/** @type {Set<Visit>} under way */
const visits = new Set();

/** @type {WeakMap<Element, number>} how many visits an element waits for */
const waiting = new WeakMap();

/**
 * Carries a visit out. A GET takes the place of an earlier one to the same target, or joins it when
 * both want the same; a mutation is never given up, and its form or button starts no second one
 * meanwhile.
 *
 * @param {Visit} visit
 * @returns {Promise<boolean>} settled when the answer is in: whether it was a good one. Failures
 *     are reported, never thrown
 */
export async function start(visit) {
  const { url, method, target, source, trigger } = visit;
  for (const other of visits) {
    const same = other.method === "GET" ? other.target === target && keyOf(other) === keyOf(visit)
      : source && other.source === source;
    if (same && (method === "GET") === (other.method === "GET")) return other.done;
  }
  const detail = { url: url.href, method, trigger, target };
  if (!emit(document, "silcrow:navigate", detail, true)) return false;
  if (method === "GET") giveUp((other) => other.method === "GET" && other.target === target);
  visit.page = currentPage();
  visit.control = new AbortController();
  visit.done = perform(visit);
  if (source) optimisticFor(source, visit.done, visit.selector === undefined ? undefined : target);
  return visit.done;
}

/**
 * Ends visits without a word.
 *
 * @param {(visit: Visit) => boolean} which
 */
export function giveUp(which) {
  for (const visit of visits) if (which(visit)) visit.control.abort(REPLACED);
}

/** @param {Visit} visit */
async function perform(visit) {
  const { url, method, target, source, submitter, control } = visit;
  const button = method === "GET" ? null : submitter ?? source;
  const late = () => control.abort(new DOMException("", "TimeoutError"));
  const timer = setTimeout(late, visit.timeout || TIMEOUT);
  visits.add(visit);
  wait(target, 1);
  if (button) setAttribute(button, "aria-disabled", "true");
  try {
    return await Promise.race([carryOut(visit), whenAborted(control.signal)]);
  } catch (cause) {
    if (cause !== REPLACED && !await leadsAway(visit, cause)) {
      reportFailure(cause, { url: url.href, element: source ?? target });
    }
    return false;
  } finally {
    clearTimeout(timer);
    visits.delete(visit);
    wait(target, -1);
    if (button) removeAttribute(button, "aria-disabled");
  }
}

async function carryOut(visit) {
  const arrived = visit.source && visit.method !== "GET" ? sending(visit.source) : null;
  const answer = await ask(visit);
  visit.control.signal.throwIfAborted();
  if (answer.ok) arrived?.();
  await arrive(visit, answer);
  return answer.ok;
}

/** @returns {Promise<never>} */
const whenAborted = (signal) => new Promise((_, reject) => {
  signal.onabort = () => reject(signal.reason);
});

/**
 * Leaves a page to the browser whose answer lies behind a redirect to another site.
 *
 * @returns {Promise<boolean>} whether nobody needs to be told
 */
async function leadsAway(visit, cause) {
  if (!isPageVisit(visit) || !(cause instanceof TypeError)) return false;
  const { type } = await fetch(visit.url, { redirect: "manual", mode: "same-origin" })
    .catch(() => Response.error());
  if (visit.control.signal.aborted) return true;
  if (type === "opaqueredirect") load(visit, visit.url.href);
  return type === "opaqueredirect";
}

/** Shows that an element waits, as long as it waits for anything. */
function wait(element, more) {
  const count = (waiting.get(element) ?? 0) + more;
  waiting.set(element, count);
  classList(element).toggle("silcrow-loading", count > 0);
  if (count) setAttribute(element, "aria-busy", "true");
  else removeAttribute(element, "aria-busy");
}
