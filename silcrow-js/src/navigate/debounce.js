import { closest, getAttribute, isConnected, isElement, matches } from "../dom/native.js";
import { isIgnored } from "../html/trust.js";
import { start } from "./navigator.js";
import { ACTIONS, visitOf } from "./request.js";

/** Milliseconds where `s-debounce` does not say any. */
const PAUSE = 300;

/** @type {Map<Element, number>} what will be sent → its timer */
const timers = new Map();

/** @type {Map<Element, boolean>} whose change is on its way to the server → whether it changed since */
const busy = new Map();

/**
 * Sends a form or control with `s-debounce` when the user has made a pause, and is not composing text
 * any more. What is not valid is not sent.
 */
export function onInput({ target, isComposing }) {
  const zone = isElement(target) && !isComposing && closest(target, "[s-debounce]");
  const actor = zone && closest(zone, `${ACTIONS},form`);
  if (!actor || isIgnored(zone)) return;
  calm(actor);
  timers.set(actor, setTimeout(fire, Number(getAttribute(zone, "s-debounce")) || PAUSE, actor));
}

/**
 * Waits for no pause any more: for one that is being sent anyway, or for all because the user goes
 * elsewhere. What was to be stored is sent now.
 *
 * @param {Element} [actor]
 */
export function calm(actor) {
  for (const each of actor ? [actor] : timers.keys()) {
    clearTimeout(timers.get(each));
    if (actor) timers.delete(actor);
    else fire(each, true);
  }
}

/** Mutations go one after another, the last with what is there by then; of GETs the newest counts. */
async function fire(actor, isLast) {
  timers.delete(actor);
  if (busy.has(actor)) {
    busy.set(actor, true);
    return;
  }
  const visit = isConnected(actor) && !matches(actor, ":invalid") && visitOf(actor, "input");
  if (!visit || (isLast && visit.method === "GET")) return;
  if (visit.method !== "GET") busy.set(actor, false);
  await start(visit);
  const again = busy.get(actor);
  busy.delete(actor);
  if (again) fire(actor);
}
