import { LIMITS } from "../protocol.js";

/**
 * Messages that wait for their connection, in order and bounded.
 *
 * @typedef {{message: *, bytes: number, resolve: Function, reject: Function}} Waiting
 */
export class Outbox {
  /** @type {Waiting[]} */
  #waiting = [];
  #bytes = 0;

  /**
   * Keeps a message; the promise settles when it is handed over or given up.
   *
   * @returns {Promise<true> | null} null when there is no room
   */
  add(message, bytes) {
    if (this.#waiting.length >= LIMITS.queuedMessages || this.#bytes + bytes > LIMITS.queuedBytes) {
      return null;
    }
    this.#bytes += bytes;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ message, bytes, resolve, reject });
    });
  }

  /** Hands every message to `send`, oldest first; what that promises is what was promised. */
  flush(send) {
    for (const { message, resolve, reject } of this.#take()) {
      try {
        resolve(send(message) || true);
      } catch (error) {
        reject(error);
      }
    }
  }

  /** Gives every message up; the error is made only when there is one. */
  fail(makeError) {
    const waiting = this.#take();
    if (!waiting.length) return;
    const error = makeError(waiting.length);
    for (const { reject } of waiting) reject(error);
  }

  #take() {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#bytes = 0;
    return waiting;
  }
}

/** The size of a message on the wire. */
export function sizeOf(message) {
  if (typeof message === "string") return new Blob([message]).size;
  return message.byteLength ?? message.size;
}
