import { quietly } from "../dom/changes.js";
import { emit } from "../dom/emit.js";
import { isHidden } from "../dom/native.js";
import { commit } from "../patch/patch.js";
import { LIMITS } from "../protocol.js";
import { report } from "../report.js";
import { handlers } from "./handlers.js";

/** @typedef {import("../transport/connection.js").Connection} Connection */

/** Events that wait for the next frame, in the order in which they came. */
/** @type {[import("../decode/event.js").LiveEvent, Connection][]} */
let queue = [];

/** Stops waiting for the next frame; null while nobody waits. */
let cancel = null;

let running = false;

/**
 * Carries out what a connection received, in order. The first frame of events is carried out at
 * once; what comes before the next animation frame waits for that, so that a burst writes each
 * binding once. Events of a topic that are known, or have to wait, are not carried out. A page may
 * refuse an event by cancelling `silcrow:live:message`; an event that fails does not stop the next.
 *
 * @param {import("../decode/event.js").Decoded[]} decoded
 * @param {Connection} connection
 */
export function dispatch(decoded, connection) {
  for (const event of decoded) {
    if ("malformed" in event) {
      report("frame-malformed", "server", { found: event.reason, url: connection.url });
    } else if ("control" in event) connection.control(event);
    else if (!event.topic || connection.topics.admit(event)) queue.push([event, connection]);
  }
  begin();
}

/** Carries out events that have been let through already, after all that came before. */
export function carry(events, connection) {
  for (const event of events) queue.push([event, connection]);
  begin();
}

function begin() {
  if (!queue.length || running) return;
  if (!cancel) next();
  else if (queue.length >= LIMITS.queuedEvents) run();
}

/** Carries out all that waits, now. */
export function flush() {
  if (running) commit();
  else run();
}

/** Carries out what waits and waits anew: a page that was hidden meanwhile gets no frame. */
export function rewait() {
  if (running) return;
  cancel?.();
  next();
}

/** Runs what waits, and again after the next frame as long as something came. */
function next() {
  cancel = null;
  if (!queue.length) return;
  cancel = afterFrame(next);
  run();
}

function run() {
  running = true;
  quietly([], carryOut);
}

function carryOut() {
  try {
    // What a listener of the page sends on its way comes after what was there.
    while (queue.length) {
      const events = queue;
      queue = [];
      for (const [event, connection] of events) deliver(event, connection);
    }
  } finally {
    running = false;
    commit();
  }
}

/** A page that nobody sees has no frames. */
function afterFrame(work) {
  if (isHidden()) {
    const timer = setTimeout(work, 100);
    return () => clearTimeout(timer);
  }
  const request = requestAnimationFrame(work);
  return () => cancelAnimationFrame(request);
}

/** Carries out what waits and forgets the frame. */
export function stop() {
  flush();
  cancel?.();
  cancel = null;
}

function deliver(event, { url, protocol, members }) {
  if (!emit(document, "silcrow:live:message", { url, protocol, event }, true)) return;
  try {
    if (event.type !== "patch") commit();
    handlers[event.type](event, { url, protocol, members: [...members] });
  } catch (cause) {
    report("event-failed", "silcrow", { found: event.type, url, cause });
  }
}
