import { cookie, setCookie } from "../dom/native.js";
import { report } from "../report.js";
import { showToast } from "./region.js";

const COOKIE = "silcrow_toasts";

/** @type {((message: string, level: string) => void) | null} */
let handler = null;

/**
 * Takes every toast instead of the region that the page has by default. Toasts that wait in the
 * cookie are handed over at once.
 *
 * @param {((message: string, level: string) => void) | null} newHandler null brings the region back
 */
export function onToast(newHandler) {
  handler = newHandler;
  if (handler) showCookieToasts();
}

/**
 * Shows the toasts of a JSON body and returns the body without them; a body that was wrapped only
 * to carry them comes out unwrapped. The caller's object is not changed.
 *
 * @param {*} data
 * @param {boolean} [silent] leaves them out without showing them
 * @returns {*}
 */
export function takeToasts(data, silent = false) {
  if (typeof data !== "object" || data === null || !Object.hasOwn(data, "_toasts")) return data;
  const { _toasts: toasts, ...rest } = data;
  if (!silent) showAll(toasts);
  const [only, ...others] = Object.keys(rest);
  return only === "data" && !others.length ? rest.data : rest;
}

/** Shows the toasts that came with the document or a redirect, and clears their cookie. */
export function showCookieToasts() {
  const pair = cookie().split(/;\s*/).find((text) => text.startsWith(`${COOKIE}=`));
  if (!pair) return;
  setCookie(`${COOKIE}=; Max-Age=0; Path=/; SameSite=Lax`);
  try {
    showAll(JSON.parse(decodeURIComponent(pair.slice(COOKIE.length + 1))));
  } catch (cause) {
    report("toast-cookie", "server", { cause });
  }
}

function showAll(toasts) {
  if (!Array.isArray(toasts)) {
    report("toast-shape", "server");
    return;
  }
  for (const entry of toasts) {
    if (typeof entry?.message !== "string") {
      report("toast-shape", "server");
      continue;
    }
    toast(entry.message, typeof entry.level === "string" ? entry.level : "info");
  }
}

/** Shows one toast: to the page's handler, or else in the region. */
export function toast(message, level) {
  try {
    (handler ?? showToast)(message, level);
  } catch (cause) {
    report("toast-handler", "app", { cause });
  }
}
