import { report } from "../report.js";

/** @typedef {(data: *, root: Element) => *} Middleware */

/** @type {Middleware[]} */
const chain = [];

/**
 * Lets a function see, and change, all data before it is written. Functions run in the order in
 * which they were added, each on a copy of its own; one that returns nothing changes nothing, and
 * one that throws is reported and passed over.
 *
 * @param {Middleware} middleware
 * @returns {() => void} takes it out again
 */
export function use(middleware) {
  if (typeof middleware !== "function") {
    report("middleware-invalid", "app", { found: typeof middleware });
    return () => {};
  }
  chain.push(middleware);
  return () => {
    const at = chain.indexOf(middleware);
    if (at >= 0) chain.splice(at, 1);
  };
}

/** The data as the page's functions make it. */
export function throughMiddleware(data, root) {
  let result = data;
  for (const middleware of chain) {
    try {
      const changed = middleware(structuredClone(result), root);
      if (changed !== undefined) result = changed;
    } catch (cause) {
      report("middleware-failed", "app", { cause, element: root });
    }
  }
  return result;
}
