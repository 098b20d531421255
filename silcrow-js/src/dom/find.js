import { report } from "../report.js";
import { LIMITS } from "../protocol.js";
import { byId, isElement, localName, query } from "./native.js";

const ID_ONLY = /^#[\w-]+$/;

/** Elements whose content is code, style or another document: never a target. */
const FORBIDDEN = new Set([
  "html", "head", "script", "style", "meta", "link", "base", "iframe", "object", "embed", "template",
]);

/**
 * The element that a message or a caller means.
 *
 * @param {string | Element} target a selector (the first match counts) or the element itself
 * @param {import("../report.js").Attribution} attribution who wrote it
 * @returns {Element | null} null after a report
 */
export function find(target, attribution) {
  let element = target;
  if (!isElement(target)) {
    if (typeof target !== "string" || target.length > LIMITS.selector) {
      report("target-invalid", `Expected an element or a selector of at most ${LIMITS.selector}`
        + ` characters but found ${describe(target)}.`, attribution);
      return null;
    }
    try {
      element = ID_ONLY.test(target) ? byId(target.slice(1)) : query(target);
    } catch (cause) {
      report("target-invalid", `"${target}" is not a selector.`, attribution, { cause });
      return null;
    }
    if (!element) {
      report("target-missing", `No element matches "${target}".`, attribution);
      return null;
    }
  }
  if (FORBIDDEN.has(localName(element).toLowerCase())) {
    report("target-forbidden", `A <${localName(element)}> cannot be changed by Silcrow.`,
      attribution, { element });
    return null;
  }
  return element;
}

/** A value in a few words, for messages: never its content. */
export function describe(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "string") return `a string of ${value.length} characters`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
