/** Types of Silcrow.js's events: those of the server, and those of the document. silcrow.d.ts exports them. */
import type { SilcrowError } from "./silcrow.js";

/* ---- Live events ---- */

/** How markup meets its target. */
export type Swap = "inner" | "outer" | "append" | "prepend" | "before" | "after" | "remove";

/** Where an event of a topic stands in it. */
export interface Stamp {
  readonly topic?: string;
  /** Its position, `epoch:offset`. */
  readonly id?: string;
  /** The offset that it follows, where it stands for several. */
  readonly after?: number;
}

/** One of the five events of the server; a target of "" means the elements of the connection. */
export type LiveEvent = Stamp & (
  | { readonly type: "patch"; readonly target: string; readonly data: any }
  | { readonly type: "html"; readonly target: string; readonly markup: string; readonly swap: Swap }
  | { readonly type: "invalidate"; readonly target: string }
  | { readonly type: "navigate"; readonly path: string }
  | { readonly type: "custom"; readonly event: string; readonly data: any });

/* ---- DOM events ---- */

export type Protocol = "ws" | "sse";
export type LiveState = "connecting" | "open" | "offline" | "closed";
export type Trigger = "click" | "submit" | "input" | "popstate" | "api" | "header" | Protocol;

/** Whose mistake something is: the page's, the server's, the network's, or ours. */
export type Attribution = "app" | "server" | "network" | "silcrow";

export interface ErrorDetail {
  /** Stable; docs/codes.md has a heading for it. */
  code: string;
  message: string;
  attribution: Attribution;
  error: SilcrowError;
  element?: Element;
  url?: string;
  status?: number;
}

/** What silcrow.debug.js tells of a page. */
export interface WarningDetail {
  code: string;
  /** A rule that was followed, or something in the page that is probably wrong. */
  kind: "rule" | "mistake";
  message: string;
  found?: string;
  element?: Element;
}

export interface ConnectionDetail {
  url: string;
  protocol: Protocol;
  /** The elements that share the connection. */
  subscribers: Element[];
  /** The element, for an event stream. */
  root?: Element;
}

export interface DisconnectDetail extends ConnectionDetail {
  /** Milliseconds until the next attempt; null when there will be none, or the browser's own. */
  reconnectIn: number | null;
}

/** What the server called it follows the prefix: `silcrow:ws:chat`. */
export interface CustomDetail<Data = any> {
  url: string;
  data: Data;
}

export interface BeforeSwapDetail {
  url: string;
  target: Element;
  /** Markup, or the data of a JSON body. */
  content: any;
  isJSON: boolean;
  /** Puts it in; after `preventDefault()`, whenever the page likes. */
  proceed: () => void;
}

/** Every event of Silcrow.js. All bubble. */
export interface SilcrowEventMap {
  "silcrow:navigate": CustomEvent<{ url: string; method: string; trigger: Trigger; target: Element }>;
  "silcrow:before-swap": CustomEvent<BeforeSwapDetail>;
  "silcrow:upload": CustomEvent<{ url: string; loaded: number; total: number }>;
  "silcrow:draft": CustomEvent<{ at: number }>;
  "silcrow:load": CustomEvent<{ url: string; target: Element; redirected: boolean }>;
  "silcrow:patched": CustomEvent<{ paths: string[]; target: Element }>;
  "silcrow:discard": CustomEvent<{ element: Element; value: string }>;
  "silcrow:optimistic": CustomEvent<{ root: Element; data: any }>;
  "silcrow:revert": CustomEvent<{ root: Element }>;
  "silcrow:error": CustomEvent<ErrorDetail>;
  "silcrow:warning": CustomEvent<WarningDetail>;
  "silcrow:live:connect": CustomEvent<ConnectionDetail>;
  "silcrow:live:disconnect": CustomEvent<DisconnectDetail>;
  "silcrow:live:state": CustomEvent<{ url: string; state: LiveState }>;
  "silcrow:live:message": CustomEvent<{ url: string; protocol: Protocol; event: LiveEvent }>;
  "silcrow:live:resync": CustomEvent<{ url: string; topics: string[] }>;
  [custom: `silcrow:ws:${string}`]: CustomEvent<CustomDetail>;
  [custom: `silcrow:sse:${string}`]: CustomEvent<CustomDetail>;
}

declare global {
  interface GlobalEventHandlersEventMap extends SilcrowEventMap {}
}
