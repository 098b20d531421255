import { body, closest, isElement, listen, matches } from "../dom/native.js";
import { isIgnored } from "../html/trust.js";
import { calm, onInput } from "./debounce.js";
import { followDrafts, forget } from "./drafts.js";
import { preload } from "./exchange.js";
import { followHistory } from "./history.js";
import { giveUp, start } from "./navigator.js";
import { ACTIONS, visitOf } from "./request.js";

/** What a click means something to. */
const CLICKED = `${ACTIONS},a,form,input,select,textarea,label,summary`;

/**
 * Turns what the user does into visits.
 *
 * @param {Document | Element} root
 * @returns {(() => void)[]} the functions that end it
 */
export function follow(root) {
  return [
    listen(root, "click", onClick),
    listen(root, "submit", onSubmit),
    listen(root, "input", onInput),
    listen(root, "compositionend", onInput),
    listen(root, "mouseenter", onHint, true),
    listen(root, "focusin", onHint),
    listen(root, "touchstart", onHint),
    ...followDrafts(root),
    ...followHistory((url, html, scroll) => start({
      url, html, scroll, method: "GET", trigger: "popstate", target: body(),
    }), () => giveUp(({ method, target }) => method === "GET" && target === body())),
    () => {
      calm();
      giveUp(() => true);
    },
  ];
}

/** The link or button that an event is about: never what is submitted, or sent as the user types. */
function actorOf({ target }) {
  const element = isElement(target) && closest(target, CLICKED);
  return element && !matches(element, "form,[s-debounce]") ? element : null;
}

function onClick(event) {
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const element = actorOf(event);
  // Preventing the default would take the user's tick away again.
  if (element) act(event, element, "click", matches(element, "[type=checkbox],[type=radio]"));
}

function onSubmit(event) {
  if (isElement(event.target)) act(event, event.target, "submit", false, event.submitter);
}

function act(event, element, trigger, keepsDefault, submitter) {
  if (event.defaultPrevented || isIgnored(element)) return;
  const visit = visitOf(element, trigger, submitter);
  if (visit !== undefined && !keepsDefault) event.preventDefault();
  if (visit === undefined) forget(element);
  if (!visit) return;
  calm(element);
  if (visit.target === body()) calm();
  start(visit);
}

function onHint(event) {
  const element = actorOf(event);
  const visit = element && closest(element, "[s-preload]") && !isIgnored(element)
    && visitOf(element, "click");
  if (visit?.method === "GET") preload(visit).catch(() => {});
}
