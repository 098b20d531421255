import { decodeFrame, decodeSse } from "./decode/event.js";
import { carry, dispatch, flush, rewait, stop as stopDispatch } from "./dispatch/dispatch.js";
import { openAnnouncer } from "./dom/announce.js";
import { onChange, watch } from "./dom/changes.js";
import { find } from "./dom/find.js";
import { body, isElement, isHidden, listen, query } from "./dom/native.js";
import { lockTrust } from "./html/trust.js";
import { Continuity } from "./live/continuity.js";
import { LiveElements } from "./live/live_elements.js";
import { forgetRoutes, readRoutes, remember } from "./live/routes.js";
import { send as sendTo } from "./live/send.js";
import { watchUser } from "./morph/controls.js";
import { visit } from "./navigate/api.js";
import { applyMeta, linkWith, metaEffects } from "./navigate/effects.js";
import { follow } from "./navigate/observers.js";
import { refetch } from "./navigate/refetch.js";
import { overrule, optimistic as guess, revert as undoLast } from "./optimistic/optimistic.js";
import { patch as patchNow } from "./patch/patch.js";
import { readSeeds, startAtoms } from "./store/elements.js";
import { openRegion } from "./toasts/region.js";
import { openToasts } from "./toasts/toasts.js";
import { forgetWay } from "./transport/connection.js";

/** The only module that knows every stage: transport → decode → dispatch. */

const continuity = new Continuity(() => live.connections(), { refetch, deliver: carry });

const live = new LiveElements((connection, { name, data }) => {
  dispatch(name === undefined ? decodeFrame(data) : [decodeSse(name, data)], connection);
}, continuity);

let stopRunning = null;

/** Whether what happens once per document has happened. */
let started = false;

/**
 * Starts Silcrow: connects live elements now and as they come, applies what the head of the
 * document says, shows waiting toasts. A second call changes nothing.
 *
 * @param {Document | Element} [root] the part of the page to watch
 * @returns {() => void} stops everything that was started, sockets included
 */
export function start(root = document) {
  if (stopRunning) return stopRunning;
  lockTrust();
  const wake = () => {
    rewait();
    if (!isHidden()) live.wake();
  };
  if (!started) readSeeds();
  const ends = [
    watch(root),
    startAtoms(root),
    openAnnouncer(),
    openRegion(),
    watchUser(),
    onChange((change) => live.follow(change)),
    listen(window, "online", wake),
    listen(window, "pageshow", wake),
    listen(window, "pagehide", () => live.sleep()),
    listen(document, "visibilitychange", wake),
    openToasts(),
    ...follow(root),
  ];
  stopRunning = () => {
    stopDispatch();
    for (const end of ends) end();
    live.close();
    overrule(document);
    forgetRoutes();
    forgetWay();
    stopRunning = null;
  };
  readRoutes();
  if (!started) continuity.adopt(metaEffects().positions, body(), true);
  live.scan(root);
  applyMeta(started);
  started = true;
  return stopRunning;
}

/** Ends everything: connections, timers, observers, toasts. `start()` begins anew. */
export function destroy() {
  if (stopRunning) stopRunning();
  else live.close();
}

linkWith({
  open(element, path, protocol) {
    remember(path, protocol);
    live.open(element, path, protocol);
  },
  release: (element, kept) => live.release(element, kept),
  visit,
  adopt(positions, target, whole) {
    // What came before belongs to what was there before.
    flush();
    continuity.adopt(positions, target, whole);
  },
});

/** Whether a string is the URL or path of a connection and not a selector. */
const isUrl = (root) => typeof root === "string" && /^(?:\/|https?:|wss?:)/.test(root);

function resolve(root) {
  if (isUrl(root)) return { connections: live.at(root) };
  const element = isElement(root) ? root : quietFind(root);
  return { connections: element ? live.of(element) : [], element };
}

function quietFind(selector) {
  try {
    return typeof selector === "string" ? query(selector) : null;
  } catch {
    return null;
  }
}

/** The elements that a caller means: one, or all of a URL's connections. */
function elementsOf(root) {
  if (isUrl(root)) return live.elementsAt(root);
  const element = find(root, "app");
  return element ? [element] : [];
}

/**
 * Connects an element to a live route, as `s-live` would.
 *
 * @param {Element | string} root
 * @param {string} url
 */
export function connect(root, url) {
  const element = find(root, "app");
  if (element) live.open(element, url);
}

/**
 * Sends data to the server over a live element's socket. An object becomes an event: as it is with
 * a known `type`, as `custom` otherwise; text and bytes go as they are. Waits, bounded, while the
 * connection is not open. The arguments may come in either order.
 *
 * @param {Element | string} root the live element or one inside it, a selector, or the path of a
 *     connection
 * @param {*} data
 * @returns {Promise<true>} resolves when the server has handled the message, or, where it does not
 *     say, when it was handed to the socket; rejects with an Error whose `code` says why not, which
 *     `silcrow:error` carries too
 */
export const send = (root, data) => sendTo(root, data, resolve);

/**
 * Writes data into the bound elements under a root, after whatever the server sent before.
 *
 * @param {*} data an object; `{data: {…}}` alone is unwrapped, `_toasts` are shown
 * @param {Element | string} root the element, or a selector
 * @param {{silent?: boolean}} [options] silent: dispatch no `silcrow:patched`
 */
export function patch(data, root, options) {
  flush();
  patchNow(data, root, options);
}

/**
 * Patches data in as if the server had sent it already, after whatever it sent before. The
 * arguments may come in either order.
 *
 * @param {Element | string} root
 * @param {object} data
 * @param {{until?: Promise<*>}} [options] what decides: a rejection, `false`, or an answer with
 *     `ok: false` undoes, any other outcome settles
 * @returns {import("./optimistic/optimistic.js").Handle}
 */
export function optimistic(root, data, options) {
  flush();
  return guess(root, data, options);
}

/** Undoes the newest optimistic update of a root. */
export function revert(root) {
  flush();
  undoLast(root);
}

/**
 * Takes an element, or everyone at a URL, out of its connections; the last one closes them.
 *
 * @param {Element | string} root an element, a selector, or the path of a connection
 */
export function disconnect(root) {
  for (const element of elementsOf(root)) live.leave(element);
}

/**
 * Undoes {@link disconnect}, and connects at once what waits for its next attempt or was closed
 * for good.
 *
 * @param {Element | string} root an element, a selector, or the path of a connection
 */
export function reconnect(root) {
  for (const element of elementsOf(root)) live.rejoin(element);
}
