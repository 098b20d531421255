import {
  childrenAsArray, contains, templateContent, firstChildOf, getText, insertBefore, isElement, isEqual,
  lastChildOf, move, nextSiblingOf, nodeName, parentOf, queryIn, removeChild, replaceChildren, replaceWith,
} from "../dom/native.js";
import { morphAttributes } from "./attributes.js";
import { composingIn } from "./composition.js";
import { isEditable, kindOf, setDefault, takeDefault } from "./controls.js";
import { canGoOn, childOf, idOf, isLike, keyOf, relate } from "./identity.js";
import { ascending } from "./order.js";

/** How many nodes are looked at to find an equal one. */
const LOOK_AHEAD = 3;

/**
 * What one morph knows.
 * @typedef {object} Morph
 * @property {boolean} directives whether the new nodes may hold directives
 * @property {boolean} templates whether they hold templates, whose content is no child of theirs
 * @property {Element | null} active the focused element, if it is affected
 * @property {Map<Element, import("./controls.js").Kept>} kept
 * @property {Map<Node, Node>} pairs new node → the old one that becomes it
 * @property {Map<Node, Node>} mates the other way round
 * @property {Map<Node, Node>} hints new node → an old one that is wanted inside it
 * @property {Map<Node, boolean>} held old nodes that are, or are around, something wanted (true) or
 *     something the user typed (false)
 * @property {Set<Node>} used old nodes that have found their place
 * @property {Set<Node>} settled old nodes whose inside stays as it is
 * @property {Node[]} stale old nodes that go at the end, unless wanted
 * @property {Element[]} inserted
 * @property {Element[]} changed elements that stay and have other directives now
 * @property {Set<Node>} touched nodes whose attributes, text or list of children changed
 */

/**
 * Turns children of a parent, which stand side by side, into new ones.
 *
 * @param {Node} parent
 * @param {Node[]} old
 * @param {Node[]} fresh
 * @param {Node | null} prev the node before them
 * @param {Morph} m
 * @returns {boolean} false when that cannot be done while the user composes; nothing has changed
 */
export function morphRange(parent, old, fresh, prev, m) {
  return morphChildren(parent, old, fresh, prev, m, (olds, news) => {
    relate(parent, olds, news, m);
    const composing = composingIn(parent);
    return !composing || canGoOn(composing, parent, olds, m);
  });
}

function morphChildren(parent, old, fresh, prev, m, prepare) {
  const whole = isElement(parent) && firstChildOf(parent) === (old[0] ?? null)
    && lastChildOf(parent) === (old.at(-1) ?? null);
  const count = old.length;
  let start = 0;
  let end = count;
  let last = fresh.length;
  while (start < end && start < last && isSame(old[start], fresh[start], m)) prev = old[start++];
  while (end > start && last > start && isSame(old[end - 1], fresh[last - 1], m)) {
    end--;
    last--;
  }
  if (start === end && start === last) return true;
  old = old.slice(start, end);
  fresh = fresh.slice(start, last);
  if (prepare && !prepare(old, fresh)) return false;
  m.touched.add(parent);
  const mates = old.length || m.pairs.size ? match(parent, old, fresh, m) : [];
  // Blanks that would stay are not worth keeping apart what comes in from what goes.
  if (whole && old.length === count && !mates.some((mate) => mate && (isElement(mate) || mate.data.trim()))
      && !old.some((node) => m.held.has(node)) && !fresh.some((node) => m.hints.has(node))) {
    note(fresh, m);
    replaceChildren(parent, bundle(fresh));
    return true;
  }
  for (const node of old) {
    if (m.used.has(node)) continue;
    if (m.held.has(node)) m.stale.push(node);
    else removeChild(parent, node);
  }
  arrange(parent, old, fresh, mates, prev, m);
  fresh.forEach((node, i) => {
    if (mates[i]) morphNode(mates[i], node, m);
  });
  return true;
}

/** Whether two nodes are equal, and no other is to become the new one. */
function isSame(old, fresh, m) {
  const same = isEqual(old, fresh) && (m.pairs.get(fresh) ?? old) === old
    && (m.mates.get(old) ?? fresh) === fresh && contains(old, m.hints.get(fresh) ?? old)
    && !(m.templates && isElement(fresh)
      && (nodeName(fresh) === "TEMPLATE" || queryIn(fresh, "template")));
  if (same && m.pairs.size) m.settled.add(old);
  return same;
}

/** The old node that becomes each new one, where there is one. */
function match(parent, old, fresh, m) {
  const buckets = new Map();
  for (const node of old) {
    const name = bucketOf(node, m);
    if (name === undefined || m.held.get(node)) continue;
    const bucket = buckets.get(name);
    if (bucket) bucket.list.push(node);
    else buckets.set(name, { list: [node], at: 0, skipped: [] });
  }
  return fresh.map((node, i) => {
    const mate = m.pairs.has(node) ? wanted(parent, node, m)
      : around(parent, node, m) ?? pick(buckets.get(bucketOf(node, m)), fresh, i, m);
    if (mate) m.used.add(mate);
    return mate;
  });
}

