import { emit } from "../dom/emit.js";
import {
  getAttribute, isConnected, isElement, matches, parentOf, queryAll, queryPage, removeAttribute,
  setAttribute,
} from "../dom/native.js";
import { isIgnored } from "../html/trust.js";
import { CLOSED, LIVE_ATTRIBUTES, LIVE_SELECTOR, STATE_ATTRIBUTE } from "../protocol.js";
import { report } from "../report.js";
import { Connection } from "../transport/connection.js";
import { endpoint } from "../transport/endpoint.js";
import { remember, said } from "./routes.js";
import { ownersOf } from "./send.js";

const NONE = [];

/**
 * The live elements of the page and the connections they share: one per URL, open as long as an
 * element wants it. An element has at most one event stream and one socket.
 * It is the owner of every connection.
 */
export class LiveElements {
  /** @type {Map<string, Connection>} URL → connection */
  #connections = new Map();
  /** @type {Map<Element, Set<Connection>>} */
  #elements = new Map();
  /** @type {Map<Element, import("../transport/endpoint.js").Endpoint[]>} left on request */
  #paused = new Map();
  /** @type {WeakMap<Element, {values: string, urls: string[]}>} what the attributes asked for */
  #declared = new WeakMap();

  #continuity;

  /**
   * @param {import("../transport/connection.js").Owner["receive"]} receive
   * @param {import("./continuity.js").Continuity} continuity
   */
  constructor(receive, continuity) {
    this.receive = receive;
    this.#continuity = continuity;
  }

