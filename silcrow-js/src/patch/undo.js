import { isRecord } from "../dom/json.js";
import {
  activeElement, classList, getAttribute, getText, insertBefore, nextSiblingOf, parentOf,
  removeAttribute, replaceChildren, setAttribute, setText, styleOf,
} from "../dom/native.js";
import { eachElement, locate } from "./row.js";
import { UNSET, namesIn, normal, sinkFor } from "./setters.js";

/**
 * Brings back what was there when it was made, given what was written since and before; not what
 * others have changed since.
 * @typedef {(written?: *, last?: *) => void} Undo
 */

/**
 * How to bring back what a sink is about to change.
 *
 * @param {Element} element
 * @param {import("./setters.js").Sink} sink
 * @param {*} next what is about to be written, or what was written last
 * @returns {Undo}
 */
export function undoSink(element, { name, base }, next) {
  if (Array.isArray(base)) {
    const [property, empty] = base;
    const before = element[property];
    return (written) => {
      const changed = written === UNSET ? element === activeElement()
        : element[property] !== normal(written, empty);
      if (!changed) element[property] = before;
    };
  }
  if (name === "use") return undoUse(element, next);
  if (name === "html") {
    const before = [...element.cloneNode(true).childNodes];
    return () => replaceChildren(element, ...before);
  }
  if (name === "text") {
    const before = getText(element);
    return () => { if (getText(element) !== before) setText(element, before); };
  }
  if (name === "show" || name === "style") {
    const before = styleOf(element).cssText;
    return () => { styleOf(element).cssText = before; };
  }
  if (name === "class") {
    const list = classList(element);
    const before = new Set(list);
    return (written, last) => {
      for (const [one] of [...namesIn(written), ...namesIn(last)]) list.toggle(one, before.has(one));
    };
  }
  const before = getAttribute(element, name);
  return () => {
    if (before === null) removeAttribute(element, name);
    else setAttribute(element, name, before);
  };
}

function undoUse(element, next) {
  if (next === UNSET) return () => {};
  if (!isRecord(next)) return undoSink(element, /** @type {*} */ ({ name: "text" }), next);
  const undos = Object.entries(next).map(([key, value]) => {
    const name = key.toLowerCase();
    const sink = name === "use" ? null : sinkFor(element, name);
    const undo = sink && undoSink(element, sink, value);
    return (last) => undo?.(value, isRecord(last) ? last[key] : undefined);
  });
  return (_written, last) => { for (const undo of undos) undo(last); };
}

/**
 * How to bring back the rows of a list and what they show.
 *
 * @param {import("./list.js").List} list
 * @returns {Undo}
 */
export function undoList(list) {
  list.adopt();
  list.place();
  const rows = [...list.rows];
  const undos = rows.map(undoRow);
  return () => {
    const kept = new Set(rows);
    for (const row of list.rows) if (!kept.has(row)) list.drop(row);
    let before = list.end();
    for (let i = rows.length - 1; i >= 0; i--) {
      const { element, others } = rows[i];
      const last = others?.at(-1) ?? element;
      if (parentOf(last) !== list.container || nextSiblingOf(last) !== before) {
        eachElement(rows[i], (one) => insertBefore(list.container, one, before));
      }
      before = element;
    }
    list.rows = rows;
    list.placed = rows.length;
    list.byKey = new Map(rows.map((row) => [row.key, row]));
    all(undos)();
  };
}

function undoRow(row) {
  if (row.elements === null) locate(row);
  const values = [...row.values];
  const { item } = row;
  const undos = row.elements.map((element, i) => {
    const undo = element && undoSink(element, row.plan.slots[i], values[i]);
    return undo && (() => { if (row.values[i] !== values[i]) undo(row.values[i], values[i]); });
  });
  undos.push(...row.inner.map((list) => list && undoList(list)));
  return () => {
    all(undos)();
    row.values = values;
    row.item = item;
  };
}

const all = (undos) => () => { for (const undo of undos) undo?.(); };
