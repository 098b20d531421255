import { emit } from "../dom/emit.js";
import {
  getAttribute, isConnected, isElement, matches, queryAll, queryPage, removeAttribute,
  setAttribute,
} from "../dom/native.js";
import { CLOSED, LIVE_ATTRIBUTES, LIVE_SELECTOR, STATE_ATTRIBUTE } from "../protocol.js";
import { report } from "../report.js";
import { Connection } from "../transport/connection.js";
import { endpoint } from "../transport/endpoint.js";
import { remember, said } from "./routes.js";

/**
 * The live elements of the page and the connections they share: one per URL, open as long as an
 * element wants it. An element has at most one event stream and one socket.
 */
export class LiveElements {
  /** @type {Map<string, Connection>} URL → connection */
  #connections = new Map();
  /** @type {Map<Element, Map<string, Connection>>} element → transport → connection */
  #elements = new Map();
  /** What the attributes said when they were last read. */
  #declared = new WeakMap();
  /** @type {Map<Element, import("../transport/endpoint.js").Endpoint[]>} left on request */
  #paused = new Map();
  #owner;

  /** @param {import("../transport/connection.js").Owner["receive"]} receive */
  constructor(receive) {
    this.#owner = {
      receive,
      stateChanged: (connection) => this.#showState(connection),
      connected: (connection) => this.#connected(connection),
      disconnected: (connection, reconnectIn) =>
        this.#tell("disconnect", connection, { reconnectIn }),
      refused: (connection) => this.#tryTheOther(connection),
    };
  }

  /** Connects the elements under a root that ask for it, the root included. */
  scan(root) {
    if (isElement(root) && (matches(root, LIVE_SELECTOR) || this.#elements.has(root))) {
      this.#sync(root);
    }
    const found = isElement(root) ? queryAll(root, LIVE_SELECTOR) : queryPage(LIVE_SELECTOR);
    for (const element of found) this.#sync(element);
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
   */
  open(element, value, fixed = "") {
    const place = endpoint(value, fixed, said);
    if (!place) {
      report("live-refused", "app", { found: value, element });
      return;
    }
    this.#paused.delete(element);
    this.#join(element, place);
  }

  /** The connections that an element, or else its nearest live ancestor, belongs to. */
  of(element) {
    for (let node = element; node; node = node.parentElement) {
      const connections = this.#elements.get(node);
      if (connections?.size) return [...connections.values()];
    }
    return [];
  }

  /** The connections to a URL: event streams first, then sockets. */
  at(value) {
    return ["sse", "ws"].map((protocol) => endpoint(value, protocol))
      .map((place) => place && this.#connections.get(place.url)).filter(Boolean);
  }

  /** The elements that belong to a URL, or did until they left on request. */
  elementsAt(value) {
    const urls = ["sse", "ws"].map((protocol) => endpoint(value, protocol)?.url);
    const left = [...this.#paused].filter(([, places]) =>
      places.some(({ url }) => urls.includes(url)));
    return new Set([...this.at(value).flatMap(({ members }) => [...members]),
      ...left.map(([element]) => element)]);
  }

  /** Takes an element out of its connections until {@link rejoin}. */
  leave(element) {
    const connections = [...(this.#elements.get(element)?.values() ?? [])];
    if (!connections.length) return;
    this.#paused.set(element, connections.map((connection) => connection.endpoint));
    for (const connection of connections) this.#part(element, connection);
    setAttribute(element, STATE_ATTRIBUTE, CLOSED);
  }

  /** Puts an element back that left, and connects what is waiting. */
  rejoin(element) {
    const places = this.#paused.get(element) ?? [];
    this.#paused.delete(element);
    for (const place of places) this.#join(element, place);
    for (const connection of this.#elements.get(element)?.values() ?? []) connection.reconnect();
  }

  /** The network or the page is back. */
  wake() {
    for (const connection of this.#connections.values()) connection.wake();
  }

  /** Closes every connection. Nothing is left that could come back. */
  close() {
    for (const element of this.#all()) this.#forget(element);
  }

  #all() {
    return new Set([...this.#elements.keys(), ...this.#paused.keys()]);
  }

  #sync(element) {
    const wanted = LIVE_ATTRIBUTES.map(([name, fixed]) => [getAttribute(element, name), fixed])
      .filter(([value]) => value !== null);
    const declared = JSON.stringify(wanted);
    if (this.#declared.get(element) === declared) return;
    this.#declared.set(element, declared);
    const before = new Set(this.#elements.get(element)?.values());
    for (const [value, fixed] of wanted.reverse()) this.open(element, value, fixed);
    const after = this.#elements.get(element);
    for (const connection of before) {
      if (after?.get(connection.protocol) === connection
          && !wanted.some(([value, fixed]) => endpoint(value, fixed, said)?.url === connection.url)) {
        this.#part(element, connection);
      }
    }
  }

  #join(element, place) {
    const mine = this.#elements.get(element) ?? new Map();
    this.#elements.set(element, mine);
    const current = mine.get(place.protocol);
    if (current?.url === place.url) return;
    let connection = this.#connections.get(place.url);
    if (!connection) {
      connection = new Connection(place, this.#owner);
      this.#connections.set(place.url, connection);
    }
    connection.members.add(element);
    mine.set(place.protocol, connection);
    if (current) this.#part(element, current);
    setAttribute(element, STATE_ATTRIBUTE, connection.state);
    if (connection.state === CLOSED && connection.members.size === 1) connection.open();
  }

  #part(element, connection) {
    const mine = this.#elements.get(element);
    if (mine?.get(connection.protocol) === connection) mine.delete(connection.protocol);
    if (mine && !mine.size) this.#elements.delete(element);
    connection.members.delete(element);
    if (connection.members.size) return;
    this.#connections.delete(connection.url);
    connection.close();
  }

  #forget(element) {
    for (const connection of [...(this.#elements.get(element)?.values() ?? [])]) {
      this.#part(element, connection);
    }
    this.#declared.delete(element);
    this.#paused.delete(element);
    removeAttribute(element, STATE_ATTRIBUTE);
  }

  #connected(connection) {
    if (connection.endpoint.guessed || connection.endpoint.trial) {
      remember(connection.endpoint.path, connection.protocol);
    }
    this.#tell("connect", connection, {});
  }

  /**
   * The first attempt of a transport that was only guessed failed: its members move to the other
   * one, once. When that fails too they come back for good.
   */
  #tryTheOther(connection) {
    const { guessed, trial, path, url } = connection.endpoint;
    if (!guessed && !trial) return false;
    const other = endpoint(url.replace(/^ws/, "http"), trial ? "sse" : "ws");
    const members = [...connection.members];
    for (const element of members) {
      this.#join(element, { ...other, trial: !trial });
      this.#part(element, connection);
    }
    if (trial) remember(path, "sse");
    return true;
  }

  #showState(connection) {
    for (const element of connection.members) {
      setAttribute(element, STATE_ATTRIBUTE, connection.state);
    }
    emit(document, "silcrow:live:state", { url: connection.url, state: connection.state });
  }

  /** One event for a socket, one per element for an event stream. */
  #tell(what, { url, protocol, members }, more) {
    const subscribers = [...members];
    for (const root of protocol === "ws" ? [undefined] : subscribers) {
      emit(document, `silcrow:live:${what}`, { root, url, protocol, subscribers, ...more });
    }
  }
}
