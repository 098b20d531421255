import { codecOf, refuse, shape } from "./bytes.js";

const BREAK = 0xff;

/**
 * CBOR (RFC 8949) for `Silcrow.socket(url, {codec: cbor})`. Names that stand twice, names that are
 * no text, tags, undefined and trailing bytes are refused, as the server refuses them.
 *
 * @type {import("../socket/codec.js").Codec}
 */
export const cbor = codecOf("pilcrow.cbor", read, write);

function read(input) {
  const first = input.uint(1);
  const type = first >> 5;
  const info = first & 31;
  if (type === 7) return simple(input, info);
  const isOpen = info === 31 && type >= 2 && type <= 5;
  const size = isOpen ? -1 : info < 24 ? info : argument(input, info);
  const value = () => read(input);
  const isOver = () => input.next === BREAK && !!input.uint(1);
  if (type === 0) return size;
  if (type === 1) return typeof size === "bigint" || size === Number.MAX_SAFE_INTEGER ? -1n - BigInt(size) : -1 - size;
  if (type === 2) return isOpen ? refuse("bytes of a known length") : input.take(size);
  if (type === 3) return isOpen ? pieces(input, isOver) : input.text(size);
  return type < 6 ? input.list(size, value, { named: type === 5, isOver }) : refuse("no tag");
}

const argument = (input, info) => (info < 28 ? input.uint(1 << info - 24) : refuse("a length"));

/** Text of a length that is not said. */
function pieces(input, isOver) {
  let text = "";
  while (!isOver()) {
    const first = input.uint(1);
    if (first >> 5 !== 3 || (first & 31) === 31) refuse("a piece of text");
    text += input.text((first & 31) < 24 ? first & 31 : argument(input, first & 31));
  }
  return text;
}

function simple(input, info) {
  if (info === 20 || info === 21) return info === 21;
  if (info === 22) return null;
  return info >= 25 && info <= 27 ? input.float(1 << info - 24) : refuse("a value");
}

function write(out, message) {
  const [form, value] = shape(message);
  if (form === "null") out.head(0xf6, 0, 0);
  else if (form === "boolean") out.head(value ? 0xf5 : 0xf4, 0, 0);
  else if (form === "float") out.float(0xfb, value);
  else if (form === "int") {
    if (value >= 0) head(out, 0, value);
    else head(out, 1, typeof value === "bigint" ? -1n - value : -1 - value);
  } else if (form === "bytes" || form === "text") {
    head(out, form === "text" ? 3 : 2, value.length);
    out.put(value);
  } else {
    head(out, form === "array" ? 4 : 5, value.length);
    out.list(form === "array" ? value : value.flat(1), (one) => write(out, one));
  }
}

function head(out, type, value) {
  const major = type << 5;
  if (value < 24) out.head(major | Number(value), 0, 0);
  else if (value < 2 ** 8) out.head(major | 24, 1, value);
  else if (value < 2 ** 16) out.head(major | 25, 2, value);
  else if (value < 2 ** 32) out.head(major | 26, 4, value);
  else out.head(major | 27, 8, value);
}
