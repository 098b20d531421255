import { attributeNames, getAttribute } from "../dom/native.js";
import { parsePath } from "./path.js";

/**
 * One binding as the markup spells it.
 * @typedef {object} Binding
 * @property {string} attribute where it stands, such as ":text" or "s-bind"
 * @property {string} raw the attribute's value
 * @property {string} name lower-case: what is bound
 * @property {string} path as written
 */

/** Scopes of atoms: `s-bind` with one of these is not a path. */
const ATOM = /^\s*(?:route:\/|stream:)/;

const NONE = Object.freeze([]);

/**
 * The bindings of an element, `s-use` last: it wins over the others.
 *
 * @param {Element} element
 * @param {string[]} [attributes] its attributes
 * @returns {readonly Binding[]}
 */
export function readBindings(element, attributes = attributeNames(element)) {
  /** @type {*} */
  let found = NONE;
  let spread;
  const add = (binding) => {
    if (found === NONE) found = [binding];
    else found.push(binding);
  };
  for (const attribute of attributes) {
    const colon = attribute[0] === ":";
    if (colon ? attribute === ":key" : attribute !== "s-bind" && attribute !== "s-use") continue;
    const raw = getAttribute(element, attribute);
    if (colon) add({ attribute, raw, name: attribute.slice(1), path: raw });
    else if (attribute === "s-use") spread = { attribute, raw, name: "use", path: raw };
    else if (!ATOM.test(raw)) {
      const [path, name] = raw.split(":", 2);
      add({ attribute, raw, name: name?.trim().toLowerCase() || "text", path });
    }
  }
  if (spread) add(spread);
  return found;
}

/** Where a row finds a value: `depth` scopes up (-1: in the data of the root), then `parts` down. */
/** @typedef {{depth: number, parts: string[], index?: boolean}} Place */

/**
 * Finds out whose value a path inside a row template means.
 *
 * @param {string} path `alias.a.b`, `alias`, `$index`, `.a` (of the row's own item), or else a path
 *     in the data of the root
 * @param {string[]} aliases of the row and the rows around it, its own first
 * @returns {Place | null} null when it is no path
 */
export function resolve(path, aliases) {
  const trimmed = path.trim();
  if (trimmed === "$index") return { depth: 0, parts: [], index: true };
  const own = trimmed[0] === ".";
  const parts = parsePath(own ? trimmed.slice(1) : trimmed);
  if (!parts || own) return parts && { depth: 0, parts };
  const depth = aliases.indexOf(parts[0]);
  return { depth, parts: depth < 0 ? parts : parts.slice(1) };
}

const LOOP = /^\s*([\w-]+)\s+in\s+([\w.$-]+)\s*$/;

/**
 * What `s-for` says.
 *
 * @param {string} text
 * @returns {{alias: string, path: string} | null}
 */
export function parseLoop(text) {
  const match = LOOP.exec(text);
  return match && parsePath(match[1]) && { alias: match[1], path: match[2] };
}
