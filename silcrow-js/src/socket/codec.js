/**
 * How a socket's messages are written. The codecs for CBOR and MessagePack are modules of their
 * own, so that only pages which use them load them.
 *
 * @typedef {object} Codec
 * @property {string} protocol the subprotocol that names it
 * @property {(message: *) => string | Uint8Array} encode throws when the message has no such form
 * @property {(data: string | Uint8Array) => *} decode throws when the data are no message
 */

/**
 * JSON. Goes out in binary frames, as everywhere in typed channels, and comes in in both kinds.
 *
 * @type {Codec}
 */
export const json = Object.freeze({
  protocol: "pilcrow.json",
  encode: (message) => new TextEncoder().encode(jsonText(message)),
  decode: (data) => JSON.parse(
    typeof data === "string" ? data : new TextDecoder("utf-8", { fatal: true }).decode(data)),
});

/** JSON that goes out in text frames. */
export const jsonAsText = Object.freeze({ ...json, encode: jsonText });

function jsonText(message) {
  const text = JSON.stringify(message);
  if (text === undefined) throw new TypeError("no JSON form");
  return text;
}
