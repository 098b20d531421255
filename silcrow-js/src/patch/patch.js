import { settle } from "../dom/changes.js";
import { emit } from "../dom/emit.js";
import { isRecord } from "../dom/json.js";
import { describe, find } from "../dom/find.js";
import { report } from "../report.js";
import { takeToasts } from "../toasts/toasts.js";
import { bindingsOf } from "./bindings.js";
import { lookup } from "./path.js";

/**
 * Writes data into the bound elements under a root, the root included. A path that is absent from
 * the data leaves its elements alone; null resets them.
 *
 * @param {*} data an object; `{data: {…}}` alone is unwrapped, `_toasts` are shown
 * @param {Element | string} root the element, or a selector
 * @param {object} [options]
 * @param {boolean} [options.silent] dispatch no `silcrow:patched`
 * @param {import("../report.js").Attribution} [options.attribution] who made the data
 */
export function patch(data, root, { silent = false, attribution = "app" } = {}) {
  const element = find(root, attribution);
  if (!element) return;
  settle();
  const content = unwrap(takeToasts(data));
  const paths = content === null ? [] : apply(content, element, attribution);
  if (!silent) emit(element, "silcrow:patched", { paths, target: element });
}

/** The inside of `{data: {…}}`, when there is nothing else. */
function unwrap(content) {
  const { data } = content ?? {};
  const wrapped = isRecord(content) && isRecord(data) && Object.keys(content).length === 1;
  return wrapped ? data : content;
}

function apply(content, root, attribution) {
  if (!isRecord(content)) {
    report("patch-shape", attribution, { found: describe(content), element: root });
    return [];
  }
  const { slots } = bindingsOf(root);
  const paths = Object.keys(content);
  for (const part of paths) {
    for (const slot of slots.get(part) ?? []) write(slot, lookup(content, slot.parts), attribution);
  }
  return paths;
}

/** One binding that fails does not stop the others. */
function write(slot, value, attribution) {
  if (value === undefined || (value === slot.last && isSettled(slot, value))) return;
  let problem;
  let cause;
  try {
    problem = slot.write(slot, value);
    slot.last = value;
  } catch (error) {
    problem = "refused";
    cause = error;
  }
  if (problem) {
    report("binding-failed", attribution,
      { found: `${problem} for ${slot.name}=${slot.parts.join(".")}`, element: slot.element, cause });
  }
}

/** What the user can change, and what can change inside, is compared with the page each time. */
const USER_CHANGED = new Set(["value", "checked", "selected", "selectedindex", "open", "muted",
  "indeterminate"]);

const isSettled = ({ name }, value) => typeof value !== "object" && !USER_CHANGED.has(name);

const streams = new WeakMap();

/**
 * A function that patches with the newest of the values it was called with in one go of the
 * program.
 *
 * @param {Element | string} root
 * @returns {(data: *) => void}
 */
export function stream(root) {
  const known = streams.get(Object(root));
  if (known) return known;
  let pending;
  let waiting = false;
  const update = (data) => {
    pending = data;
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      patch(pending, root);
    });
  };
  if (typeof root === "object") streams.set(root, update);
  return update;
}
