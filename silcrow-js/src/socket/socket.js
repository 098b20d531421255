import { baseUri, listen } from "../dom/native.js";
import {
  CLOSED, CLOSING, CONNECTING, ENDING_CODES, FAILED, LIMITS, OPEN,
} from "../protocol.js";
import { failure, report } from "../report.js";
import { STABLE, askedIn, delayAfter } from "../transport/backoff.js";
import { json, jsonAsText } from "./codec.js";
import { Inbox, closed } from "./inbox.js";
import { show } from "./status.js";

/** How long a connection may take to open. */
const OPENING = 10_000;

/** Closes a socket whose page takes nothing. */
const UNREAD = 4008;

const REPLACED = { code: 1001, reason: "Connection replaced by a new one" };

/**
 * Why a connection was lost, for a reconnection strategy of the page's own.
 * @typedef {{tries: number, code: number, reason: string}} Loss
 *
 * @typedef {object} SocketOptions
 * @property {import("./codec.js").Codec | import("./codec.js").Codec[]} [codec] JSON by default;
 *     of several the server chooses
 * @property {string[]} [protocols] the subprotocols to offer, instead of the codecs' names
 * @property {boolean | ((loss: Loss) => number | null)} [reconnect] whether, or after how many
 *     milliseconds, to connect anew; null ends it
 * @property {boolean} [text] sends JSON in text frames
 * @property {Record<string, *>} [query] parameters of the URL; null and undefined are left out
 * @property {string} [name] what `s-status` calls it; the path by default
 */

/**
 * A typed WebSocket. Sending and receiving wait for the connection, also for the next one after a
 * loss. Dispatches `change` when its status has changed.
 */
export class TypedSocket extends EventTarget {
  #url;
  #options;
  #codecs;
  #codec;
  #name;
  #socket = null;
  /** @type {*} */
  #status = "";
  #outbox = [];
  #outboxBytes = 0;
  #inbox = new Inbox();
  #ended = null;
  #tries = 0;
  #openedAt = 0;
  #stop = () => {};
  #settled = [];

  /**
   * @param {string} url
   * @param {SocketOptions} [options]
   */
  constructor(url, options = {}) {
    super();
    this.set(url, options);
  }

