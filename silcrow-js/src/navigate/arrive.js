import { decodeEffects } from "../decode/effects.js";
import { announcePage, announceSwap } from "../dom/announce.js";
import { parseJson } from "../dom/json.js";
import { emit } from "../dom/emit.js";
import { find } from "../dom/find.js";
import {
  body, contains, cookie, focus, isConnected, queryAll, resetForm, setTitle,
} from "../dom/native.js";
import { followFocus } from "../morph/focus.js";
import { overrule } from "../optimistic/optimistic.js";
import { patch } from "../patch/patch.js";
import { report } from "../report.js";
import { feedRoute } from "../store/atoms.js";
import { showCookieToasts, takeToasts } from "../toasts/toasts.js";
import { isDocument, isOutdated, put, putHtml } from "./document.js";
import { applyEarly, applyLate, links } from "./effects.js";
import { currentPage, isElsewhere, isShown, scrollToPlace, showUrl, turnPage } from "./history.js";
import { isRefused } from "./hooks.js";
import { readHead } from "./head.js";
import { contentOf } from "./request.js";
import { tell } from "./tell.js";
import { transit } from "./transition.js";

/** The effects of an answer are there once, however often it is shown. */
const NO_EFFECTS = decodeEffects(() => null);

/**
 * An answer that has come for a visit.
 * @typedef {import("./exchange.js").Answer & {
 *   visit: import("./request.js").Visit,
 *   data: *,
 *   selector: string | undefined,
 *   target: Element,
 *   head: import("./head.js").Head | null,
 * }} Arrival the selector named the target
 */

/**
 * Puts an answer where it belongs: HTML is swapped in, JSON is patched in, and what the headers ask
 * for is done. A body of 4xx and 5xx is put in as well.
 *
 * @param {import("./request.js").Visit} visit
 * @param {import("./exchange.js").Answer} answer
 */
export async function arrive(visit, answer) {
  const { method, trigger } = visit;
  const { url, redirected, isHtml, isJson, text, type, effects } = answer;
  const isWhole = isHtml && isDocument(text);
  const isVisit = isPageVisit(visit);
  answer.effects = NO_EFFECTS;
  if ((isVisit && (effects.fullReload || isForeign(answer)))
      || (isWhole && (isVisit || redirected) && isOutdated(text))) {
    load(visit, redirected ? url : visit.url.href);
    return;
  }
  const data = isJson ? parseJson(text) : undefined;
  const isProblem = type === "application/problem+json";
  complain(visit, answer, effects, data, isProblem);
  applyEarly(effects);
  const named = effects.retarget ? find(effects.retarget, "server") : null;
  const selector = named ? effects.retarget : visit.selector;
  const isLoose = selector === undefined;
  const target = named ?? (isLoose && (isWhole || (isJson && redirected)) ? body() : visit.target);
  if (await isRefused({
    url: visit.url.href,
    finalUrl: url,
    redirected,
    method,
    trigger,
    response: text,
    contentType: type,
    target,
  })) return;
  const head = isWhole && target === body() ? readHead(text) : null;
  await head?.dress();
  visit.control.signal.throwIfAborted();
  showCookieToasts();
  const isHere = visit.page === currentPage();
  // The data of another page means nothing here: that page is what the server wants to be seen.
  const isAway = method !== "GET" && redirected && isJson && isLoose && !isShown(url);
  if (isHere && !isProblem && !isAway) {
    await present({ ...answer, effects, visit, data, selector, target, head });
    return;
  }
  takeToasts(data);
  if (isHere && isAway) links.visit(url, trigger);
}

/**
 * Whether a page is wanted, and not a part of one.
 *
 * @param {import("./request.js").Visit} visit
 */
export const isPageVisit = ({ method, target, selector }) =>
  method === "GET" && target === body() && selector === undefined;

/** Leaves a page to the browser. */
export const load = ({ trigger }, url) =>
  location[trigger === "popstate" ? "replace" : "assign"](url);

