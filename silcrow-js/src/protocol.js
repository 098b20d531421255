/**
 * Every name that crosses a border: wire types, headers, attributes, events, limits.
 * A leaf: it imports nothing.
 */

/** The five event types of the wire, spec §1.1. */
export const EVENT_TYPES = Object.freeze(["patch", "html", "invalidate", "navigate", "custom"]);

/** Frames between the two ends; no page ever sees them. */
export const CONTROL_TYPES = Object.freeze([
  "hello", "ping", "ack", "nack", "skip", "resync", "drain", "close",
]);

/** How markup meets its target. The first is the default. */
export const SWAPS = Object.freeze([
  "inner", "outer", "append", "prepend", "before", "after", "remove",
]);

/** Attributes that open a connection, and the transport each one fixes ("" = detect). */
export const LIVE_ATTRIBUTES = Object.freeze([
  ["s-live", ""], ["s-ws", "ws"], ["s-wss", "ws"], ["s-sse", "sse"],
]);

/** Matches every element with one of {@link LIVE_ATTRIBUTES}. */
export const LIVE_SELECTOR = "[s-live],[s-ws],[s-wss],[s-sse]";

/** Where an element shows the state of its connection. */
export const STATE_ATTRIBUTE = "data-live";

/** States of a connection, as {@link STATE_ATTRIBUTE} shows them. */
export const CONNECTING = "connecting";
export const OPEN = "open";
export const OFFLINE = "offline";
export const CLOSED = "closed";

/** Further states, of typed sockets. */
export const CLOSING = "closing";
export const FAILED = "failed";

export const SOCKET_STATES = Object.freeze([CONNECTING, OPEN, CLOSING, CLOSED, FAILED]);

/** Where an element with `s-status` shows the state of a typed socket. */
export const STATUS_ATTRIBUTE = "data-status";

/** Close codes after which nobody should knock again. */
export const TERMINAL_CODES = Object.freeze([1008, 4401, 4403, 4404]);

/** Close codes that end a typed socket for good; see {@link TERMINAL_CODES} too. */
export const ENDING_CODES = Object.freeze([1000, 1002, 1003, 1007, 1009]);

/** Close codes of a server that will be back, but not at once. */
export const BUSY_CODES = Object.freeze([1012, 1013]);

/** Asks the server for control frames and arrays of events. */
export const QUERY_FLAG = "silcrow";

/** Tells the server which events of which topics this page has. */
export const RESUME_PARAMETER = "silcrow-resume";

/** A place in a topic: the life of its log, and the offset of the last event before the place. */
export const POSITION = /^([A-Za-z0-9]{1,32}):(\d{1,15})$/;

/** Response headers and meta names share this prefix. */
export const HEADER_PREFIX = "silcrow-";

/** Limits of what one page may hold or accept. */
export const LIMITS = Object.freeze({
  /** Messages that wait for a connection. */
  queuedMessages: 100,
  /** Bytes that wait for a connection. */
  queuedBytes: 256 * 1024,
  /** Bytes handed to a socket that it has not sent yet, or the server not answered. */
  bufferedBytes: 1024 * 1024,
  /** Messages that the server has not answered. */
  inFlight: 256,
  /** Outboxes of other pages that one connection sends from. */
  outboxes: 6,
  /** Lists in lists, and levels of data that is kept. */
  depth: 64,
  /** Kinds of binding that are remembered. */
  sinks: 1000,
  /** Messages of a typed socket that nobody has taken. */
  unread: 1000,
  /** Events that wait for the next frame. */
  queuedEvents: 1000,
  /** Topics that a connection remembers. */
  topics: 1000,
  /** Topics that a connection names to resume them, and bytes of their names and positions. */
  resumed: 64,
  resumeBytes: 4096,
  /** Events of a topic, and characters of them, that wait until the page was fetched anew. */
  heldEvents: 1000,
  heldText: 1024 * 1024,
  /** Times that the page is fetched anew before the connection is given up for a while. */
  refetches: 5,
  /** Characters of a selector. */
  selector: 256,
  /** Atoms that are kept though nobody follows them. */
  idleAtoms: 50,
  /** Changes that one change of an atom may lead to. */
  atomRounds: 10_000,
  /** Optimistic updates that wait for their outcome. */
  guesses: 100,
});

/** Names in data that could reach a prototype. */
export const BLOCKED_NAMES = Object.freeze(["__proto__", "constructor", "prototype"]);