  /** Every connection. */
  connections() {
    return [...this.#connections.values()];
  }

  /** Connects the elements under a root that ask for it, the root included. */
  scan(root) {
    const inside = isElement(root);
    if (inside && (matches(root, LIVE_SELECTOR) || this.#declared.has(root))) this.#sync(root);
    for (const element of inside ? queryAll(root, LIVE_SELECTOR) : queryPage(LIVE_SELECTOR)) {
      this.#sync(element);
    }
  }

  /** Follows the tree: elements arrive, move (which changes nothing) or leave. */
  follow({ added, emptied }) {
    // What came in joins first: an element that replaces another takes its connection over.
    for (const node of added) if (isElement(node) && isConnected(node)) this.scan(node);
    if (!emptied.length) return;
    for (const element of this.#all()) if (!isConnected(element)) this.#forget(element);
  }

  /**
   * Connects an element to a URL, in place of the one it had over the same transport.
   *
   * @param {Element} element
   * @param {string} value
   * @param {"" | "ws" | "sse"} [fixed] the transport, where it is known
   * @returns {string | undefined} the URL, undefined after a report
   */
  open(element, value, fixed = "") {
    const place = endpoint(value, fixed, said);
    if (!place) {
      report("live-refused", "app", { found: value, element });
      return undefined;
    }
    this.#paused.delete(element);
    this.#join(element, place);
    return place.url;
  }

  /** The connections that an element, or else its nearest live ancestor, belongs to. */
  of(element) {
    for (let node = element; node; node = parentOf(node)) {
      const connections = this.#elements.get(node);
      if (connections) return [...connections];
    }
    return NONE;
  }

  /** The connections to a URL: the event stream, then the socket. */
  at(value) {
    return urlsOf(value).map((url) => this.#connections.get(url)).filter(Boolean);
  }

  /** The elements that belong to a URL, or did until they left on request. */
  elementsAt(value) {
    const urls = urlsOf(value);
    return [...this.#all()].filter((element) =>
      [...this.#elements.get(element) ?? NONE, ...this.#paused.get(element) ?? NONE]
        .some(({ url }) => urls.includes(url)));
  }

  /** Takes an element out of its connections until {@link rejoin}. */
  leave(element) {
    const connections = [...this.#elements.get(element) ?? NONE];
    if (!connections.length) return;
    this.#paused.set(element, connections.map((connection) => connection.endpoint));
    for (const connection of connections) {
      this.#continuity.keep(connection);
      this.#part(element, connection);
    }
    setAttribute(element, STATE_ATTRIBUTE, CLOSED);
  }

  /** Ends the connections of an element that its attributes do not ask for, except some. */
  release(element, kept) {
    const { urls = NONE } = this.#declared.get(element) ?? {};
    for (const connection of [...this.#elements.get(element) ?? NONE]) {
      if (!kept[connection.protocol] && !urls.includes(connection.url)) this.#part(element, connection);
    }
    if (!this.#elements.has(element)) removeAttribute(element, STATE_ATTRIBUTE);
  }

  /** Puts an element back that left, and connects what is waiting. */
  rejoin(element) {
    const places = this.#paused.get(element) ?? NONE;
    this.#paused.delete(element);
    for (const place of places) this.#join(element, place);
    for (const connection of this.#elements.get(element) ?? NONE) connection.reconnect();
  }

  /** The network or the page is back. */
  wake() {
    for (const connection of this.connections()) connection.wake();
  }

  /** The page is left; the browser may keep it for the way back, if it holds no connection. */
  sleep() {
    for (const connection of this.connections()) connection.sleep();
  }

  /** A connection lacks events. */
  gap() {
    this.#continuity.gap();
  }

  /** Closes every connection. Nothing is left that could come back. */
  close() {
    for (const connection of this.connections()) this.#continuity.keep(connection);
    for (const element of this.#all()) this.#forget(element);
  }

  stateChanged({ members, state, url }) {
    for (const element of members) setAttribute(element, STATE_ATTRIBUTE, state);
    emit(document, "silcrow:live:state", { url, state });
  }

  connected(connection) {
    const { guessed, trial, path } = connection.endpoint;
    if (guessed || trial) remember(path, connection.protocol);
    connection.adopt(ownersOf(connection.members));
    tell("connect", connection);
  }

  disconnected(connection, reconnectIn) {
    tell("disconnect", connection, { reconnectIn });
  }

  refused(connection) {
    const { guessed, trial, path, url } = connection.endpoint;
    if (!guessed && !trial) return false;
    const place = {
      ...endpoint(url.replace(/^ws/, "http"), trial ? "sse" : "ws"), trial: !trial,
    };
    for (const element of [...connection.members]) {
      const { urls = NONE } = this.#declared.get(element) ?? {};
      if (urls.includes(url)) urls[urls.indexOf(url)] = place.url;
      this.#join(element, place);
      this.#part(element, connection);
    }
    if (trial) remember(path, "sse");
    return true;
  }

  #all() {
    return new Set([...this.#elements.keys(), ...this.#paused.keys()]);
  }

  /** Does what the attributes of an element ask for, if that has changed. */
  #sync(element) {
    if (isIgnored(element)) return;
    const wanted = LIVE_ATTRIBUTES.map(([name, fixed]) => [getAttribute(element, name), fixed])
      .filter(([value]) => value !== null);
    const values = String(wanted);
    const before = this.#declared.get(element) ?? { values: "", urls: NONE };
    if (before.values === values) return;
    const urls = wanted.reverse().map(([value, fixed]) => this.open(element, value, fixed));
    this.#declared.set(element, { values, urls });
    for (const url of before.urls) {
      if (!urls.includes(url)) this.#part(element, this.#connections.get(url));
    }
  }

  #join(element, place) {
    const mine = this.#elements.get(element) ?? new Set();
    this.#elements.set(element, mine);
    const connection = this.#connections.get(place.url) ?? new Connection(place, this, this.#continuity.page);
    if (mine.has(connection)) return;
    const former = [...mine].find(({ protocol }) => protocol === place.protocol);
    this.#connections.set(place.url, connection);
    connection.members.add(element);
    mine.add(connection);
    this.#part(element, former);
    setAttribute(element, STATE_ATTRIBUTE, connection.state);
    if (connection.members.size === 1) connection.open();
  }

  #part(element, connection) {
    const mine = this.#elements.get(element);
    if (!connection || !mine?.delete(connection)) return;
    if (!mine.size) this.#elements.delete(element);
    connection.members.delete(element);
    if (connection.members.size) return;
    this.#connections.delete(connection.url);
    connection.close();
  }

  #forget(element) {
    for (const connection of [...this.#elements.get(element) ?? NONE]) {
      this.#part(element, connection);
    }
    this.#declared.delete(element);
    this.#paused.delete(element);
    removeAttribute(element, STATE_ATTRIBUTE);
  }
}

/** The URLs that a value can mean. */
const urlsOf = (value) => [endpoint(value, "sse")?.url, endpoint(value, "ws")?.url];

/** One event for a socket, one per element for an event stream. */
function tell(what, { url, protocol, members }, more) {
  const subscribers = [...members];
  for (const root of protocol === "ws" ? [undefined] : subscribers) {
    emit(document, `silcrow:live:${what}`, { root, url, protocol, subscribers, ...more });
  }
}
