import { LIMITS } from "../protocol.js";
import { report } from "../report.js";
import { byId, isElement, localName, query } from "./native.js";

const ID_ONLY = /^#[\w-]+$/;

/** Elements whose content is code, style or another document: never a target. */
const FORBIDDEN = /^(?:html|head|script|style|meta|link|base|iframe|object|embed|template)$/i;

/**
 * The element that a message or a caller means.
 *
 * @param {string | Element} target a selector (the first match counts) or the element itself
 * @param {import("../report.js").Attribution} attribution who wrote it
 * @returns {Element | null} null after a report
 */
export function find(target, attribution) {
  const refuse = (code, more) => {
    report(code, attribution, { found: describe(target), ...more });
    return null;
  };
  /** @type {*} */
  let element = target;
  if (!isElement(target)) {
    if (typeof target !== "string" || target.length > LIMITS.selector) return refuse("target-invalid");
    try {
      element = ID_ONLY.test(target) ? byId(target.slice(1)) : query(target);
    } catch (cause) {
      return refuse("target-invalid", { cause });
    }
    if (!element) return refuse("target-missing");
  }
  return FORBIDDEN.test(localName(element)) ? refuse("target-forbidden", { element }) : element;
}

/** A value in a few words, for reports: text is shown only while it is short. */
export function describe(value) {
  if (isElement(value)) return `<${localName(value)}>`;
  if (typeof value === "string") return value.length > LIMITS.selector ? "long text" : value;
  return Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
}
