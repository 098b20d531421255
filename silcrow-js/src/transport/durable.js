import { parseJson } from "../dom/json.js";
import { failure, report } from "../report.js";
import { Outbox, sizeOf } from "./outbox.js";

const STORE = "silcrow-outbox";

/** How long a message is worth sending, in milliseconds: servers remember a client that long. */
const LIFETIME = 86_400_000;

/** Characters of all outboxes of this site. */
const LENGTH = 500_000;

/** The outboxes of this page, by where they are kept but for the client. */
const ours = new Map();

/** A page is told once that its messages are not kept. */
let failed;

/**
 * An outbox that outlives its page: kept in localStorage, and gone on with by the next page for the
 * same URL and owner. Who holds its lock sends, so that one page does. What two pages send after
 * all, the server handles once.
 */
export class DurableOutbox extends Outbox {
  /** Whether this page may send. */
  isHeld = false;
  #key;
  #isOurs;
  #onChange;
  #release = null;

  /**
   * @param {string} prefix
   * @param {string} [client] that of a page which has ended
   */
  constructor(prefix, client) {
    super();
    this.#isOurs = !client;
    if (client) this.client = client;
    this.#key = prefix + this.client;
  }

  /** This page's own for a URL and an owner, where there is one or it is to be made. */
  static own(url, owner, isMade) {
    const prefix = prefixOf(url, owner);
    if (isMade && !ours.has(prefix)) ours.set(prefix, new DurableOutbox(prefix));
    return ours.get(prefix);
  }

  /** Those that other pages for a URL and an owner have left, or still send from. */
  static others(url, owner) {
    const prefix = prefixOf(url, owner);
    return keys().filter((key) => key.startsWith(prefix) && key.length === prefix.length + 22)
      .map((key) => new DurableOutbox(prefix, key.slice(-22)));
  }

  get isEmpty() {
    return !this.waiting.length && !this.flying.length;
  }

  /**
   * Waits for the turn to send; for what others have left, takes it or leaves it.
   *
   * @param {() => void} onChange called when it may send, and when it is or was not its turn
   */
  hold(onChange) {
    this.#onChange = onChange;
    if (this.#release) return;
    this.#release = () => {};
    if (!navigator.locks) {
      this.#unsaved();
      this.isHeld = true;
      onChange();
      return;
    }
    navigator.locks.request(this.#key, { ifAvailable: !this.#isOurs }, (lock) => new Promise((done) => {
      const wanted = this.#release && lock;
      this.#release = wanted && done;
      this.isHeld = Boolean(wanted);
      if (wanted && !this.#isOurs) this.#read();
      if (wanted) this.changed();
      this.#onChange();
      if (!this.isHeld) done();
    })).catch((cause) => this.#unsaved(cause));
  }

  /** Leaves it to others. */
  release() {
    this.isHeld = false;
    this.#release?.();
    this.#release = null;
  }

  pump(link, isAnswered) {
    if (this.isHeld) super.pump(link, isAnswered);
  }

  changed() {
    this.#write();
    if (!this.#isOurs && this.isEmpty) {
      this.release();
      this.#onChange();
    }
  }

  outcome(message, error) {
    super.outcome(message, error);
    // The page that sent it is gone.
    if (error && !this.#isOurs) report(error, "server");
  }

  #read() {
    const found = parseJson(localStorage.getItem(this.#key));
    const messages = Array.isArray(found) ? found.filter(isMessage) : [];
    const due = messages.filter(([, at]) => Date.now() - at < LIFETIME);
    if (due.length < messages.length) {
      report("send-expired", "network", { found: messages.length - due.length });
    }
    this.flying = [];
    this.waiting = due.map(([n, at, body]) => ({
      n, at, body, bytes: sizeOf(body), tried: true, resolve() {}, reject() {},
    }));
  }

  #write() {
    if (!navigator.locks) return;
    const messages = [...this.flying, ...this.waiting].map(({ n, at, body }) => [n, at, body]);
    try {
      const text = JSON.stringify(messages);
      const length = keys().filter((key) => key !== this.#key)
        .reduce((all, key) => all + localStorage.getItem(key).length, text.length);
      if (length > LENGTH) throw failure("send-overflow", `${length} characters, at most ${LENGTH}`);
      if (messages.length) localStorage.setItem(this.#key, text);
      else localStorage.removeItem(this.#key);
    } catch (cause) {
      this.#unsaved(cause);
    }
  }

  #unsaved(cause) {
    failed ??= report("send-unsaved", "app", { cause });
  }
}

const isMessage = (one) => Array.isArray(one) && one[0] > 0 && typeof one[2] === "string";

const prefixOf = (url, owner) => `${STORE} ${url} ${encodeURIComponent(owner)} `;

/** Where messages of this site are kept; nowhere, in a browser that keeps nothing. */
function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(STORE));
  } catch {
    return [];
  }
}
