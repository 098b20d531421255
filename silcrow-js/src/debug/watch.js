import { body, closest, contains, isConnected, isElement, listen, walkElements } from "../dom/native.js";
import { check } from "./checks.js";

/** Changes are looked at together, when the page has had time to finish them. */
const PAUSE = 200;

/** Elements that are looked at in one go. */
const MOST = 5000;

/** @type {Set<Element>} */
const waiting = new Set();

let timer = 0;

/** Looks at the page when it is ready, and then at what changes. */
export function watchPage() {
  const begin = () => {
    new MutationObserver(gather).observe(document, { subtree: true, childList: true, attributes: true });
    queue(body());
  };
  if (document.readyState === "loading") listen(document, "DOMContentLoaded", begin);
  else begin();
}

function gather(records) {
  for (const { type, target, addedNodes } of records) {
    if (type === "attributes") queue(target);
    for (const node of addedNodes) queue(isElement(node) ? node : target);
  }
}

function queue(element) {
  if (!isElement(element)) return;
  waiting.add(element);
  timer ||= setTimeout(look, PAUSE);
}

function look() {
  timer = 0;
  let left = MOST;
  const seen = new Set();
  for (const root of waiting) {
    if (!isConnected(root) || closest(root, "[s-ignore]")) continue;
    const walker = walkElements(root);
    for (let element = root; element && left > 0; element = walker.nextNode()) {
      if (seen.has(element)) continue;
      seen.add(element);
      left--;
      if (!closest(element, "[s-ignore]")) check(element);
    }
  }
  waiting.clear();
}
