import { cookie, listen, setCookie } from "../dom/native.js";
import { report } from "../report.js";
import { showToast } from "./region.js";

const COOKIE = "silcrow_toasts";

/** How long a page that is being left waits for the next one to take the cookie. */
const PATIENCE = 1000;

/** @type {((message: string, level: string) => void) | null} */
let handler = null;

/** Whether the browser has begun to leave the page. */
let leaves = false;

/**
 * Shows the toasts that came with the document, after the page's own listeners for a DOM that is
 * ready had the chance to register a handler.
 *
 * @returns {() => void} ends this
 */
export function openToasts() {
  const show = () => {
    endWaiting();
    showCookieToasts();
  };
  const timer = setTimeout(() => show());
  const endListening = listen(window, "DOMContentLoaded", show);
  const endWaiting = () => {
    clearTimeout(timer);
    endListening();
  };
  const endLeaving = listen(window, "beforeunload", () => {
    leaves = true;
  });
  // A page that the browser had kept is no longer being left.
  const endComing = listen(window, "pageshow", ({ persisted }) => {
    if (persisted) leaves = false;
  });
  return () => {
    endWaiting();
    endLeaving();
    endComing();
  };
}

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

/**
 * Shows the toasts that came with the document or a redirect, and clears their cookie. A page that
 * is being left leaves them to the next: what it shows now would not be seen. If it is still there
 * after a second, because what came was a download, it takes them.
 */
export function showCookieToasts() {
  if (leaves) {
    setTimeout(() => {
      leaves = false;
      showCookieToasts();
    }, PATIENCE);
    return;
  }
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
