import { CLOSED, CONNECTING, LIMITS, OFFLINE, OPEN } from "../protocol.js";
import { failure, report } from "../report.js";
import { STABLE, askedIn, backoff, delayAfter } from "./backoff.js";
import { openFallback } from "./fallback.js";
import { Sender } from "./sender.js";
import { openEventSource } from "./sse.js";
import { Topics } from "./topics.js";
import { Watchdog } from "./watchdog.js";
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
 * @property {() => void} gap events of a topic are missing
 */

/**
 * One URL's connection, shared by the elements that are its members.
 *
 * Life: closed, then connecting, open, offline (lost, or asleep with its page; waiting for the next
 * attempt), connecting, …; closed again for good after a terminal close code or when its owner
 * closes it. A link that was replaced can no longer be heard. A server that drains has the next
 * link open before the present one ends.
 */
export class Connection {
  /** @type {Set<Element>} */
  members = new Set();
  state = CLOSED;
  #owner;
  #link = null;
  #next = null;
  #sender;
  #tries = 0;
  #untried = true;
  #misses = 0;
  #detour = false;
  #lastId = "";
  #openedAt = 0;
  #asked;
  #retry = 0;
  #asleep = false;
  #watchdog = new Watchdog(() => {
    this.#link?.close(4000);
    this.#closed(1006, "");
  });

  /**
   * @param {import("./endpoint.js").Endpoint} endpoint
   * @param {Owner} owner
   * @param {Map<string, string>} page topic → the position up to which the page's markup knows it
   */
  constructor(endpoint, owner, page) {
    this.endpoint = endpoint;
    this.#owner = owner;
    this.#sender = new Sender(endpoint.url);
    this.topics = new Topics(page, () => owner.gap());
  }

  get url() { return this.endpoint.url; }

  get protocol() { return this.endpoint.protocol; }

  /** Connects unless a link is up or on its way. */
  open() {
    if (this.#link) return;
    clearTimeout(this.#retry);
    this.#retry = 0;
    this.#asleep = false;
    const socket = this.protocol === "ws";
    this.#detour = socket && (way === "fallback" || this.#misses >= ATTEMPTS && !way);
    if (socket) this.#watchdog.watch(OPENING);
    this.#link = this.#start();
    this.topics.begin(this.#link.names);
    this.#become(CONNECTING);
  }

  #start() {
    const { query, names } = this.topics.resume();
    const last = this.#lastId && `&silcrow-last=${encodeURIComponent(this.#lastId)}`;
    const start = this.#detour ? openFallback
      : this.protocol === "ws" ? openWebSocket : openEventSource;
    const link = Object.assign(start(this.endpoint.connectUrl + last + query, {
      opened: () => {
        if (link === this.#link) this.#opened();
      },
      frame: (frame) => {
        if (link === this.#next) this.#move();
        this.#watchdog.heard();
        if (this.protocol === "sse") this.#lastId = frame.id;
        this.#owner.receive(this, frame);
        this.#sender.heard();
      },
      lost: () => (link === this.#link ? this.#lost() : this.#missed()),
      closed: (code, reason) => (link === this.#link ? this.#closed(code, reason) : this.#missed()),
    }), { names });
    return link;
  }

  /** Connects now if it is waiting, forgetting how often it failed. */
  reconnect() {
    this.#tries = 0;
    this.#asked = undefined;
    this.open();
  }

  /** The network or the page is back: connects now if it is waiting for its next attempt. */
  wake() {
    if (this.#retry || this.#asleep) this.open();
  }

  /** The page is left: ends the link until {@link wake}. */
  sleep() {
    if (!this.#link && !this.#retry) return;
    this.#release();
    this.#sender.sleep();
    this.#asleep = true;
    this.#become(OFFLINE);
  }

  /** Begins a new link in place of the present one, if there is one: the page went back in a topic. */
  relink() {
    if (!this.#link) return;
    this.#release();
    this.open();
  }

  /** Takes the link for lost, as after many losses: what it brings is of no use at the moment. */
  fail() {
    if (!this.#link) return;
    this.#tries = Math.max(this.#tries, LIMITS.refetches);
    this.#openedAt = Infinity;
    this.#closed(1006, "");
  }

  /** Ends the connection and everything that waits for it. */
  close() {
    this.#release();
    this.#asleep = false;
    this.#sender.close();
    this.#become(CLOSED);
  }

  /**
   * Takes a message, and keeps it while there is no link.
   *
   * @param {{body: *, isEvent: boolean}} message
   * @param {string | null} owner whose messages survive the page; null for those that do not
   * @returns {Promise<true>} rejects when the message is too large, too much waits, the server says
   *     no, or this connection cannot send
   */
  async send(message, owner) {
    if (this.protocol !== "ws") throw failure("send-one-way", this.url);
    if (this.state === CLOSED) throw failure("send-closed", this.url);
    return this.#sender.send(message, owner);
  }

  /** Sends what pages that have ended left behind, of these owners. */
  adopt(owners) {
    if (this.protocol === "ws") this.#sender.adopt(owners);
  }

  /** Takes a frame that is for the connection and not for the page. */
  control({ control, data }) {
    if (control === "hello") {
      this.#sender.hello(data);
      if (data.heartbeat > 0) this.#watchdog.watch(data.heartbeat * PATIENCE);
    } else if (control === "ack") this.#sender.answered(data);
    else if (control === "nack") this.#sender.answered(data, String(data.reason ?? ""));
    else if (control === "skip") this.topics.skip(data);
    else if (control === "resync") this.topics.resync(data);
    else if (control === "drain" && data.retryAfterMs >= 0) {
      this.#asked = data.retryAfterMs;
      if (!this.#next && this.state === OPEN) this.#replace(Math.random() * data.retryAfterMs);
    }
  }

  /** Opens the next link after a while, as often as needed while the present one lasts. */
  #replace(delay) {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.#next = this.#start();
      // What is on its way is answered over the present link; the next one has what comes now.
      this.#sender.pause();
      this.#retry = setTimeout(() => this.#missed(), OPENING);
    }, delay);
  }

  /** The next link did not open. */
  #missed() {
    this.#next?.close();
    this.#next = null;
    this.#sender.resume(this.#link);
    this.#replace(backoff(this.#tries++));
  }

  /** The next link has spoken: it takes over. */
  #move() {
    const link = this.#next;
    this.#next = null;
    this.#release();
    this.#link = link;
    this.topics.begin(link.names);
    this.#opened();
  }

  #opened() {
    this.#watchdog.stop();
    if (this.protocol === "ws") way = this.#detour ? "fallback" : "socket";
    this.#misses = 0;
    this.#openedAt = performance.now();
    this.#asked = undefined;
    this.#untried = false;
    if (this.protocol === "ws") this.#sender.opened(this.#link);
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
      this.#sender.fail();
      this.#become(CLOSED);
      report("live-terminal", "server", { found: code, url: this.url });
    } else {
      this.#tries++;
      this.#retry = setTimeout(() => this.open(), delay);
      this.#become(OFFLINE);
    }
    this.#owner.disconnected(this, delay);
  }

  #release() {
    clearTimeout(this.#retry);
    this.#watchdog.stop();
    this.#retry = 0;
    this.#link?.close();
    this.#next?.close();
    this.#link = this.#next = null;
    this.#sender.lost();
    this.topics.begin(NOTHING);
  }

  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.#owner.stateChanged(this);
  }
}

const NOTHING = new Set();
