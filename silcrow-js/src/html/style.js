import { styleOf } from "../dom/native.js";

/** Loads what is not of this document, escapes something, or is an old browser's script. */
const UNSAFE = /(?:url|src|image|image-set)\((?!\s*["']?#)|expression\(|@|\\/i;

/** Whether some CSS may stand in the page. */
export const isSafeCss = (text) => !UNSAFE.test(text);

/**
 * Sets one property through CSSOM, which a strict CSP allows.
 *
 * @returns {boolean} false when the value could load or hide something
 */
export function setStyle(element, property, value, priority = "") {
  if (!isSafeCss(value)) return false;
  styleOf(element).setProperty(property, value, priority);
  return true;
}

/**
 * Makes a style attribute count where a policy kept the parser from it, and takes from it what could
 * load or hide something.
 */
export function cleanStyle(element, text, trusted) {
  const style = styleOf(element);
  const unsafe = !trusted && !isSafeCss(text);
  if (unsafe || !style.length) style.cssText = text;
  for (const property of unsafe ? [...style] : []) {
    if (!isSafeCss(style.getPropertyValue(property))) style.removeProperty(property);
  }
}
