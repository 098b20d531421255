import { emit } from "../dom/emit.js";
import { isConnected, isElement } from "../dom/native.js";
import { compose } from "../explain.js";
import { LESSONS } from "./lessons.js";

/** A page whose mistakes repeat a thousand times is not helped by a thousand warnings. */
const MOST = 200;

/** @type {WeakMap<object, Set<string>>} */
const told = new WeakMap();

let count = 0;

/**
 * Explains a rule or a likely mistake, once per element, code and finding: a cancelable
 * `silcrow:warning` on the element, with `{code, kind, message, found, element}`, and a line on the
 * console that shows the element itself.
 *
 * @param {string} code one of {@link LESSONS}
 * @param {Element} [element]
 * @param {string} [found]
 * @param {string} [meant] what may have been meant
 */
export function warn(code, element, found, meant) {
  if (isRepeated(element ?? document, `${code} ${found}`) || count >= MOST) return;
  count++;
  const { kind, sentence, advice } = LESSONS[code] ?? { kind: "rule", sentence: code, advice: "" };
  const hint = meant ? `Did you mean ${meant}?` : advice;
  const message = compose(sentence, found, hint, code);
  const target = isElement(element) && isConnected(element) ? element : document;
  if (!emit(target, "silcrow:warning", { code, kind, message, found, element }, true)) return;
  console.warn(`Silcrow: ${message}`, element ?? "");
  if (count === MOST) console.warn(`Silcrow: ${MOST} warnings, further ones are left out`);
}

function isRepeated(element, lesson) {
  const before = told.get(element) ?? new Set();
  told.set(element, before);
  return before.size === before.add(lesson).size;
}
