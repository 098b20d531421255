import { outgoing } from "../decode/outgoing.js";
import { describe } from "../dom/find.js";
import { closest, getAttribute, isElement, queryAll } from "../dom/native.js";
import { failure, report } from "../report.js";

/**
 * Sends data over the socket of an element, selector or URL path. Both orders of the arguments are
 * understood: an element is the root; else the string that leads to a connection is.
 *
 * @param {*} first
 * @param {*} second
 * @param {(root: Element | string) => {connections: import("../transport/connection.js").Connection[],
 *     element?: Element | null}} resolve the connections that a root leads to, and the element it is
 * @returns {Promise<true>} resolves when the server has handled the message, or, where it does not
 *     say, when it was handed over; rejects with the reason that `silcrow:error` also carries
 */
export function send(first, second, resolve) {
  const { root, data, connections, element } = assign(first, second, resolve);
  const sent = hand(root, data, connections, element).catch((error) => {
    const reason = error.code ? error : failure("send-encoding", describe(data), error);
    throw report(reason, "app", isElement(root) ? { element: root } : {});
  });
  // It has been reported: a caller that does not wait must not see it as unhandled too.
  sent.catch(() => {});
  return sent;
}

function assign(first, second, resolve) {
  const swapped = isElement(second) || (typeof second === "string" && typeof first !== "string");
  const order = [[first, second], [second, first]];
  if (isElement(first) || !swapped && typeof second !== "string") order.pop();
  else if (swapped) order.shift();
  const tried = order.map(([root, data]) => ({ root, data, ...resolve(root) }));
  return tried.find(({ connections }) => connections.length) ?? tried[0];
}

async function hand(root, data, connections, element) {
  const connection = connections.find(({ protocol }) => protocol === "ws") ?? connections[0];
  if (!connection) throw failure("send-nowhere", describe(root));
  return connection.send(outgoing(data), ownerOf(element ?? [...connection.members][0]));
}

const DURABLE = "[s-durable]";

/** Whose messages from an element survive the page; null where they do not. */
function ownerOf(element) {
  const durable = closest(element, DURABLE);
  return durable && getAttribute(durable, "s-durable");
}

/** Whose messages from live elements, or from what is in them, survive the page. */
export function ownersOf(elements) {
  const durable = [...elements].flatMap((element) => [closest(element, DURABLE), ...queryAll(element, DURABLE)]);
  return new Set(durable.filter(Boolean).map((element) => getAttribute(element, "s-durable")));
}
