import { LIMITS } from "../protocol.js";
import { failure } from "../report.js";
import { DurableOutbox } from "./durable.js";
import { Outbox, sizeOf } from "./outbox.js";

/** Milliseconds after which a server that has said nothing is not one of ours. */
const GREETING = 1000;

/** The most that an id adds to a message. */
const ID_BYTES = 47;

/**
 * What a page sends over one connection, whatever link that has at the moment. Messages wait for
 * the server's greeting, which says whether it answers them.
 */
export class Sender {
  #url;
  #plain = new Outbox();
  /** @type {Set<DurableOutbox>} */
  #durable = new Set();
  #link = null;
  /** Whether the server answers; undefined until it has spoken. */
  #answers;
  #isMute = false;
  #greeting = 0;
  #maxMessage = Infinity;

  constructor(url) {
    this.#url = url;
  }

  /**
   * Takes a message.
   *
   * @param {{body: *, isEvent: boolean}} message
   * @param {string | null} owner whose messages survive the page; null for those that do not
   * @returns {Promise<true>} settled when the server has handled it or said why not; where it does
   *     not say, when it was handed over
   */
  async send({ body, isEvent }, owner) {
    const bytes = sizeOf(body) + (isEvent ? ID_BYTES : 0);
    if (bytes > this.#maxMessage) {
      throw failure("send-too-large", `${bytes} bytes, at most ${this.#maxMessage}`);
    }
    const outbox = owner !== null && isEvent
      ? this.#keep(DurableOutbox.own(this.#url, owner, true)) : this.#plain;
    const isFull = this.#link?.buffered + bytes > LIMITS.bufferedBytes;
    const sent = isFull ? null : outbox.add(body, bytes, isEvent);
    if (!sent) throw failure("send-overflow", this.#url);
    this.#pump();
    return sent;
  }

  #keep(outbox) {
    this.#durable.add(outbox);
    outbox.hold(() => {
      if (!outbox.isHeld) this.#durable.delete(outbox);
      this.#pump();
    });
    return outbox;
  }

  /** Goes on with what this page and others have kept for some owners. */
  adopt(owners) {
    for (const owner of owners) {
      const own = DurableOutbox.own(this.#url, owner, false);
      for (const outbox of [own, ...DurableOutbox.others(this.#url, owner)]) {
        const isNew = outbox && ![...this.#durable].some(({ client }) => client === outbox.client);
        if (isNew && this.#durable.size < LIMITS.outboxes) this.#keep(outbox);
      }
    }
  }

  /** A link is up. */
  opened(link) {
    this.lost();
    this.#link = link;
    if (this.#isMute) this.#begin(false);
    else this.#greeting = setTimeout(() => this.heard(), GREETING);
  }

  /** The server has spoken, or has had its time: one that has not greeted by then does not answer. */
  heard() {
    if (!this.#link || this.#answers !== undefined) return;
    this.#isMute = true;
    this.#begin(false);
  }

  /** The server's greeting. */
  hello({ ack, maxMessage }) {
    if (maxMessage > 0) this.#maxMessage = maxMessage;
    this.#isMute = false;
    this.#begin(Boolean(ack));
  }

  #begin(answers) {
    clearTimeout(this.#greeting);
    this.#answers = answers;
    this.#pump();
  }

  /** The link ends, or nothing new is to go over it: what is on its way may still be answered. */
  pause() {
    this.#link = null;
    clearTimeout(this.#greeting);
  }

  /** Goes on over a link that was paused. */
  resume(link) {
    this.#link = link;
    this.#pump();
  }

  /** The link is gone. */
  lost() {
    this.pause();
    this.#answers = undefined;
    for (const outbox of this.#all()) outbox.lost();
  }

  /** The page is left: what is kept is for whoever is there. */
  sleep() {
    for (const outbox of this.#durable) outbox.release();
    this.#durable.clear();
  }

  /** Takes an `ack` or `nack`. */
  answered({ id }, reason) {
    const [client, n] = String(id).split(":");
    this.#all().find((outbox) => outbox.client === client)?.answered(Number(n), reason);
    this.#pump();
  }

  /** Nothing is sent any more: rejects what waits. What is kept, another page goes on with. */
  fail() {
    this.lost();
    this.#plain.fail(() => failure("send-closed", this.#url));
  }

  /** Nothing is sent any more by this page. */
  close() {
    this.fail();
    this.sleep();
  }

  #all() {
    return [...this.#durable, this.#plain];
  }

  #pump() {
    if (!this.#link || this.#answers === undefined) return;
    for (const outbox of this.#all()) outbox.pump(this.#link, this.#answers);
  }
}
