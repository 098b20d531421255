import { isElement } from "./native.js";

/**
 * What happened to the tree.
 * @typedef {object} Change
 * @property {Node[]} added roots that came in, or moved
 * @property {Node[]} emptied parents that lost something
 * @property {boolean} [own] rows of a list, which keeps itself right
 */

/** @type {Set<(change: Change) => void>} */
const listeners = new Set();

let observer = null;
let watched;

const OPTIONS = {
  childList: true,
  subtree: true,
  attributes: true,
  attributeFilter: ["s-live", "s-ws", "s-wss", "s-sse", "s-bind", "s-atom"],
};

/** Calls back after each change of the tree; returns the function that ends it. */
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells every listener about a change that the caller made under {@link quietly}. */
export function announce(change) {
  for (const listener of listeners) listener(change);
}

/** Watches a tree for changes that others make; returns the function that ends it. */
export function watch(root) {
  observer = new MutationObserver(tell);
  watched = root;
  observer.observe(root, OPTIONS);
  return () => {
    observer?.disconnect();
    observer = null;
  };
}

/** Brings listeners up to date with changes that the observer has seen but not told. */
export function settle() {
  if (observer) tell(observer.takeRecords());
}

/** Parents that we change ourselves; how deep in such changes we are. */
const ours = new Set();
let depth = 0;

/** Says, while {@link quietly} works, that the children of a node are changed by us. */
export function mine(parent) {
  ours.add(parent);
}

/**
 * Changes the children of some parents without the observer telling of them: our own work is
 * announced in one piece. What the page does meanwhile, elsewhere in the tree, is told as ever.
 *
 * @param {Node[] | Set<Node>} parents may grow while the work goes on
 * @param {() => void} work
 */
export function quietly(parents, work) {
  settle();
  depth++;
  try {
    parents.forEach(mine);
    work();
  } finally {
    parents.forEach(mine);
    settle();
    depth--;
    if (!depth) ours.clear();
  }
}

/**
 * Takes many nodes out at once without the observer looking: for each of them it would follow what
 * is in it.
 *
 * @param {() => void} work
 */
export function unseen(work) {
  settle();
  observer?.disconnect();
  try {
    work();
  } finally {
    observer?.observe(watched, OPTIONS);
  }
}

function tell(records) {
  const added = new Set();
  const emptied = new Set();
  for (const { type, target, addedNodes, removedNodes } of records) {
    if (ours.has(target) && type === "childList") continue;
    if (type === "attributes") added.add(target);
    for (const node of addedNodes) if (isElement(node)) added.add(node);
    if (removedNodes.length) emptied.add(target);
  }
  if (added.size || emptied.size) announce({ added: [...added], emptied: [...emptied] });
}
