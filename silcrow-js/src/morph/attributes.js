import {
  activeElement, attributeNames, copyAttribute, getAttribute, hasAttribute, localName,
  removeAttribute, styleOf,
} from "../dom/native.js";
import { STATE_ATTRIBUTE, STATUS_ATTRIBUTE } from "../protocol.js";

/**
 * Makes the attributes of an element those of another one. What belongs to the user or to us stays:
 * whether `<details>` and `<dialog>` are open, the state of a connection, a focus that was lent.
 *
 * @param {Element} old
 * @param {Element} fresh
 * @param {import("./morph.js").Morph} morph
 */
export function morphAttributes(old, fresh, morph) {
  for (const name of attributeNames(fresh)) {
    const value = getAttribute(fresh, name);
    if (getAttribute(old, name) === value || stays(old, name)) continue;
    if (name === "style") styleOf(old).cssText = value;
    else copyAttribute(fresh, old, name);
    note(old, name, morph);
    if (name === "s-focus") morph.inserted.push(old);
  }
  for (const name of attributeNames(old)) {
    if (hasAttribute(fresh, name) || stays(old, name)) continue;
    removeAttribute(old, name);
    note(old, name, morph);
  }
}

function stays(element, name) {
  return name === "open" ? /^d/.test(localName(element))
    : name === STATE_ATTRIBUTE || name === STATUS_ATTRIBUTE || name === "aria-busy"
      || (name === "tabindex" && element === activeElement());
}

function note(element, name, morph) {
  morph.touched.add(element);
  if (/^(?:s-|:)/.test(name)) morph.changed.push(element);
}
