import { CLOSED, CONNECTING, LIMITS, OFFLINE, OPEN } from "../protocol.js";
import { failure, report } from "../report.js";
import { STABLE, askedIn, delayAfter } from "./backoff.js";
import { openFallback } from "./fallback.js";
import { Outbox, sizeOf } from "./outbox.js";
import { openEventSource } from "./sse.js";
import { openWebSocket } from "./websocket.js";

/** Silent intervals after which a connection is taken for dead. */
const PATIENCE = 2.5;

/** How long a socket may take to open. */
const OPENING = 10_000;

/** How many attempts to open a first socket fail before another way is tried. */
const ATTEMPTS = 2;

/** What this page knows about its network: "socket" once one has opened, "fallback" once none did
    and the other way worked. */
let way;

/** Forgets what is known about the network. */
export const forgetWay = () => { way = undefined; };

/**
 * What a connection tells its owner.
 * @typedef {object} Owner
 * @property {(connection: Connection, frame: {data: *, name?: string}) => void} receive
 * @property {(connection: Connection) => void} stateChanged
 * @property {(connection: Connection) => void} connected
 * @property {(connection: Connection, reconnectIn: number | null) => void} disconnected
 * @property {(connection: Connection) => boolean} refused the very first attempt of this transport
 *     failed before it opened; true when the owner has put another transport in its place
 */

/**
 * One URL's connection, shared by the elements that are its members.
 *
 * Life: closed, then connecting, open, offline (lost, waiting for the next attempt), connecting, …;
 * closed again for good after a terminal close code or when its owner closes it. A link that was
 * replaced can no longer be heard.
 */
export class Connection {
  /** @type {Set<Element>} */
  members = new Set();
  state = CLOSED;
  #owner;
  #link = null;
  #outbox = new Outbox();
  #tries = 0;
  #untried = true;
  #misses = 0;
  #detour = false;
  #lastId = "";
  #openedAt = 0;
  #asked;
  #retry = 0;
  #watchdog = 0;
  #silence = 0;
  #heardAt = 0;
  #maxMessage = Infinity;

  /**
   * @param {import("./endpoint.js").Endpoint} endpoint
   * @param {Owner} owner
   */
  constructor(endpoint, owner) {
    this.endpoint = endpoint;
    this.#owner = owner;
  }

  get url() { return this.endpoint.url; }

  get protocol() { return this.endpoint.protocol; }

  /** Connects unless a link is up or on its way. */
  open() {
    if (this.#link) return;
    clearTimeout(this.#retry);
    this.#retry = 0;
    const socket = this.protocol === "ws";
    this.#detour = socket && (way === "fallback" || this.#misses >= ATTEMPTS && !way);
    const start = this.#detour ? openFallback : socket ? openWebSocket : openEventSource;
    const last = this.#lastId && `&silcrow-last=${encodeURIComponent(this.#lastId)}`;
    if (socket) this.#watchdog = setTimeout(() => this.#closed(1006, ""), OPENING);
    const link = start(this.endpoint.connectUrl + last, {
      opened: () => this.#opened(),
      frame: (frame) => {
        this.#heardAt = performance.now();
        if (!socket) this.#lastId = frame.id;
        this.#owner.receive(this, frame);
      },
      lost: () => this.#lost(),
      closed: (code, reason) => this.#closed(code, reason),
    });
    this.#link = link;
    this.#become(CONNECTING);
  }

  /** Connects now if it is waiting, forgetting how often it failed. */
  reconnect() {
    this.#tries = 0;
    this.#asked = undefined;
    this.open();
  }

  /** The network or the page is back: connects now if it is waiting for its next attempt. */
  wake() {
    if (this.#retry) this.open();
  }

  /** Ends the connection and everything that waits for it. */
  close() {
    this.#release();
    this.#outbox.fail(() => failure("send-closed", this.url));
    this.#become(CLOSED);
  }

  /**
   * Hands a message to the socket, or keeps it until there is one.
   *
   * @returns {Promise<true>} rejects when the message is too large, too much waits, or this
   *     connection cannot send
   */
  async send(message) {
    const bytes = sizeOf(message);
    const refusal = this.#refusal(bytes);
    if (refusal) throw refusal;
    const sent = this.state === OPEN && this.#link.send(message);
    if (sent) return sent;
    const waiting = this.#outbox.add(message, bytes);
    if (!waiting) throw failure("send-overflow", this.url);
    return waiting;
  }

  /** Takes a frame that is for the connection and not for the page. */
  control({ control, data }) {
    if (control === "hello") {
      if (data.maxMessage > 0) this.#maxMessage = data.maxMessage;
      if (data.heartbeat > 0) this.#watch(data.heartbeat * PATIENCE);
    } else if (control === "drain" && data.retryAfterMs >= 0) {
      this.#asked = data.retryAfterMs;
    }
  }

  #refusal(bytes) {
    if (this.protocol !== "ws") return failure("send-one-way", this.url);
    if (this.state === CLOSED) return failure("send-closed", this.url);
    if (bytes > this.#maxMessage) {
      return failure("send-too-large", `${bytes} bytes, at most ${this.#maxMessage}`);
    }
    const full = this.state === OPEN && this.#link.buffered + bytes > LIMITS.bufferedBytes;
    return full ? failure("send-overflow", this.url) : null;
  }

  #opened() {
    clearTimeout(this.#watchdog);
    if (this.protocol === "ws") way = this.#detour ? "fallback" : "socket";
    this.#misses = 0;
    this.#openedAt = this.#heardAt = performance.now();
    this.#asked = undefined;
    this.#untried = false;
    // Before anybody hears of it and sends more: what waits longer goes first.
    this.#outbox.flush((message) => this.#link.send(message));
    this.#become(OPEN);
    this.#owner.connected(this);
  }

  #lost() {
    if (this.state === OFFLINE) return;
    this.#become(OFFLINE);
    this.#owner.disconnected(this, null);
  }

  #closed(code, reason) {
    const opened = this.state === OPEN;
    this.#release();
    const untried = this.#untried;
    this.#untried = false;
    if (untried && this.#owner.refused(this)) return;
    if (!opened && this.protocol === "ws") {
      this.#misses = this.#detour ? 0 : this.#misses + 1;
      if (this.#misses >= ATTEMPTS && !way) {
        this.open();
        return;
      }
    }
    if (opened && performance.now() - this.#openedAt >= STABLE) this.#tries = 0;
    const asked = this.#asked ?? askedIn(reason);
    this.#asked = undefined;
    const delay = delayAfter({ code, tries: this.#tries, asked });
    if (delay === null) {
      this.#outbox.fail(() => failure("send-closed", this.url));
      this.#become(CLOSED);
      report("live-terminal", "server", { found: code, url: this.url });
    } else {
      this.#tries++;
      this.#retry = setTimeout(() => this.open(), delay);
      this.#become(OFFLINE);
    }
    this.#owner.disconnected(this, delay);
  }

  /** Closes the link after a silence; any frame is a sign of life. */
  #watch(silence) {
    this.#silence = silence;
    clearTimeout(this.#watchdog);
    const check = () => {
      const left = this.#silence - (performance.now() - this.#heardAt);
      if (left > 0) {
        this.#watchdog = setTimeout(check, left);
        return;
      }
      this.#link?.close(4000);
      this.#closed(1006, "");
    };
    this.#watchdog = setTimeout(check, silence);
  }

  #release() {
    clearTimeout(this.#retry);
    clearTimeout(this.#watchdog);
    this.#retry = this.#watchdog = 0;
    this.#link?.close();
    this.#link = null;
  }

  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.#owner.stateChanged(this);
  }
}
