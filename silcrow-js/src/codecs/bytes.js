const DEEPEST = 64;
const SMALLEST = -(2n ** 63n);
const LARGEST = 2n ** 64n;
const utf8 = new TextEncoder();
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Says what was expected of bytes that are no message.
 *
 * @param {string} expected
 * @returns {never}
 */
export function refuse(expected) {
  throw new TypeError(`Expected ${expected}`);
}

/**
 * Reads a message from its first byte to its last. A length is checked against what is there before
 * anything is made of it.
 */
export class Input {
  #bytes;
  #view;
  #at = 0;
  #depth = 0;

  /** @param {string | Uint8Array | ArrayBuffer} data a frame */
  constructor(data) {
    if (typeof data === "string") refuse("a binary frame");
    this.#bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.length);
  }

  /** Whether there is nothing more. */
  get isAtEnd() { return this.#at === this.#bytes.length; }

  /** The next byte, which stays. */
  get next() { return this.#bytes[this.#at]; }

  /** Goes on by so many bytes; returns where they start. */
  #skip(length) {
    if (length > this.#bytes.length - this.#at) refuse("more bytes");
    const start = this.#at;
    this.#at += Number(length);
    return start;
  }

  /** An unsigned whole number of 1, 2, 4 or 8 bytes, a bigint where it has to be. */
  uint(size) {
    const at = this.#skip(size);
    if (size === 8) return whole(this.#view.getBigUint64(at));
    return size === 1 ? this.#bytes[at] : size === 2 ? this.#view.getUint16(at) : this.#view.getUint32(at);
  }

  /** The same with a sign. */
  int(size) {
    const at = this.#skip(size);
    if (size === 8) return whole(this.#view.getBigInt64(at));
    return size === 1 ? this.#view.getInt8(at) : size === 2 ? this.#view.getInt16(at) : this.#view.getInt32(at);
  }

  /** A floating-point number of 2, 4 or 8 bytes (IEEE 754). */
  float(size) {
    if (size === 2) return half(this.uint(2));
    const at = this.#skip(size);
    return size === 4 ? this.#view.getFloat32(at) : this.#view.getFloat64(at);
  }

  /** So many bytes. */
  take(length) {
    const start = this.#skip(length);
    return this.#bytes.slice(start, this.#at);
  }

  /** So many bytes of UTF-8. */
  text(length) {
    const start = this.#skip(length);
    return strict.decode(this.#bytes.subarray(start, this.#at));
  }

  /**
   * An array or an object.
   *
   * @param {number | bigint} count of values, or of names; -1 for as many as come before `isOver`
   * @param {() => *} read reads a value
   * @param {{named: boolean, isOver?: () => boolean}} form
   */
  list(count, read, { named, isOver = () => false }) {
    if (count > this.#bytes.length - this.#at) refuse("more bytes");
    if (++this.#depth > DEEPEST) refuse(`at most ${DEEPEST} levels`);
    const list = /** @type {*} */ (named ? {} : []);
    for (let i = 0; count < 0 ? !isOver() : i < count; i++) {
      if (named) {
        const name = read();
        if (typeof name !== "string" || name === "__proto__") refuse("a name that is text");
        if (Object.hasOwn(list, name)) refuse("each name once");
        list[name] = read();
      } else list.push(read());
    }
    this.#depth--;
    return list;
  }
}

/** Collects a message. */
export class Output {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;
  #depth = 0;

  /** Room for so many more bytes; returns where they start. */
  #room(size) {
    const start = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(this.#length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return start;
  }

  /** A byte, and a whole number of 0, 1, 2, 4 or 8 bytes behind it. */
  head(byte, size, value) {
    const at = this.#room(1 + size) + 1;
    this.#bytes[at - 1] = byte;
    if (size === 1) this.#view.setUint8(at, value);
    else if (size === 2) this.#view.setUint16(at, value);
    else if (size === 4) this.#view.setUint32(at, value);
    else if (size === 8) this.#view.setBigUint64(at, BigInt.asUintN(64, BigInt(value)));
  }

  /** A byte, and a floating-point number of 8 bytes behind it. */
  float(byte, value) {
    const at = this.#room(9);
    this.#bytes[at] = byte;
    this.#view.setFloat64(at + 1, value);
  }

  put(bytes) {
    const at = this.#room(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** The bytes of what `write` puts in for a list of values. */
  list(values, write) {
    if (++this.#depth > DEEPEST) refuse(`at most ${DEEPEST} levels`);
    for (const value of values) write(value);
    this.#depth--;
  }

  get bytes() { return this.#bytes.slice(0, this.#length); }
}

/**
 * A codec of whole messages, from what reads and writes one value.
 *
 * @param {string} protocol
 * @param {(input: Input) => *} read
 * @param {(out: Output, value: *) => void} write
 * @returns {import("../socket/codec.js").Codec}
 */
export const codecOf = (protocol, read, write) => Object.freeze({
  protocol,
  encode(message) {
    const out = new Output();
    write(out, message);
    return out.bytes;
  },
  decode(data) {
    const input = new Input(data);
    const message = read(input);
    if (!input.isAtEnd) refuse("one message");
    return message;
  },
});

/**
 * What a value is to be written as, as JSON sees it: members that are undefined are left out.
 *
 * @param {*} value
 * @returns {["null" | "boolean" | "int" | "float" | "text" | "bytes" | "array" | "object", *]}
 */
export function shape(value) {
  if (value === null || value === undefined) return ["null", null];
  if (typeof value === "boolean") return ["boolean", value];
  if (typeof value === "bigint") {
    return value >= SMALLEST && value < LARGEST ? ["int", whole(value)] : refuse("a number of 64 bits");
  }
  if (typeof value === "number") {
    return [Number.isSafeInteger(value) && !Object.is(value, -0) ? "int" : "float", value];
  }
  if (typeof value === "string") return ["text", utf8.encode(value)];
  if (typeof value !== "object") return refuse(`a value with a form in bytes, not a ${typeof value}`);
  if (value instanceof Uint8Array) return ["bytes", value];
  if (Array.isArray(value)) return ["array", value];
  if (typeof value.toJSON === "function") return shape(value.toJSON());
  return ["object", Object.entries(value).filter(([, member]) => member !== undefined)];
}

/** A number where that is exact. */
const whole = (value) => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
};

/** RFC 8949, appendix D. */
function half(bits) {
  const exponent = bits >> 10 & 31;
  const fraction = bits & 1023;
  const size = exponent === 0 ? fraction * 2 ** -24
    : exponent < 31 ? (fraction + 1024) * 2 ** (exponent - 25)
    : fraction ? NaN : Infinity;
  return bits & 0x8000 ? -size : size;
}
