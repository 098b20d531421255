import { emit } from "../dom/emit.js";
import { body, contains, getAttribute } from "../dom/native.js";
import { LIMITS } from "../protocol.js";
import { report } from "../report.js";
import { backoff } from "../transport/backoff.js";

/** @typedef {import("../transport/connection.js").Connection} Connection */

/**
 * Fetches the page that is shown, or one element of it, and puts it in. It says what positions come
 * with that before.
 * @callback Refetch
 * @param {Element} target
 * @param {string} [selector] of an element other than the body
 * @returns {Promise<Record<string, string> | null | undefined>} the positions, undefined when the
 *     page has become another one meanwhile
 */

/**
 * Keeps the markup of the page and the topics of its connections together: takes over the
 * positions that come with markup, and fetches the page anew where events are missing, once for all
 * connections that lack some.
 */
export class Continuity {
  /** @type {Map<string, string>} topic → the position up to which the page's markup knew it */
  page = new Map();
  #connections;
  #refetch;
  #deliver;
  #timer = 0;
  #busy = false;
  #tries = 0;

  /**
   * @param {() => Iterable<Connection>} connections
   * @param {{refetch: Refetch, deliver: (events: *[], connection: Connection) => void}} work
   */
  constructor(connections, { refetch, deliver }) {
    this.#connections = connections;
    this.#refetch = refetch;
    this.#deliver = deliver;
  }

  /**
   * Takes over the positions of markup. The caller puts it in before anything else can happen.
   *
   * @param {Record<string, string> | null} positions
   * @param {Element | null} target where the markup goes; null for data, which covers nothing
   * @param {boolean} [whole] it is all the page has; else what comes without positions is as it was
   */
  adopt(positions, target, whole = false) {
    const all = Object.entries(positions ?? {});
    if (whole) this.page.clear();
    for (const [name, id] of all) this.page.set(name, id);
    for (const connection of this.#connections()) {
      const covers = whole
        || (target && [...connection.members].every((member) => contains(target, member)));
      const found = all.map(([name, id]) => connection.topics.adopt(name, id, covers));
      queueMicrotask(() => {
        this.#deliver(found.flatMap(({ due }) => due), connection);
        if (found.some(({ again }) => again)) connection.relink();
      });
    }
  }

  /** Remembers what the page has of the topics of a connection that ends for now. */
  keep({ topics }) {
    for (const [name, id] of topics.positions()) this.page.set(name, id);
  }

  /** Some connection lacks events: asks for the page soon, once for all. */
  gap() {
    if (!this.#timer && !this.#busy) this.#timer = setTimeout(() => this.#run());
  }

  async #run() {
    this.#timer = 0;
    for (const connection of this.#connections()) this.#ask(connection);
    const lacking = this.#lacking();
    if (!lacking.length) return;
    this.#busy = true;
    let cause;
    try {
      const gaps = lacking.map((connection) => [connection, connection.topics.gaps()]);
      const positions = await this.#refetch(...regionOf(lacking));
      // A page that says nothing of a topic shows it as it was when it was asked for, or later.
      for (const [connection, known] of positions === undefined ? [] : gaps) {
        for (const [name, until] of known) {
          if (!Object.hasOwn(positions ?? {}, name)) this.#jump(connection, name, until);
        }
      }
    } catch (error) {
      cause = error;
    }
    this.#busy = false;
    // What the page makes due is let through in a microtask, and may show another gap.
    setTimeout(() => this.#settle(cause));
  }

  #settle(cause) {
    const lacking = this.#lacking();
    if (!lacking.length) {
      this.#tries = 0;
    } else if (++this.#tries > LIMITS.refetches) {
      this.#tries = 0;
      for (const connection of lacking) {
        report("resync-failed", "server", { cause, url: connection.url, element: [...connection.members][0] });
        connection.fail();
      }
    } else {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#run(), backoff(this.#tries));
    }
  }

  #lacking() {
    return [...this.#connections()].filter(({ topics }) => topics.gaps().length);
  }

  /** Tells the page of new gaps; it may say that it cares for them itself. */
  #ask(connection) {
    const gaps = connection.topics.gaps(true);
    const detail = { url: connection.url, topics: gaps.map(([name]) => name) };
    if (!gaps.length || emit(document, "silcrow:live:resync", detail, true)) return;
    for (const [name, until] of gaps) this.#jump(connection, name, until);
  }

  #jump(connection, name, until) {
    this.#deliver(connection.topics.jump(name, until), connection);
  }
}

/** What to fetch: the one live element that lacks something, if it can be named, else the page. */
function regionOf(connections) {
  const [member, ...more] = new Set(connections.flatMap(({ members }) => [...members]));
  const id = getAttribute(member, "id");
  return more.length || !id || member === body() ? [body()] : [member, `#${CSS.escape(id)}`];
}
