import { isRecord, parseJson } from "../dom/json.js";
import { HEADER_PREFIX, POSITION, SWAPS } from "../protocol.js";

/** Names that a page may be sent; `silcrow:` events are ours. */
const EVENT_NAME = /^(?!silcrow:)[A-Za-z][\w:.-]{0,127}$/;

/**
 * What a response asks of the page, besides its body.
 * @typedef {object} Effects
 * @property {boolean} fullReload
 * @property {boolean} noCache
 * @property {[string, *][]} triggers event name and detail, in order
 * @property {string | null} retarget
 * @property {string | null} push
 * @property {{target: string, length: number, swap?: string}[]} also what belongs elsewhere
 * @property {{target: string, data: *}[]} patches
 * @property {string | null} invalidate a selector list
 * @property {string | null} navigate
 * @property {string | null} sse
 * @property {string | null} ws
 * @property {Record<string, string> | null} positions topic → the place up to which the answer
 *     knows it
 * @property {string[]} problems the headers whose value was refused
 */

/**
 * Reads the modifiers of a response, from its headers or from the meta elements that stand for them
 * when a document was loaded.
 *
 * @param {(header: string) => (string | null)} read the value of a header, by its full name
 * @returns {Effects}
 */
export function decodeEffects(read) {
  const text = (name) => read(HEADER_PREFIX + name)?.trim() || null;
  const problems = [];
  return {
    fullReload: text("full-reload") === "true",
    noCache: text("cache") === "no-cache",
    triggers: triggers(text("trigger"), problems),
    retarget: text("retarget"),
    push: text("push"),
    also: others(text("also"), problems),
    patches: patches(text("patch"), problems),
    invalidate: text("invalidate"),
    navigate: text("navigate"),
    sse: text("sse"),
    ws: text("ws"),
    positions: positions(text("positions"), problems),
    problems,
  };
}

/** An object of name → detail, a name, or an array of names. */
function triggers(value, problems) {
  if (!value) return [];
  const json = parseJson(value);
  /** @type {[string, *][]} */
  const pairs = typeof json === "string" ? [[json, null]]
    : Array.isArray(json) ? json.map((name) => [name, null])
      : typeof json === "object" && json ? Object.entries(json) : [[value, null]];
  return pairs.filter(([name]) => {
    const fine = EVENT_NAME.test(name);
    if (!fine) problems.push("silcrow-trigger");
    return fine;
  });
}

/** All of them or none, since each one's place depends on the others. */
function others(value, problems) {
  if (!value) return [];
  const all = parseJson(value);
  if (Array.isArray(all) && all.every((one) => typeof one?.target === "string"
      && one.length >= 0 && SWAPS.includes(one.swap ?? "inner"))) return all;
  problems.push("silcrow-also");
  return [];
}

/**
 * Takes the markup for other elements off the end of a body.
 *
 * @param {string} text
 * @param {Effects} effects
 * @returns {{text: string, also: {target: string, markup: string, swap?: string}[]}}
 */
export function divide(text, { also, problems }) {
  const end = also.reduce((left, { length }) => left - length, text.length);
  if (end < 0) {
    problems.push("silcrow-also");
    return { text, also: [] };
  }
  let at = end;
  return {
    text: text.slice(0, end),
    also: also.map((one) => ({ ...one, markup: text.slice(at, at += one.length) })),
  };
}

/** One `{target, data}` or an array of them. */
function patches(value, problems) {
  if (!value) return [];
  return [parseJson(value)].flat().filter((patch) => {
    const fine = typeof patch?.target === "string" && Object.hasOwn(patch, "data");
    if (!fine) problems.push("silcrow-patch");
    return fine;
  });
}

/** All of them or none. */
function positions(value, problems) {
  if (!value) return null;
  const all = parseJson(value);
  if (isRecord(all) && Object.values(all).every((id) => POSITION.test(id))) return all;
  problems.push("silcrow-positions");
  return null;
}
