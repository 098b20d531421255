import { decodeEffects } from "../decode/effects.js";
import { announcePage, announceSwap } from "../dom/announce.js";
import { parseJson } from "../dom/json.js";
import { emit } from "../dom/emit.js";
import { find } from "../dom/find.js";
import {
  body, classList, getText, removeAttribute, removeElement, setAttribute,
} from "../dom/native.js";
import { mayHoldDirectives } from "../html/directives.js";
import { sameOrigin } from "../html/safe_url.js";
import { childrenOf, sanitize } from "../html/sanitize.js";
import { place, swap } from "../morph/swap.js";
import { overrule } from "../optimistic/optimistic.js";
import { patch } from "../patch/patch.js";
import { report } from "../report.js";
import { feedRoute } from "../store/atoms.js";
import { showCookieToasts } from "../toasts/toasts.js";
import { applyEarly, applyLate, showUrl } from "./effects.js";

const TIMEOUT = 30_000;

const fragmentQuery = Function.prototype.call.bind(DocumentFragment.prototype.querySelector);

/**
 * What one visit is about.
 * @typedef {object} Visit
 * @property {URL} url
 * @property {string} method
 * @property {*} payload
 * @property {string | undefined} selector
 * @property {Element} element
 * @property {boolean} skipHistory
 */

/**
 * Requests a page of this site and puts the answer where it belongs: HTML is swapped in, JSON is
 * patched in, and the response's modifiers are applied. A body of 4xx and 5xx is put in as well.
 *
 * @param {string} path
 * @param {object} options
 * @param {string} [options.method] POST with a body, else GET
 * @param {*} [options.body] form data and URL parameters as they are, anything else as JSON
 * @param {string} [options.target] a selector; the whole body by default
 * @param {boolean} [options.skipHistory]
 * @param {import("./effects.js").Open} open
 * @returns {Promise<void>} settled when the answer is in; failures are reported, never thrown
 */
export async function go(path, options, open) {
  const { body: payload, target: selector, skipHistory = false } = options;
  const method = (options.method ?? (payload === undefined ? "GET" : "POST")).toUpperCase();
  const url = sameOrigin(path);
  if (!url) {
    report("foreign-url", "app", { found: path });
    return;
  }
  const element = selector === undefined ? body() : find(selector, "app");
  const detail = { url: url.href, method, trigger: "api", target: element };
  if (!element || !emit(document, "silcrow:navigate", detail, true)) return;
  const visit = { url, method, payload, selector, element, skipHistory };
  busy(element, true);
  try {
    await finish(visit, await fetch(url, request(visit)), open);
  } catch (cause) {
    report("request-failed", "network", { url: url.href, cause, element });
  } finally {
    busy(element, false);
  }
}

/**
 * @param {Visit} visit
 * @returns {RequestInit}
 */
function request({ method, payload, selector }) {
  const html = selector === undefined && method === "GET";
  /** @type {Record<string, string>} */
  const headers = {
    Accept: html ? "text/html, application/json;q=0.9" : "application/json, text/html;q=0.9",
    "silcrow-target": /^[\x20-\x7e]+$/.test(selector ?? "") ? selector : "true",
  };
  const asIs = payload === undefined || payload instanceof FormData
    || payload instanceof URLSearchParams;
  if (!asIs) headers["Content-Type"] = "application/json";
  return {
    method,
    headers,
    body: asIs ? payload : JSON.stringify(payload),
    mode: "same-origin",
    credentials: "same-origin",
    signal: AbortSignal.timeout(TIMEOUT),
  };
}

async function finish(visit, response, open) {
  const effects = decodeEffects((name) => response.headers.get(name));
  if (effects.fullReload && visit.method === "GET" && visit.selector === undefined) {
    location.assign(response.url);
    return;
  }
  if (!response.ok) {
    report("http-status", "server",
      { found: response.status, url: response.url, status: response.status });
  }
  applyEarly(effects);
  const target = (effects.retarget && find(effects.retarget, "server")) || visit.element;
  const text = await response.text();
  showCookieToasts();
  put(visit, target, text, response);
  if (visit.method === "GET" && visit.selector === undefined) announcePage();
  else announceSwap(target);
  const moved = effects.push ?? (response.redirected && response.url);
  const shown = moved || (visit.method === "GET" && visit.selector === undefined && visit.url.href);
  if (shown && !visit.skipHistory) showUrl(shown, false);
  applyLate(effects, target, open);
  emit(document, "silcrow:load", { url: response.url, target, redirected: response.redirected });
}

function put(visit, target, text, response) {
  const type = response.headers.get("content-type") ?? "";
  if (!text) return;
  if (/\bjson\b/.test(type)) {
    const data = parseJson(text);
    if (data === undefined) report("body-malformed", "server", { url: response.url });
    else {
      if (visit.method === "GET" && visit.selector === undefined) feedRoute(response.url, data);
      patch(data, target, { attribution: "server" });
    }
  } else if (/^\s*<(?:!|html\b)/i.test(text)) {
    putDocument(visit, target, text);
  } else if (type.startsWith("text/html")) {
    overrule(target);
    swap(target, text);
  } else {
    report("body-foreign", "server", { found: type, url: response.url });
  }
}

/** A whole document: its title and body, or the part of it that was asked for. */
function putDocument({ selector }, target, text) {
  overrule(target);
  let fragment = sanitize(text, target);
  const title = fragmentQuery(fragment, "title");
  if (title && selector === undefined) document.title = getText(title);
  if (title) removeElement(title);
  const part = selector === undefined ? null : fragmentQuery(fragment, selector);
  if (part) fragment = childrenOf(part);
  place(target, fragment, "inner", mayHoldDirectives(text));
}

function busy(element, on) {
  classList(element).toggle("silcrow-loading", on);
  if (on) setAttribute(element, "aria-busy", "true");
  else removeAttribute(element, "aria-busy");
}