/** Neither HTML nor data nor nothing. */
const isForeign = ({ isHtml, isJson, status, headers }) => !isHtml && !isJson && status !== 204
  && headers.get("content-length") !== "0";

/** Reports the first thing that is wrong with an answer, and tells the user what nothing will show. */
function complain(visit, answer, { navigate, triggers, patches }, data, isProblem) {
  const { ok, status, url, isHtml, isJson, text, type } = answer;
  const element = visit.source ?? visit.target;
  let error;
  if (!ok || isProblem) {
    const found = isProblem && data?.title ? `${status} ${data.title}` : status;
    error = report("http-status", "server", { found, url, status, element });
  } else if (isForeign(answer)) {
    error = report("body-foreign", "server", { found: type, url, element });
  } else if (text && isJson && data === undefined) {
    error = report("body-malformed", "server", { url, element });
  }
  const isSeen = (isProblem ? data?._toasts : isJson ? data : isHtml && text)
    || navigate || triggers[0] || patches[0] || cookie().includes("silcrow_toasts");
  if (error && !isSeen) tell(visit, error, isProblem && (data?.detail || data?.title));
}

/**
 * Asks the page, then puts the answer in; a page that said no may call `proceed` later.
 *
 * @param {Arrival} arrival
 */
function present(arrival) {
  const { visit, url, target, ok, isHtml, isJson, text, data } = arrival;
  const isEmptied = ok && visit.method !== "HEAD";
  const content = isJson ? data : isHtml && (isEmptied || text) ? text : undefined;
  let waits = true;
  const proceed = () => {
    if (!waits || visit.page !== currentPage()) return;
    waits = false;
    return transit(target, () => {
      if (visit.page !== currentPage() || visit.control.signal.aborted) return;
      try {
        settle(arrival, content);
      } catch (cause) {
        report("swap-failed", "silcrow", { url, cause, element: target });
      }
    });
  };
  const detail = { url, target, content, isJSON: isJson, proceed };
  return (content === undefined || emit(document, "silcrow:before-swap", detail, true)) && proceed();
}

function settle(arrival, content) {
  const { visit, url, ok, redirected, effects, isJson, also, selector, target, head } = arrival;
  const isPage = target === body();
  const isPut = content !== undefined;
  const isFresh = isPage && isPut && !isJson;
  const isOther = isPage && isPut && visit.method === "GET" && selector === undefined;
  const isTyped = visit.trigger === "input";
  const to = effects.push ?? (redirected ? url + visit.url.hash : isOther && visit.url.href);
  const isNew = isElsewhere(to);
  // What the user sent is no draft any more, unless it was changed since.
  if (ok && visit.sent !== undefined && visit.sent === contentOf(visit.source)
      && (redirected || (isPut && !isJson && contains(target, visit.source)))) {
    resetForm(visit.source);
  }
  links.adopt(effects.positions, isJson ? null : target, isFresh);
  let title;
  if (isPut && isJson) {
    if (isOther) feedRoute(url, content);
    const settleFocus = followFocus(target, target);
    patch(content, target, { attribution: "server" });
    settleFocus([]);
  } else if (isPut) {
    overrule(target);
    title = putHtml(target, content, selector, isFresh && isNew && !isTyped);
  }
  for (const one of also) {
    const other = find(one.target, "server");
    if (other) put(other, one.markup, one.swap, one.target);
  }
  if (!ok && isPut) [...queryAll(target, "[aria-invalid=true]")].some((field) => focus(field, false));
  if (isFresh) turnPage(visit.url.href);
  const pushed = to && !visit.skipHistory && showUrl(to,
    visit.trigger === "popstate" || (isTyped && !isNew), isOther && isJson);
  if (isFresh) head?.adopt();
  if (isFresh && title) setTitle(title);
  if (isFresh || isOther) announcePage();
  else if (isPut) announceSwap(target);
  if (isPage && (isOther || pushed) && !isTyped) scrollToPlace(visit.url.hash, visit.scroll);
  if (isFresh) links.release(target, effects);
  applyLate(effects, isConnected(target) ? target : body());
  emit(document, "silcrow:load", { url, target, redirected });
}
