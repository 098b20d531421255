import { onChange } from "../dom/changes.js";
import { childElements, getAttribute, getText, queryPage, setAttribute, setText } from "../dom/native.js";
import { isIgnored } from "../html/trust.js";
import { SOCKET_STATES, STATUS_ATTRIBUTE } from "../protocol.js";

/** @type {Map<string, string>} name of a socket → its status */
const known = new Map();

let following;

/** Shows the status of a socket wherever `s-status` names it, now and where it comes later. */
export function show(name, status) {
  known.set(name, status);
  following ??= onChange(({ added }) => { if (added.length) paint(); });
  paint();
}

function paint() {
  for (const element of queryPage("[s-status]")) {
    const status = known.get(getAttribute(element, "s-status"));
    if (!status || isIgnored(element)) continue;
    if (getAttribute(element, STATUS_ATTRIBUTE) !== status) {
      setAttribute(element, STATUS_ATTRIBUTE, status);
    }
    const text = getText(element);
    const ours = !childElements(element).length && (!text.trim() || SOCKET_STATES.includes(text));
    if (ours && text !== status) setText(element, status);
  }
}
