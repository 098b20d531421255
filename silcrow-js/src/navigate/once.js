/**
 * One submission, as its form or button remembers it.
 * @typedef {object} Sent
 * @property {string} what
 * @property {string} key tells the server that two requests are one submission
 * @property {number} at
 * @property {boolean} open nobody knows whether the server has got it
 * @property {boolean} [ok] the server has taken it
 */

/** Milliseconds in which a form that is submitted again unchanged was clicked twice. */
const TWICE = 400;

/** @type {WeakMap<Element, Sent>} */
const last = new WeakMap();

/**
 * Gives a mutation the key of its submission: that of the one before, when that got no answer and
 * nothing has changed, else a new one.
 *
 * @param {import("./request.js").Visit} visit of a form or button
 * @returns {boolean} false for the second click of a double click
 */
export function isFirst(visit) {
  const { method, url, sent, source, trigger } = visit;
  const submitter = /** @type {*} */ (visit.submitter);
  const what = `${method} ${url} ${sent} ${submitter?.name}=${submitter?.value}`;
  const at = performance.now();
  const before = last.get(source);
  const same = before?.what === what;
  if (same && before.ok && trigger === "submit" && at - before.at < TWICE) return false;
  const key = same && before.open ? before.key : crypto.getRandomValues(new Uint32Array(4)).join("-");
  last.set(source, { what, key, at, open: true });
  visit.headers = { ...visit.headers, "Idempotency-Key": `"${key}"` };
  return true;
}

/**
 * Notes that a submission has its answer. Gateways, and servers that want to be asked again, leave
 * it open.
 *
 * @param {Element} source
 * @param {import("./exchange.js").Answer} answer
 */
export function isAnswered(source, { ok, status, headers }) {
  const open = (status > 501 && status < 505) || headers.has("retry-after");
  if (last.has(source)) Object.assign(last.get(source), { ok, open });
}