/** What makes a node comparable with others: undefined where only its id does. */
function bucketOf(node, m) {
  if (!isElement(node)) return nodeName(node);
  const key = m.directives ? keyOf(node) : null;
  if (key !== null) return `${nodeName(node)} :${key}`;
  return idOf(node) === undefined ? kindOf(node) : undefined;
}

function wanted(parent, fresh, m) {
  const old = m.pairs.get(fresh);
  if (m.used.has(old) || contains(old, parent)) return undefined;
  for (let node = parentOf(old); node && node !== parent; node = parentOf(node)) {
    if (m.settled.has(node)) return undefined;
  }
  return old;
}

/** The old child that holds what the new one is to hold. */
function around(parent, fresh, m) {
  const node = m.hints.has(fresh) ? childOf(parent, m.hints.get(fresh)) : null;
  return node && !m.used.has(node) && !m.mates.has(node) && isLike(node, fresh)
    && bucketOf(node, m) === bucketOf(fresh, m) ? node : undefined;
}

/** The next old node of the same kind; an equal one, if that is not far. */
function pick(bucket, fresh, i, m) {
  if (!bucket) return undefined;
  const { list, skipped } = bucket;
  while (m.used.has(list[bucket.at])) bucket.at++;
  const { at } = bucket;
  for (let j = at; j < at + LOOK_AHEAD && j < list.length; j++) {
    if (m.used.has(list[j]) || !isSame(list[j], fresh[i], m)) continue;
    skipped.push(...list.slice(at, j));
    bucket.at = j + 1;
    return list[j];
  }
  const first = list[at];
  if (!first) return skipped.shift();
  const later = fresh.slice(i + 1, i + LOOK_AHEAD);
  if (later.some((node) => isSame(first, node, m))) return undefined;
  bucket.at++;
  return first;
}

/** Puts the nodes that stay and the new ones into order, with the fewest moves. */
function arrange(parent, old, fresh, mates, prev, m) {
  const place = new Map(old.map((node, i) => [node, i]));
  const order = fresh.map((_, i) => place.get(mates[i]) ?? -1);
  const pin = m.active ? mates.findIndex((mate) => mate && contains(mate, m.active)) : -1;
  const stays = ascending(order, pin);
  let run = [];
  const next = () => (prev ? nextSiblingOf(prev) : firstChildOf(parent));
  const insert = () => {
    if (!run.length) return;
    const last = run.at(-1);
    const grafts = run.flatMap((node) => cut(node, parent, m));
    note(run, m);
    insertBefore(parent, run.length > 1 ? bundle(run) : last, next());
    for (const [gap, mate, node] of grafts) {
      m.touched.add(parentOf(gap)).add(parentOf(mate));
      move(parentOf(gap), mate, gap);
      removeChild(parentOf(gap), gap);
      morphNode(mate, node, m);
    }
    prev = last;
    run = [];
  };
  fresh.forEach((node, i) => {
    const mate = mates[i];
    if (!mate) {
      run.push(node);
      return;
    }
    insert();
    if (!stays[i] && next() !== mate) {
      m.touched.add(parentOf(mate));
      move(parent, mate, next());
    }
    prev = mate;
  });
  insert();
}

/** Cuts out of a new tree what an old node is wanted for, and leaves gaps. */
function cut(fresh, parent, m) {
  if (!m.hints.has(fresh)) return [];
  return childrenAsArray(fresh).flatMap((child) => {
    const mate = m.pairs.has(child) && wanted(parent, child, m);
    if (!mate) return cut(child, parent, m);
    m.used.add(mate);
    const gap = new Text();
    replaceWith(child, gap);
    return [[gap, mate, child]];
  });
}

function note(nodes, m) {
  for (const node of nodes) if (isElement(node)) m.inserted.push(node);
}

function bundle(nodes) {
  const fragment = new DocumentFragment();
  for (const node of nodes) insertBefore(fragment, node, null);
  return fragment;
}

function morphNode(old, fresh, m) {
  if (!isElement(old)) {
    setData(old, fresh, m);
    return;
  }
  const kept = m.kept.get(old);
  if (kept && isEditable(old)) {
    morphAttributes(old, fresh, m);
    setDefault(old, getText(fresh));
    m.settled.add(old);
  }
  if (m.settled.has(old) || isSame(old, fresh, m)) return;
  morphAttributes(old, fresh, m);
  if (old instanceof HTMLTemplateElement) morphTemplate(old, fresh, m);
  morphChildren(old, childrenAsArray(old), childrenAsArray(fresh), null, m);
  if (!kept) takeDefault(old);
}

function setData(old, fresh, m) {
  const { data } = fresh;
  if (old.data === data) return;
  m.touched.add(parentOf(old));
  // What is selected stays so while text is added to it.
  if (data.startsWith(old.data)) old.appendData(data.slice(old.data.length));
  else old.data = data;
}

function morphTemplate(old, fresh, m) {
  const content = templateContent(old);
  if (isEqual(content, templateContent(fresh)) && !content.querySelector("template")) return;
  content.replaceChildren(templateContent(fresh));
  m.touched.add(old);
  m.changed.push(old);
}
