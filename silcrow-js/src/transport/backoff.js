import { BUSY_CODES, TERMINAL_CODES } from "../protocol.js";

const FIRST = 1000;
const LONGEST = 30_000;

/** The least wait after a close code that says "later". */
const BUSY = 2000;

/** How long a connection must have lasted for its next loss to count as the first again. */
export const STABLE = 10_000;

/**
 * Milliseconds before the next attempt: anywhere between nothing and a bound that doubles from one
 * second to thirty, so that pages which lost a server together do not come back together.
 *
 * @param {number} tries attempts since the last stable connection
 * @param {() => number} [random] 0 inclusive to 1 exclusive
 */
export function backoff(tries, random = Math.random) {
  return Math.round(random() * Math.min(LONGEST, FIRST * 2 ** Math.min(tries, 10)));
}

/**
 * What to do after a connection has closed.
 *
 * @param {{code?: number, tries: number, asked?: number}} loss the close code, the attempts so far,
 *     and the wait that the server asked for
 * @param {() => number} [random]
 * @returns {number | null} milliseconds, or null when the server does not want to be asked again
 */
export function delayAfter({ code, tries, asked }, random = Math.random) {
  if (TERMINAL_CODES.includes(code)) return null;
  if (asked >= 0) return asked + backoff(0, random);
  return BUSY_CODES.includes(code) ? BUSY + backoff(tries + 1, random) : backoff(tries, random);
}

/** The wait in a close reason such as "restart; retry-after=5000", or undefined. */
export function askedIn(reason) {
  const match = /\bretry-after[=:\s]+(\d{1,7})\b/i.exec(reason ?? "");
  return match ? Number(match[1]) : undefined;
}
