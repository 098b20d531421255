import { emit } from "../dom/emit.js";
import { classList, removeAttribute, setAttribute } from "../dom/native.js";
import { sending } from "../morph/controls.js";
import { optimisticFor } from "../optimistic/optimistic.js";
import { arrive, isPageVisit, load } from "./arrive.js";
import { keyOf } from "./cache.js";
import { forget } from "./drafts.js";
import { TIMEOUT, ask, reportFailure } from "./exchange.js";
import { currentPage } from "./history.js";
import { isAnswered, isFirst } from "./once.js";
import { showProgress } from "./progress.js";
import { tell } from "./tell.js";

/** @typedef {import("./request.js").Visit} Visit */

/** @type {Set<Visit>} under way */
const visits = new Set();

/** @type {WeakMap<Element, number>} how many visits an element waits for */
const waiting = new WeakMap();

/**
 * Carries a visit out. A GET takes the place of an earlier one to the same target, or joins it when
 * both want the same; a mutation is never given up, and its form or button starts no second one
 * meanwhile. What is sent because the user typed waits for its turn, as does what comes after it.
 *
 * @param {Visit} visit
 * @returns {Promise<boolean>} settled when the answer is in: whether it was a good one. Failures
 *     are reported, never thrown
 */
export async function start(visit) {
  const { url, method, target, source, trigger } = visit;
  const reads = method === "GET";
  for (const other of visits) {
    const same = other.method === "GET" ? other.target === target && keyOf(other) === keyOf(visit)
      : source && other.source === source;
    if (!same || reads !== (other.method === "GET")) continue;
    const waits = !reads && (trigger === "input" || other.trigger === "input");
    return waits ? other.done.then(() => start(visit)) : other.done;
  }
  const detail = { url: url.href, method, trigger, target };
  if (!emit(document, "silcrow:navigate", detail, true)) return false;
  if (reads) giveUp((other) => other.method === "GET" && other.target === target);
  else if (source && !isFirst(visit)) return false;
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
  for (const visit of visits) if (which(visit)) visit.control.abort();
}

/** @param {Visit} visit */
async function perform(visit) {
  const { url, method, target, source, submitter, control, trigger } = visit;
  const button = method === "GET" || trigger === "input" ? null : submitter ?? source;
  let timer;
  visit.renew = () => {
    clearTimeout(timer);
    timer = setTimeout(() => control.abort(new DOMException("", "TimeoutError")), visit.timeout || TIMEOUT);
  };
  visit.renew();
  visits.add(visit);
  showProgress(true);
  wait(target, 1);
  if (button) setAttribute(button, "aria-disabled", "true");
  try {
    return await Promise.race([carryOut(visit), whenAborted(control.signal)]);
  } catch (cause) {
    // Another one took its place, or somebody ended it: nobody needs to be told.
    if (cause?.name !== "AbortError" && !await leadsAway(visit, cause)) {
      tell(visit, reportFailure(cause, { url: url.href, element: source ?? target }));
    }
    return false;
  } finally {
    clearTimeout(timer);
    visits.delete(visit);
    showProgress(visits.size > 0);
    wait(target, -1);
    if (button) removeAttribute(button, "aria-disabled");
  }
}

async function carryOut(visit) {
  const arrived = visit.source && visit.method !== "GET" ? sending(visit.source) : null;
  const answer = await ask(visit);
  visit.control.signal.throwIfAborted();
  if (visit.source) isAnswered(visit.source, answer);
  if (answer.ok) arrived?.();
  if (isLogin(answer)) visit.sent = undefined;
  else if (arrived && answer.ok) forget(visit.source, visit.sent);
  await arrive(visit, answer);
  return answer.ok;
}

/** Whether a request led to where users say who they are: what was sent did not arrive. */
const isLogin = ({ redirected, text }) => redirected && /type=["']?password/i.test(text);

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
