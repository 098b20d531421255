import { LIMITS } from "../protocol.js";
import { failure } from "../report.js";

/**
 * A message on its way.
 * @typedef {object} Message
 * @property {*} body what goes over the line; text without its id where it has one
 * @property {number} bytes
 * @property {number} n its number, 0 for what has none: text and bytes of the page's own
 * @property {number} [at] when it was sent, where that is kept
 * @property {boolean} [tried] it was handed to a link before
 * @property {(value: true | Promise<true>) => void} resolve
 * @property {(error: Error) => void} reject
 */

/**
 * Messages of one client, in order and bounded, until the server has said what became of them. A
 * message without a number is settled when it is handed over, and so is every message where the
 * server does not answer.
 */
export class Outbox {
  client = randomClient();
  count = 0;
  /** @type {Message[]} handed over and not answered */
  flying = [];
  /** @type {Message[]} */
  waiting = [];

  /**
   * Takes a message.
   *
   * @param {*} body
   * @param {number} bytes
   * @param {boolean} isNumbered
   * @returns {Promise<true> | null} settled by the answer; null when there is no room
   */
  add(body, bytes, isNumbered) {
    const fresh = this.waiting.filter(({ tried }) => !tried);
    if (fresh.length >= LIMITS.queuedMessages || sum(fresh) + bytes > LIMITS.queuedBytes) return null;
    return new Promise((resolve, reject) => {
      const n = isNumbered ? ++this.count : 0;
      this.waiting.push({ body, bytes, n, at: Date.now(), resolve, reject });
      this.changed();
    });
  }

  /**
   * Hands over what waits, oldest first, as far as the other end can be expected to take it.
   *
   * @param {{send: (body: *) => (boolean | Promise<true>)}} link
   * @param {boolean} isAnswered whether the server says what becomes of messages
   */
  pump(link, isAnswered) {
    while (this.waiting.length) {
      const [message] = this.waiting;
      const { body, n } = message;
      const flies = isAnswered && n > 0;
      if (flies && (this.flying.length >= LIMITS.inFlight || sum(this.flying) > LIMITS.bufferedBytes)) return;
      let handed;
      try {
        handed = link.send(flies ? withId(body, `${this.client}:${n}`) : body);
        if (!handed) return;
      } catch (error) {
        handed = Promise.reject(error);
      }
      this.waiting.shift();
      message.tried = true;
      if (!flies) {
        message.resolve(handed);
        this.changed();
        continue;
      }
      this.flying.push(message);
      // A request in place of a socket may be refused; where its link has ended it goes again.
      Promise.resolve(handed).catch((error) => this.#settle((one) => one === message, error));
    }
  }

  /** The link is gone: what flew goes again. */
  lost() {
    this.waiting.unshift(...this.flying);
    this.flying = [];
  }

  /**
   * Takes an answer.
   *
   * @param {number} last the number of a message that flies
   * @param {string} [reason] why that one is rejected; without it, that and all before are handled
   */
  answered(last, reason) {
    if (reason === undefined) this.#settle(({ n }) => n <= last);
    else this.#settle(({ n }) => n === last, Object.assign(failure("send-rejected", reason), { reason }));
  }

  /** @param {(message: Message) => boolean} which of those that fly @param {Error} [error] */
  #settle(which, error) {
    const settled = this.flying.filter(which);
    if (!settled.length) return;
    this.flying = this.flying.filter((message) => !which(message));
    for (const message of settled) this.outcome(message, error);
    this.changed();
  }

  /** Says what became of a message. */
  outcome({ resolve, reject }, error) {
    if (error) reject(error);
    else resolve(true);
  }

  /** Gives every message up; the error is made only when there is one. */
  fail(makeError) {
    this.lost();
    const { waiting } = this;
    this.waiting = [];
    if (!waiting.length) return;
    const error = makeError();
    for (const { reject } of waiting) reject(error);
  }

  /** Called when a message came or went. */
  changed() {}
}

/** Text of a JSON object with one more member. */
const withId = (text, id) => `${text.slice(0, -1)},"id":"${id}"}`;

const sum = (messages) => messages.reduce((all, { bytes }) => all + bytes, 0);

/** 128 random bits in 22 characters. */
const randomClient = () =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
    .replaceAll("+", "-").replaceAll("/", "_").slice(0, 22);

/** The size of a message on the wire. */
export function sizeOf(message) {
  if (typeof message === "string") return new Blob([message]).size;
  return message.byteLength ?? message.size;
}
