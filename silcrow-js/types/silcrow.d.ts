/** Types of Silcrow.js. Written by hand; `npm run types` compares them with the sources. */
import type { ErrorDetail, Trigger } from "./events.js";

export * from "./events.js";

/** An element, or a selector whose first match counts. */
export type Root = Element | string;

/** What JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** An error with a stable code: docs/codes.md has a heading for each. Its name is "SilcrowError". */
export interface SilcrowError extends Error {
  readonly code: string;
  /** The server's words, where it rejected a message. */
  readonly reason?: string;
}

/** Ends what was begun. */
export type Stop = () => void;

/* ---- The public names ---- */

/**
 * Starts Silcrow: connects live elements now and as they come, follows links and forms, applies what
 * the head of the document says. A second call changes nothing. A script tag's copy starts itself.
 *
 * @param root the part of the page to watch; the document by default
 */
export function start(root?: Document | Element): Stop;

/** Ends everything: connections, timers, observers, toasts. `start()` begins anew. */
export function destroy(): void;

/** Connects an element to a live route, as `s-live` would. */
export function live(root: Root, url: string): void;

/**
 * Sends data to the server over a live element's socket: an event as it is, any other object as a
 * `custom` event, text and bytes as they are. Waits, bounded, while the connection is not open; an
 * object is sent again until the server has answered it. The arguments may come in either order.
 *
 * @param root the live element or one inside it, a selector, or the path of a connection
 * @returns settled when the server has handled the message; for text and bytes, and where the server
 *     does not say, when it was handed over. Rejects with a {@link SilcrowError}
 */
export function send(root: Root, data: unknown): Promise<true>;
export function send(data: object, root: Root): Promise<true>;

/** Takes an element, or everyone at a path, out of its connections; the last one closes them. */
export function disconnect(root: Root): void;

/** Undoes {@link disconnect}, and connects at once what waits or was closed for good. */
export function reconnect(root: Root): void;

export interface PatchOptions {
  /** Dispatch no `silcrow:patched`. */
  silent?: boolean;
}

/**
 * Writes data into the bound elements under a root, the root included, after whatever the server
 * sent before. A path that is absent from the data leaves its elements alone; null resets them.
 *
 * @param data `{data: {…}}` alone is unwrapped, `_toasts` are shown
 */
export function patch(data: object, root: Root, options?: PatchOptions): void;

/** A function that patches a root with the newest of the values it gets in one go of the program. */
export function stream(root: Root): (data: object) => void;

/** Looks for bindings anew at the next patch. Needed only where attributes were changed by hand. */
export function invalidate(): void;

/** Carries out at once the events that wait for the next animation frame. */
export function flush(): void;

/** Sees, and may change, data before it is written; what returns nothing changes nothing. */
export type Middleware = (data: any, root: Element) => unknown;

/**
 * Lets a function see, and change, all data before it is written. Functions run in the order in
 * which they were added, each on a copy of its own.
 *
 * @returns takes it out again
 */
export function use(middleware: Middleware): Stop;

export interface GoOptions {
  /** POST with a body, else GET. */
  method?: string;
  /** Text, form data, URL parameters and blobs as they are, anything else as JSON. */
  body?: unknown;
  /** The whole body by default. */
  target?: Root;
  /** Ask for HTML first; so does a GET without target. */
  html?: boolean;
  /** Adds no entry to the history. */
  skipHistory?: boolean;
  /** Milliseconds; 30,000 by default. */
  timeout?: number;
}

/**
 * Requests a page of this site and puts the answer in: HTML is swapped, JSON is patched, and the
 * response's modifiers are applied.
 *
 * @returns settled when the answer is in; failures are reported, never thrown
 */
export function go(path: string, options?: GoOptions): Promise<void>;

/** An answer that the page asked for and that was put nowhere. */
export interface Result<Data = any> {
  ok: boolean;
  status: number;
  /** Of a JSON body, else null. */
  data: Data | null;
  /** Of an HTML body, else null. */
  html: string | null;
  headers: Headers;
}

/** Asks for what {@link go} would ask for and keeps it for a visit. */
export function prefetch(path: string, options?: { target?: string; html?: boolean }): Promise<Result>;

/**
 * Sends something and hands the answer over, whatever its status; nothing on the page changes.
 *
 * @returns rejects with a {@link SilcrowError} when there is no answer
 */
export function submit(
  path: string,
  body?: unknown,
  options?: { method?: string; headers?: Record<string, string> },
): Promise<Result>;

/** The answers that visits may use again. */
export const cache: {
  /** Whether an answer from this path is kept. */
  readonly has: (path: string) => boolean;
  /** Forgets the answers from a path, or all. */
  readonly clear: (path?: string) => void;
};

/** Applies the modifiers of a response that the page requested by itself. */
export function applyHeaders(headers: Headers, target?: Root): void;

/** An answer before it is put in. */
export interface Route {
  url: string;
  finalUrl: string;
  redirected: boolean;
  method: string;
  trigger: Trigger;
  /** The body. */
  response: string;
  contentType: string;
  target: Element;
}

/** Shows every answer to a handler before it is put in; false, or a promise of it, leaves it out. */
export function onRoute(handler: ((route: Route) => unknown) | null): void;

