import { sameOrigin } from "../html/safe_url.js";
import { bare } from "./history.js";

const LIFETIME = 300_000;

const MOST = 50;

/** @typedef {import("./exchange.js").Answer} Answer */

/** @type {Map<string, Answer & {at: number}>} the one used last is last */
const answers = new Map();

/** Counts up when everything known went out of date. */
let era = 0;

export const currentEra = () => era;

/**
 * What makes answers interchangeable: the mode, what was asked for of the page, and the URL.
 *
 * @param {{html: boolean, selector?: string, url: URL}} visit
 */
export const keyOf = ({ html, selector, url }) => `${html} ${selector} ${bare(url.href)}`;

/** @returns {Answer | undefined} what is known and not too old */
export function recall(key) {
  const answer = answers.get(key);
  answers.delete(key);
  if (!answer || Date.now() - answer.at > LIFETIME) return undefined;
  answers.set(key, answer);
  return answer;
}

export function keep(key, answer) {
  answers.set(key, Object.assign(answer, { at: Date.now() }));
  if (answers.size > MOST) answers.delete(answers.keys().next().value);
}

/** The answers that a page may look at and forget. */
export const cache = Object.freeze({
  /** Whether an answer from this path is kept. */
  has: (path) => keysOf(path).some(recall),

  /** Forgets the answers from a path, or all. */
  clear(path) {
    era++;
    for (const key of keysOf(path)) answers.delete(key);
  },
});

function keysOf(path) {
  const end = path === undefined ? "" : ` ${bare(sameOrigin(path)?.href ?? "-")}`;
  return [...answers.keys()].filter((key) => key.endsWith(end));
}
