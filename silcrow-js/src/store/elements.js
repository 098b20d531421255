import { onChange } from "../dom/changes.js";
import { isRecord, parseJson } from "../dom/json.js";
import {
  getAttribute, getText, isConnected, isElement, matches, queryAll, queryPage,
} from "../dom/native.js";
import { patch } from "../patch/patch.js";
import { report } from "../report.js";
import { forgetAtoms, seed, snapshot, subscribe } from "./atoms.js";

const SELECTOR = '[s-atom],[s-bind^="route:/"],[s-bind^="stream:"]';

/** @type {Map<Element, {scope: string, stop: () => void}>} */
const bound = new Map();

/**
 * Binds the elements that name an atom, now and as they come.
 *
 * @param {Document | Element} root
 * @returns {() => void} ends that and forgets every atom
 */
export function startAtoms(root) {
  scan(root);
  const end = onChange(follow);
  return () => {
    end();
    for (const { stop } of bound.values()) stop();
    bound.clear();
    forgetAtoms();
  };
}

function scan(root) {
  const found = isElement(root) ? [root, ...queryAll(root, SELECTOR)] : queryPage(SELECTOR);
  for (const element of found) sync(element);
}

function follow({ added, emptied }) {
  for (const node of added) if (isElement(node) && isConnected(node)) scan(node);
  if (!emptied.length) return;
  for (const [element, { stop }] of bound) {
    if (isConnected(element)) continue;
    stop();
    bound.delete(element);
  }
}

function sync(element) {
  const scope = matches(element, SELECTOR)
    ? getAttribute(element, "s-atom") ?? getAttribute(element, "s-bind") : null;
  const before = bound.get(element);
  if ((before?.scope ?? null) === scope) return;
  before?.stop();
  bound.delete(element);
  if (scope === null) return;
  const show = (value) => {
    if (value !== undefined && value !== null) patch(value, element);
  };
  bound.set(element, { scope, stop: subscribe(scope, show) });
  show(snapshot(scope));
}

/**
 * Reads the data blocks of the document: objects of scope → data, where a path stands for its
 * route. Only real script elements of type application/json count: no global can be mistaken for
 * them.
 */
export function readSeeds() {
  for (const element of queryPage('script[type="application/json"][data-silcrow-seed]')) {
    if (!(element instanceof HTMLScriptElement)) continue;
    const data = parseJson(getText(element));
    if (!isRecord(data)) report("seed-malformed", "server", { element });
    else for (const name in data) seed(name[0] === "/" ? `route:${name}` : name, data[name]);
  }
}
