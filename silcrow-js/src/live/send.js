import { outgoing } from "../decode/outgoing.js";
import { describe } from "../dom/find.js";
import { isElement } from "../dom/native.js";
import { failure, report } from "../report.js";

/**
 * Sends data over the socket of an element, selector or URL path. Both orders of the arguments are
 * understood: an element is the root; else the string that leads to a connection is.
 *
 * @param {*} first
 * @param {*} second
 * @param {(root: Element | string) => import("../transport/connection.js").Connection[]} resolve
 *     the connections that a root leads to
 * @returns {Promise<true>} resolves when the message was handed to the socket; rejects with the
 *     reason that `silcrow:error` also carries
 */
export function send(first, second, resolve) {
  const { root, data, connections } = assign(first, second, resolve);
  const sent = hand(root, data, connections).catch((error) => {
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
  const tried = order.map(([root, data]) => ({ root, data, connections: resolve(root) }));
  return tried.find(({ connections }) => connections.length) ?? tried[0];
}

async function hand(root, data, connections) {
  const connection = connections.find(({ protocol }) => protocol === "ws") ?? connections[0];
  if (!connection) throw failure("send-nowhere", describe(root));
  return connection.send(outgoing(data));
}
