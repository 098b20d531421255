import { LIMITS } from "../protocol.js";
import { failure } from "../report.js";

/**
 * What a socket has received and nobody has taken, in order and bounded; one reader at a time.
 *
 * @typedef {{data: string | Uint8Array, codec: import("./codec.js").Codec}} Arrival
 */
export class Inbox {
  /** @type {{arrival: Arrival, bytes: number}[]} */
  #waiting = [];
  #bytes = 0;
  #reader = null;
  #end = null;

  /** Adds what came; false when there is no room. */
  add(arrival, bytes) {
    if (this.#reader) {
      this.#take().resolve(arrival);
      return true;
    }
    if (this.#waiting.length >= LIMITS.unread || this.#bytes + bytes > LIMITS.bufferedBytes) {
      return false;
    }
    this.#bytes += bytes;
    this.#waiting.push({ arrival, bytes });
    return true;
  }

  /**
   * The next arrival. Rejects when another reader waits, when the socket has ended, and once for a
   * reader who waits while the connection is replaced.
   *
   * @returns {Promise<Arrival>}
   */
  next() {
    if (this.#reader) return Promise.reject(failure("socket-reader"));
    const first = this.#waiting.shift();
    if (first) {
      this.#bytes -= first.bytes;
      return Promise.resolve(first.arrival);
    }
    if (this.#end) return Promise.reject(this.#end);
    return new Promise((resolve, reject) => { this.#reader = { resolve, reject }; });
  }

  /** Ends it: what waits can be taken, then comes this error, again and again. */
  end(error) {
    this.#end = error;
    this.interrupt(error);
  }

  /** Tells a reader who waits, and nobody else. */
  interrupt(error) {
    this.#take()?.reject(error);
  }

  reopen() {
    this.#end = null;
  }

  #take() {
    const reader = this.#reader;
    this.#reader = null;
    return reader;
  }
}

/** The error of a receive after this close. */
export function closed(close) {
  return Object.assign(failure("socket-closed", close.code), { close });
}
