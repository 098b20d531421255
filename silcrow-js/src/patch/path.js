import { BLOCKED_NAMES } from "../protocol.js";

const PATH = /^[\w$-]+(?:\.[\w-]+)*$/;

/**
 * The parts of "a.b.c", or null when it is no path or could reach a prototype.
 *
 * @param {string} path
 * @returns {string[] | null}
 */
export function parsePath(path) {
  const trimmed = path.trim();
  if (!PATH.test(trimmed)) return null;
  const parts = trimmed.split(".");
  return parts.some((part) => BLOCKED_NAMES.includes(part)) ? null : parts;
}

/**
 * The value at a path, through own properties only.
 *
 * @param {*} data
 * @param {string[]} parts
 * @returns {*} undefined when the path is not there; a null before its end counts as not there
 */
export function lookup(data, parts) {
  let value = data;
  for (let i = 0; i < parts.length; i++) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, parts[i])) {
      return undefined;
    }
    value = value[parts[i]];
  }
  return value;
}