/** Takes everything that is reported, instead of a warning on the console. */
export function onError(handler: ((error: SilcrowError, detail: ErrorDetail) => void) | null): void;

export type ToastLevel = "info" | "success" | "warning" | "error" | (string & {});

/** Takes toasts instead of the default region; null gives them back to it. */
export function onToast(handler: ((message: string, level: ToastLevel) => void) | null): void;

/** Data that is shown before the server has said so. */
export interface Optimistic {
  /** Brings back what the server has said. */
  readonly undo: () => void;
  /** The server will say the same: nothing is to be undone. */
  readonly settle: () => void;
}

export interface OptimisticOptions {
  /** Its rejection, `false`, or an answer with `ok: false` undoes; any other outcome settles. */
  until?: Promise<unknown>;
}

/** Patches data in as if the server had sent it already. The arguments may come in either order. */
export function optimistic(root: Root, data: object, options?: OptimisticOptions): Optimistic;
export function optimistic(data: object, root: Root, options?: OptimisticOptions): Optimistic;

/** Undoes the newest optimistic update of a root. */
export function revert(root: Root): void;

/**
 * Calls back at each change of an atom; does not call at once.
 *
 * @param scope any name; `route:` and a path; `stream:` and the path or URL of a connection
 * @param listener the value is frozen
 */
export function subscribe<Value = any>(
  scope: string, listener: (value: Readonly<Value>, scope: string) => void): Stop;

/** The value of an atom now, frozen; undefined while there is none. */
export function snapshot<Value = any>(scope: string): Readonly<Value> | undefined;

/** Merges data into an atom: objects merge, arrays and all else replace. */
export function publish(scope: string, data: unknown): void;

/** Where markup goes that a page's own sanitizer cleans. */
export interface SanitizerContext {
  /** The markup is some user's. */
  untrusted: boolean;
  /** The element whose content it becomes. */
  context: Element | null;
}

/**
 * Lets the page clean markup in its own way, such as with a library; null restores Silcrow's.
 *
 * @param sanitizer returns nodes, which are taken as they are, or markup, which Silcrow cleans too
 */
export function sanitizeWith(
  sanitizer: ((markup: string, context: SanitizerContext) => Node | string) | null): void;

/* ---- Typed sockets ---- */

/** How a socket's messages are written; `/_silcrow/cbor.js` and `/_silcrow/msgpack.js` have two. */
export interface Codec {
  /** The subprotocol that names it. */
  readonly protocol: string;
  /** Throws when the message has no such form. */
  readonly encode: (message: any) => string | Uint8Array;
  /** Throws when the data are no message. */
  readonly decode: (data: string | Uint8Array) => any;
}

export type SocketStatus = "connecting" | "open" | "closing" | "closed" | "failed";

/** How a connection ended. */
export interface SocketClose {
  code: number;
  reason: string;
}

export interface SocketOptions {
  /** JSON by default; of several the server chooses. */
  codec?: Codec | Codec[];
  /** The subprotocols to offer, instead of the codecs' names; `[]` for servers that answer none. */
  protocols?: string[];
  /** Whether, or after how many milliseconds, to connect anew after a loss; null ends it. */
  reconnect?: boolean | ((loss: SocketClose & { tries: number }) => number | null);
  /** Sends JSON in text frames; in binary ones by default. */
  text?: boolean;
  /** Parameters of the URL; null and undefined are left out. */
  query?: Record<string, unknown>;
  /** What `s-status` calls it; the path by default. */
  name?: string;
}

/**
 * A typed WebSocket: `In` is what it sends, `Out` what it receives, as on the server. Dispatches
 * `change` when its status has changed.
 */
export interface Socket<In = any, Out = any> extends EventTarget, AsyncIterable<Out> {
  readonly status: SocketStatus;
  readonly url: string;
  /** The subprotocol that was agreed on, or "". */
  readonly protocol: string;
  /** How it has ended; null while it has not. */
  readonly ended: SocketClose | null;
  /** Settled with the status when it is not connecting any more. */
  connected(): Promise<SocketStatus>;
  /** Settled when the message was handed over; rejects with a {@link SilcrowError}. */
  send(message: In): Promise<true>;
  sendRaw(data: string | ArrayBuffer | ArrayBufferView): Promise<true>;
  /** Rejects with "socket-malformed", "socket-closed" (with `close`) or "socket-reader". */
  receive(): Promise<Out>;
  receiveRaw(): Promise<string | Uint8Array>;
  /** Connects anew, from any status; what waits goes out there. */
  set(url?: string, options?: SocketOptions): void;
  /** 1000, or 3000 to 4999; throws "socket-code" for another code. */
  close(code?: number, reason?: string): void;
  addEventListener(
    type: "change", listener: (event: CustomEvent<{ status: SocketStatus }>) => void,
    options?: boolean | AddEventListenerOptions): void;
  addEventListener(
    type: string, listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions): void;
}

/** Opens a typed socket: a path, or a ws, wss, http or https URL. */
export function socket<In = any, Out = any>(url: string, options?: SocketOptions): Socket<In, Out>;
