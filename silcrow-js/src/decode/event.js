import { isRecord, parseJson } from "../dom/json.js";
import { CONTROL_TYPES, EVENT_TYPES, POSITION, SWAPS } from "../protocol.js";

/**
 * One of the five events, frozen. A target of "" means every element of the connection.
 * @typedef {Readonly<({type: "patch", target: string, data: *}
 *   | {type: "html", target: string, markup: string, swap: string}
 *   | {type: "invalidate", target: string}
 *   | {type: "navigate", path: string}
 *   | {type: "custom", event: string, data: *}) & Stamp>} LiveEvent
 */

/**
 * Where an event of a topic stands in it.
 * @typedef {object} Stamp
 * @property {string} [topic]
 * @property {string} [id] its position
 * @property {number} [after] the offset that it follows, where it stands for several
 */

/**
 * An event, a frame for the connection, or what is wrong with it. That never quotes the payload.
 * @typedef {LiveEvent | Readonly<{control: string, data: object}>
 *   | Readonly<{malformed: true, reason: string}>} Decoded
 */

const own = (object, name) => (Object.hasOwn(object, name) ? object[name] : undefined);

const malformed = (reason) => Object.freeze({ malformed: true, reason });

/**
 * Decodes a WebSocket frame: one JSON object, or an array of them in order. Bytes are read as
 * UTF-8.
 *
 * @param {string | ArrayBuffer | ArrayBufferView} frame
 * @returns {Decoded[]}
 */
export function decodeFrame(frame) {
  const text = typeof frame === "string" ? frame : utf8(frame);
  if (text === null) return [malformed("not UTF-8")];
  const json = parseJson(text);
  if (json === undefined) return [malformed("not JSON")];
  return Array.isArray(json) ? json.map(decodeObject) : [decodeObject(json)];
}

/**
 * Decodes one server-sent event.
 *
 * @param {string} name its `event:` line, or "message"
 * @param {string} text its `data:` lines
 * @returns {Decoded}
 */
export function decodeSse(name, text) {
  if (name === "invalidate") return decodeObject({ type: name, target: text.trim() });
  if (name === "navigate") return decodeObject({ type: name, path: text });
  const json = parseJson(text);
  if (CONTROL_TYPES.includes(name)) return control(name, isRecord(json) ? json : {});
  if (json === undefined) return malformed("not JSON");
  if (name === "message" && isOfTopic(json)) return decodeObject(json);
  if (name === "message" || name === "patch") {
    const envelope = isRecord(json) && Object.hasOwn(json, "target");
    return decodeObject(envelope ? { ...json, type: "patch" } : { type: "patch", data: json });
  }
  if (!isRecord(json)) return malformed("no object");
  return decodeObject({ event: "custom", ...json, type: name });
}

/** Whether this is a whole event with its place in a topic, as streams carry those to us. */
const isOfTopic = (json) => isRecord(json) && EVENT_TYPES.includes(own(json, "type"))
  && typeof own(json, "topic") === "string" && typeof own(json, "id") === "string";

/** @returns {Decoded} */
function decodeObject(json) {
  if (!isRecord(json)) return malformed("no object");
  const type = own(json, "type");
  if (CONTROL_TYPES.includes(type)) return control(type, json);
  if (!EVENT_TYPES.includes(type)) return malformed("type");
  const event = decoders[type](json);
  return typeof event === "string" ? malformed(`${event} of ${type}`)
    : Object.freeze({ type, ...event, ...stamp(json) });
}

/** @returns {Stamp} empty for what is of no topic */
function stamp(json) {
  const topic = own(json, "topic");
  const id = own(json, "id");
  const after = own(json, "after");
  if (typeof topic !== "string" || !POSITION.test(id)) return {};
  return Number.isInteger(after) ? { topic, id, after } : { topic, id };
}

/** Type → members of the event, or the name of the one that is wrong. */
const decoders = {
  patch(json) {
    const target = targetOf(json);
    const data = own(json, "data");
    if (target === null) return "target";
    return data === undefined ? "data" : { target, data };
  },
  html(json) {
    const target = targetOf(json);
    const markup = own(json, "markup") ?? own(json, "html") ?? "";
    const swap = own(json, "swap") ?? SWAPS[0];
    if (target === null) return "target";
    if (typeof markup !== "string") return "markup";
    return SWAPS.includes(swap) ? { target, markup, swap } : "swap";
  },
  invalidate(json) {
    const target = targetOf(json);
    return target === null ? "target" : { target };
  },
  navigate(json) {
    const path = own(json, "path");
    return typeof path === "string" ? { path: path.trim() } : "path";
  },
  custom(json) {
    const event = own(json, "event") ?? "message";
    return typeof event === "string"
      ? { event: event || "message", data: own(json, "data") ?? null } : "event";
  },
};

/** The target, "" where there is none, null where it is not text. */
function targetOf(json) {
  const target = own(json, "target") ?? "";
  return typeof target === "string" ? target : null;
}

const control = (name, data) => Object.freeze({ control: name, data: Object.freeze(data) });

function utf8(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
