import { byId, listen } from "../dom/native.js";
import { sameOrigin } from "../html/safe_url.js";
import { report } from "../report.js";

/** Numbers that no other document of this site used. */
let count = 0;
const next = () => performance.timeOrigin + ++count;

/** The entry of the history that is shown. */
let entry = 0;

/** The page that the body holds, and its URL: whoever asked for another one gets it no more. */
let page = 0;
let shown = "";

/** Where entries stood that were left by going back or forward; others know it themselves. */
const left = new Map();

/** A URL without its fragment. */
export const bare = (url) => url.split("#")[0];

export const currentPage = () => page;

/** Whether a URL is that of the page in the body. */
export const isShown = (url) => bare(url) === shown;

/** Whether a URL is that of another page, whatever its query. */
export const isElsewhere = (url) => url && pathOf(url) !== pathOf(shown);

const pathOf = (url) => bare(url).split("?")[0];

/** The body got another page. */
export function turnPage(url) {
  page = next();
  shown = bare(url);
}

/**
 * Follows back and forward.
 *
 * @param {(url: URL, html: boolean, scroll: number) => void} visit
 * @param {() => void} stay nothing is to be loaded, and what is being loaded is not wanted
 * @returns {(() => void)[]} the functions that end it
 */
export function followHistory(visit, stay) {
  entry = next();
  turnPage(location.href);
  if (!history.state?.silcrow) write("replaceState", location.href, history.state);
  else entry = history.state.entry;
  return [
    listen(window, "popstate", ({ state }) => {
      left.set(entry, scrollY);
      // Entries without state are the browser's own, made by links to fragments.
      if (!(state ? state.silcrow : location.hash)) return;
      entry = state?.entry;
      const scroll = left.get(entry) ?? state?.scroll ?? 0;
      if (!isShown(location.href)) {
        visit(new URL(location.href), !(state?.json && state.page === page), scroll);
      } else {
        stay();
        if (state) scrollTo(0, scroll);
      }
    }),
    // A reload, or a return from another document, is the browser's own affair again; whoever comes
    // back wants this page.
    listen(window, "pagehide", () => {
      history.scrollRestoration = "auto";
      stay();
    }),
  ];
}

/**
 * Shows a URL of this site in the address bar.
 *
 * @param {string} value
 * @param {boolean} [replace] in the present entry
 * @param {boolean} [json] going back asks for JSON, while the page is the same
 * @returns {boolean} whether there is a new entry
 */
export function showUrl(value, replace = false, json = false) {
  const url = sameOrigin(value);
  if (!url) {
    report("foreign-url", "server", { found: value });
    return false;
  }
  const push = !replace && url.href !== location.href;
  if (push) {
    history.scrollRestoration = "manual";
    write("replaceState", location.href, { ...history.state, scroll: scrollY });
    entry = next();
  }
  // What the page itself keeps with its entry stays there.
  const own = url.href === location.href ? history.state : null;
  write(push ? "pushState" : "replaceState", url.href, { ...own, scroll: undefined, page, json });
  shown = bare(url.href);
  return push;
}

function write(how, url, more) {
  history[how]({ page, ...more, silcrow: true, url, entry }, "", url);
}

/**
 * Goes to where the page stood before, else to a fragment, else to the top.
 *
 * @param {string} hash
 * @param {number | undefined} before
 */
export function scrollToPlace(hash, before) {
  const id = hash.slice(1);
  const element = id && before === undefined && (byId(id) ?? byId(decoded(id)));
  if (element) element.scrollIntoView();
  else scrollTo(0, before ?? 0);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
