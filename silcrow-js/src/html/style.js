import { create, styleOf } from "../dom/native.js";

/** Loads something, escapes something, or is an old browser's script. */
const UNSAFE = /url\(|image-set\(|expression\(|@|\\/i;

/**
 * Sets one property through CSSOM, which a strict CSP allows.
 *
 * @returns {boolean} false when the value could load or hide something
 */
export function setStyle(element, property, value, priority = "") {
  if (UNSAFE.test(value)) return false;
  styleOf(element).setProperty(property, value, priority);
  return true;
}

/** Applies the text of a style attribute, property by property. */
export function applyStyleText(element, text) {
  const parsed = styleOf(create("i"));
  parsed.cssText = text;
  for (const property of Array.from(parsed)) {
    setStyle(element, property, parsed.getPropertyValue(property),
      parsed.getPropertyPriority(property));
  }
}
