import { isRecord } from "../dom/json.js";
import { EVENT_TYPES } from "../protocol.js";

/**
 * What goes over the socket for what a page wants to send: a server that decodes events always
 * gets one. Text and bytes go as they are.
 *
 * @param {*} data
 * @returns {{body: string | ArrayBuffer | ArrayBufferView | Blob, isEvent: boolean}}
 * @throws {TypeError} when the data has no JSON form
 */
export function outgoing(data) {
  if (typeof data === "string" || data instanceof ArrayBuffer || ArrayBuffer.isView(data)
      || data instanceof Blob) {
    return { body: data, isEvent: false };
  }
  // The id of a message is not the page's to choose.
  return { body: JSON.stringify({ ...asEvent(data), id: undefined }), isEvent: true };
}

function asEvent(data) {
  if (!isRecord(data) || typeof data.toJSON === "function") return custom("message", data);
  const { type, ...rest } = data;
  if (typeof type === "string") {
    return EVENT_TYPES.includes(type) ? data : custom(type, rest);
  }
  return typeof data.event === "string" ? { ...data, type: "custom", data: data.data ?? null }
    : custom("message", data);
}

const custom = (event, data) => ({ type: "custom", event, data: data ?? null });