  /** @returns {"connecting" | "open" | "closing" | "closed" | "failed"} */
  get status() { return this.#status; }

  get url() { return this.#url; }

  /** The subprotocol that was agreed on, or "". */
  get protocol() { return this.#socket?.protocol ?? ""; }

  /** How the socket has ended: its close code and reason; null while it has not. */
  get ended() { return this.#ended; }

  /** Resolves with the status when it is not connecting any more; never rejects. */
  connected() {
    if (this.#status !== CONNECTING) return Promise.resolve(this.#status);
    return new Promise((resolve) => { this.#settled.push(resolve); });
  }

  /**
   * Sends a message when the connection is open.
   *
   * @returns {Promise<true>} resolves when it was handed over; rejects with "send-encoding" before
   *     anything waits, "send-overflow" when too much does, "send-closed" when there is no
   *     connection to come
   */
  async send(message) {
    try {
      return this.#put((codec) => codec.encode(message));
    } catch (cause) {
      throw cause.code ? cause : failure("send-encoding", typeof message, cause);
    }
  }

  /** Sends text or bytes as they are, in turn with the others. */
  async sendRaw(data) {
    return this.#put(() => data);
  }

  /**
   * The next message. Rejects with "socket-malformed" for one that cannot be decoded, after which
   * the next can be received; with "socket-closed", whose `close` has code and reason, at the end
   * and once when the connection is replaced; and with "socket-reader" while another reader waits.
   */
  async receive() {
    const { data, codec } = await this.#inbox.next();
    try {
      return codec.decode(data);
    } catch (cause) {
      throw failure("socket-malformed", this.#url, cause);
    }
  }

  /** The next message undecoded: text, or bytes as a Uint8Array. */
  async receiveRaw() {
    return (await this.#inbox.next()).data;
  }

  /** The valid messages until the socket has ended; others are reported and left out. */
  async *[Symbol.asyncIterator]() {
    while (true) {
      try {
        yield await this.receive();
      } catch (error) {
        if (error.code === "socket-malformed") report(error, "server", { url: this.#url });
        else if (error.code !== "socket-closed") throw error;
        else if (error.close !== REPLACED) return;
      }
    }
  }

  /**
   * Connects anew, from any status, to another URL or to the same one. What waits to be sent goes
   * out there.
   */
  set(url = this.#url, options = this.#options) {
    const place = new URL(url, baseUri());
    place.protocol = place.protocol.replace("http", "ws");
    place.hash = "";
    for (const [name, value] of Object.entries(options.query ?? {})) {
      if (value != null) place.searchParams.set(name, value);
    }
    this.#url = place.href;
    this.#options = options;
    this.#name = options.name ?? place.pathname;
    this.#codecs = [options.codec ?? (options.text ? jsonAsText : json)].flat();
    this.#codec = this.#codecs[0];
    this.#tries = 0;
    this.#ended = null;
    this.#inbox.reopen();
    this.#release(1000);
    this.#inbox.interrupt(closed(REPLACED));
    this.#connect();
  }

  /**
   * Closes when what was handed over has gone out.
   *
   * @param {number} [code] 1000, or 3000 to 4999; "socket-code" is thrown for another
   * @param {string} [reason] at most 123 bytes
   */
  close(code = 1000, reason = "") {
    if (code !== 1000 && !(code >= 3000 && code < 5000)) throw failure("socket-code", code);
    if (this.#status === OPEN) {
      this.#socket.close(code, reason);
      this.#become(CLOSING);
    } else if (this.#status === CONNECTING) {
      this.#release(1000);
      this.#finish(CLOSED, { code, reason });
    }
  }

  #connect() {
    const { protocols = this.#codecs.map(({ protocol }) => protocol) } = this.#options;
    const socket = new WebSocket(this.#url, protocols);
    const timer = setTimeout(() => this.#lost({ code: 1006, reason: "" }), OPENING);
    this.#stop = () => clearTimeout(timer);
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = ({ data }) => this.#arrived(data);
    socket.onclose = ({ code, reason }) => this.#lost(
      code === 1005 ? { code: 1001, reason: "Away" } : { code, reason });
    this.#become(CONNECTING);
  }

  #opened(socket) {
    this.#stop();
    this.#openedAt = performance.now();
    this.#codec = this.#codecs.find(({ protocol }) => protocol === socket.protocol) ?? this.#codecs[0];
    const waiting = this.#outbox;
    this.#outbox = [];
    this.#outboxBytes = 0;
    for (const { make, resolve, reject } of waiting) {
      try {
        socket.send(make(this.#codec));
        resolve(true);
      } catch (cause) {
        reject(failure("send-encoding", this.#url, cause));
      }
    }
    this.#become(OPEN);
  }

  #put(make) {
    const data = make(this.#codec);
    const bytes = data.length ?? data.byteLength;
    // What is sent to a connection that is closing is dropped: it waits for the next one.
    if (this.#status === OPEN && this.#socket.readyState === 1) {
      if (this.#socket.bufferedAmount + bytes > LIMITS.bufferedBytes) {
        throw failure("send-overflow", this.#url);
      }
      this.#socket.send(data);
      return Promise.resolve(/** @type {true} */ (true));
    }
    if (![CONNECTING, OPEN].includes(this.#status)) throw failure("send-closed", this.#url);
    if (this.#outbox.length >= LIMITS.queuedMessages
        || this.#outboxBytes + bytes > LIMITS.queuedBytes) {
      throw failure("send-overflow", this.#url);
    }
    this.#outboxBytes += bytes;
    return new Promise((resolve, reject) => { this.#outbox.push({ make, resolve, reject }); });
  }

  #arrived(data) {
    const plain = typeof data === "string" ? data : new Uint8Array(data);
    if (this.#inbox.add({ data: plain, codec: this.#codec }, plain.length)) return;
    this.#release(UNREAD);
    report("socket-overflow", "app", { url: this.#url });
    this.#finish(CLOSED, { code: UNREAD, reason: "" });
  }

  #lost(close) {
    const opened = this.#status !== CONNECTING;
    const over = this.#status === CLOSING || ENDING_CODES.includes(close.code);
    this.#release(1000);
    if (opened && performance.now() - this.#openedAt >= STABLE) this.#tries = 0;
    const delay = over ? null : this.#delay({ ...close, tries: this.#tries++ });
    if (delay === null) {
      this.#finish(opened ? CLOSED : FAILED, close);
      return;
    }
    const again = () => {
      this.#stop();
      this.#connect();
    };
    const timer = setTimeout(again, delay);
    const ends = [listen(window, "online", again), listen(window, "pageshow", again)];
    this.#stop = () => {
      clearTimeout(timer);
      for (const end of ends) end();
    };
    this.#become(CONNECTING);
  }

  #delay(loss) {
    const { reconnect = false } = this.#options;
    if (typeof reconnect === "function") return reconnect(loss);
    return reconnect ? delayAfter({ ...loss, asked: askedIn(loss.reason) }) : null;
  }

  #finish(status, close) {
    this.#ended = close;
    const waiting = this.#outbox;
    this.#outbox = [];
    this.#outboxBytes = 0;
    for (const { reject } of waiting) reject(failure("send-closed", this.#url));
    this.#inbox.end(closed(close));
    this.#become(status);
  }

  /** Lets go of the connection; nothing of it is heard any more. */
  #release(code) {
    this.#stop();
    const socket = this.#socket;
    if (!socket) return;
    this.#socket = null;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(code);
  }

  #become(status) {
    if (this.#status === status) return;
    this.#status = status;
    show(this.#name, status);
    if (status !== CONNECTING) for (const resolve of this.#settled.splice(0)) resolve(status);
    this.dispatchEvent(new CustomEvent("change", { detail: { status } }));
  }
}

/**
 * Opens a typed socket.
 *
 * @param {string} url of this site or another: a path, or a ws, wss, http or https URL
 * @param {SocketOptions} [options]
 */
export const socket = (url, options) => new TypedSocket(url, options);
