import { BLOCKED_NAMES, LIMITS } from "../protocol.js";

/**
 * New data on top of old, as a frozen copy that shares every part that stays equal: when nothing
 * changes, the result is `old` itself. Objects merge; arrays and all else replace. Names that could
 * reach a prototype are left out.
 *
 * @param {*} old
 * @param {*} data
 * @param {boolean} [whole] objects replace as well
 * @param {number} [depth]
 * @returns {*}
 * @throws {RangeError} when the data is nested too deeply, or in a circle
 */
export function merge(old, data, whole = false, depth = 0) {
  if (!isPlain(data)) return data;
  if (depth > LIMITS.depth) throw new RangeError("nested too deeply");
  const list = Array.isArray(data);
  const like = isPlain(old) && Array.isArray(old) === list;
  const replace = whole || list;
  const names = Object.keys(data).filter((name) => !BLOCKED_NAMES.includes(name));
  const next = list ? [] : like && !whole ? { ...old } : {};
  let same = like && (!replace || Object.keys(old).length === names.length);
  for (const name of names) {
    const known = like && Object.hasOwn(old, name);
    next[name] = merge(known ? old[name] : undefined, data[name], replace, depth + 1);
    same &&= known && Object.is(next[name], old[name]);
  }
  return same ? old : Object.freeze(next);
}

/** What JSON is made of; a date or an element is one value. */
function isPlain(value) {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
