import { codecOf, refuse, shape } from "./bytes.js";

/**
 * MessagePack for `Silcrow.socket(url, {codec: msgpack})`, with named members. Names that stand
 * twice, names that are no text, extensions and trailing bytes are refused, as the server refuses
 * them.
 *
 * @type {import("../socket/codec.js").Codec}
 */
export const msgpack = codecOf("pilcrow.msgpack", read, write);

function read(input) {
  const first = input.uint(1);
  const list = (size, named) => input.list(size, () => read(input), { named });
  if (first < 0x80) return first;
  if (first < 0x90) return list(first & 15, true);
  if (first < 0xa0) return list(first & 15, false);
  if (first < 0xc0) return input.text(first & 31);
  if (first >= 0xe0) return first - 256;
  if (first === 0xc0) return null;
  if (first === 0xc2 || first === 0xc3) return first === 0xc3;
  if (first >= 0xc4 && first <= 0xc6) return input.take(input.uint(1 << first - 0xc4));
  if (first === 0xca || first === 0xcb) return input.float(first === 0xca ? 4 : 8);
  if (first >= 0xcc && first <= 0xcf) return input.uint(1 << first - 0xcc);
  if (first >= 0xd0 && first <= 0xd3) return input.int(1 << first - 0xd0);
  if (first >= 0xd9 && first <= 0xdb) return input.text(input.uint(1 << first - 0xd9));
  if (first === 0xdc || first === 0xdd) return list(input.uint(2 << first - 0xdc), false);
  if (first === 0xde || first === 0xdf) return list(input.uint(2 << first - 0xde), true);
  return refuse("a value");
}

function write(out, message) {
  const [form, value] = shape(message);
  if (form === "null") out.head(0xc0, 0, 0);
  else if (form === "boolean") out.head(value ? 0xc3 : 0xc2, 0, 0);
  else if (form === "float") out.float(0xcb, value);
  else if (form === "int") int(out, value);
  else if (form === "text" || form === "bytes") {
    if (form === "text" && value.length < 32) out.head(0xa0 | value.length, 0, 0);
    else sized(out, form === "text" ? [0xd9, 0xda, 0xdb] : [0xc4, 0xc5, 0xc6], value.length);
    out.put(value);
  } else {
    const isArray = form === "array";
    if (value.length < 16) out.head((isArray ? 0x90 : 0x80) | value.length, 0, 0);
    else sized(out, isArray ? [0, 0xdc, 0xdd] : [0, 0xde, 0xdf], value.length);
    out.list(isArray ? value : value.flat(1), (one) => write(out, one));
  }
}

function sized(out, [one, two, four], length) {
  if (one && length < 2 ** 8) out.head(one, 1, length);
  else if (length < 2 ** 16) out.head(two, 2, length);
  else out.head(four, 4, length);
}

function int(out, value) {
  if (value >= 0) {
    if (value < 128) out.head(Number(value), 0, 0);
    else if (value < 2 ** 8) out.head(0xcc, 1, value);
    else if (value < 2 ** 16) out.head(0xcd, 2, value);
    else if (value < 2 ** 32) out.head(0xce, 4, value);
    else out.head(0xcf, 8, value);
  } else if (value >= -32) out.head(Number(value) & 0xff, 0, 0);
  else if (value >= -(2 ** 7)) out.head(0xd0, 1, value);
  else if (value >= -(2 ** 15)) out.head(0xd1, 2, value);
  else if (value >= -(2 ** 31)) out.head(0xd2, 4, value);
  else out.head(0xd3, 8, value);
}
