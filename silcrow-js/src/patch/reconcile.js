import { unseen } from "../dom/changes.js";
import {
  activeElement, childNodesOf, firstChildOf, focus, insertBefore, isConnected, isElement,
  isTemplate, move, nextSiblingOf, replaceChildren,
} from "../dom/native.js";
import { report } from "../report.js";
import { eachElement, fill } from "./row.js";

/**
 * Makes the rows of a list those of an array: rows are kept by key, stale ones leave, new ones
 * come, and as few as possible move (the longest increasing subsequence stays).
 *
 * @param {import("./list.js").List} list every row of it is in the page
 * @param {*[]} items
 */
export function sync(list, items) {
  const old = list.rows;
  const tail = list.end();
  const stamp = ++list.stamp;
  const rows = [];
  const keep = (row, item, i) => {
    row.stamp = stamp;
    row.index = i;
    fill(row, item);
  };
  let first = 0;
  let lastOld = old.length - 1;
  let last = items.length - 1;
  for (; first <= lastOld && first <= last && list.isFor(old[first], items[first], first); first++) {
    rows.push(old[first]);
    keep(old[first], items[first], first);
  }
  let behind = 0;
  for (; lastOld >= first && last >= first && list.isFor(old[lastOld], items[last], last); behind++) {
    keep(old[lastOld--], items[last], last--);
  }
  for (let i = first; i <= lastOld; i++) old[i].at = i;
  const { keys, kept } = keysOf(list, items.slice(first, last + 1), first);
  // Where each row in between was before, or -1.
  const from = [];
  let highest = -1;
  let moved = false;
  for (let i = 0; i < keys.length; i++) {
    const row = first <= lastOld ? list.byKey.get(keys[i]) : undefined;
    from.push(row ? row.at : -1);
    rows.push(row);
    if (!row) continue;
    moved ||= row.at < highest;
    highest = row.at;
    keep(row, kept[i], first + i);
  }
  const all = highest < 0 && first === 0 && lastOld === old.length - 1;
  if (!all || !clear(list, old)) {
    for (let i = first; i <= lastOld; i++) if (old[i].stamp !== stamp) list.drop(old[i]);
  }
  const following = old[lastOld + 1]?.element ?? tail;
  if (keys.length) {
    arrange(list, { rows, keys, kept, first, from, following, stay: moved ? longestRun(from) : null });
  }
  for (let i = old.length - behind; i < old.length; i++) rows.push(old[i]);
  list.rows = rows.includes(undefined) ? rows.filter(Boolean) : rows;
  list.placed = list.rows.length;
}

/** The keys of items, without those that have none or one that was there before. */
function keysOf(list, items, first) {
  const keys = [];
  const kept = [];
  const seen = new Set();
  items.forEach((item, i) => {
    const key = list.keyOf(item, first + i);
    if (key === undefined) return;
    if (seen.has(key) || list.byKey.get(key)?.stamp === list.stamp) {
      report("list-duplicate", "app", { found: key, element: list.element });
      return;
    }
    seen.add(key);
    keys.push(key);
    kept.push(item);
  });
  return { keys, kept };
}

/** Takes all rows out at once, where nothing between or around them could notice. */
function clear(list, old) {
  const { container } = list;
  if (!old.length) return true;
  const rest = [];
  for (let node = firstChildOf(container); node !== old[0].element; node = nextSiblingOf(node)) {
    rest.push(node);
  }
  for (let node = list.end(); node; node = nextSiblingOf(node)) rest.push(node);
  const elements = old.reduce((sum, { others }) => sum + 1 + (others?.length ?? 0), 0);
  const plain = (node) => !isElement(node) || isTemplate(node);
  if (childNodesOf(container).length !== elements + rest.length || !rest.every(plain)) return false;
  unseen(() => replaceChildren(container, ...rest));
  list.cleared();
  return true;
}

/** Brings the rows between the common ends into order, from the last to the first. */
function arrange(list, { rows, keys, kept, first, from, following, stay }) {
  const { container } = list;
  const active = activeElement();
  let before = following;
  let at = stay ? stay.length - 1 : 0;
  for (let i = keys.length - 1; i >= 0; i--) {
    let row = rows[first + i];
    if (row) {
      if (stay && stay[at] === i) at--;
      else if (stay) eachElement(row, (element) => move(container, element, before));
    } else {
      const end = i;
      while (i > 0 && from[i - 1] < 0) i--;
      const fresh = new DocumentFragment();
      for (let j = i; j <= end; j++) {
        row = list.make(keys[j], kept[j], first + j);
        if (!row) continue;
        rows[first + j] = row;
        eachElement(row, (element) => insertBefore(fresh, element, null));
      }
      insertBefore(container, fresh, before);
    }
    before = rows[first + i]?.element ?? before;
  }
  if (active !== activeElement() && isConnected(active)) focus(active);
}

/**
 * The places, in an array of numbers, of the longest run that rises; -1 counts as no number.
 * Patience sorting: O(n log n).
 *
 * @param {number[]} from
 * @returns {number[]}
 */
export function longestRun(from) {
  const ends = [];
  const previous = [];
  for (let i = 0; i < from.length; i++) {
    if (from[i] < 0) continue;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (from[ends[middle]] < from[i]) low = middle + 1;
      else high = middle;
    }
    previous[i] = ends[low - 1];
    ends[low] = i;
  }
  for (let k = ends.length - 1, at = ends[k]; k >= 0; k--, at = previous[at]) ends[k] = at;
  return ends;
}
