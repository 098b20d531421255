import { sameOrigin } from "../html/safe_url.js";
import { QUERY_FLAG } from "../protocol.js";

/**
 * Where a connection goes.
 * @typedef {object} Endpoint
 * @property {"ws" | "sse"} protocol
 * @property {string} url absolute, as events name it; connections are shared by it
 * @property {string} connectUrl the same with our query flag
 * @property {string} path its path, by which servers speak of routes
 * @property {boolean} guessed nothing but the default spoke for the protocol
 */

const PREFIX = /^\s*(wss?|sse):(?!\/\/)/i;
const SOCKET_URL = /^\s*ws(s?):\/\//i;
const SOCKET_SEGMENT = /^(?:wss?|websocket|socket)$/i;

/**
 * Works out transport and address. The first rule that applies decides the transport: a prefix
 * `ws:`, `wss:` or `sse:` (or a ws URL), the attribute's own word, what the server said about the
 * path, a path segment `ws`, `wss`, `websocket` or `socket`, else an event stream.
 *
 * @param {string} value what the attribute, header or caller says
 * @param {"" | "ws" | "sse"} [fixed] the transport that the attribute or header stands for
 * @param {(path: string) => ("ws" | "sse" | undefined)} [said] what the server said about a path
 * @returns {Endpoint | null} null for another origin, credentials, or no URL at all
 */
export function endpoint(value, fixed = "", said = () => undefined) {
  const [prefix, word] = PREFIX.exec(value) ?? ["", ""];
  const rest = value.slice(prefix.length).trim();
  const socketUrl = SOCKET_URL.test(rest);
  const url = rest && sameOrigin(rest.replace(SOCKET_URL, "http$1://"));
  if (!url) return null;
  url.hash = "";
  const path = url.pathname;
  const known = (prefix && (/^w/i.test(word) ? "ws" : "sse")) || (socketUrl && "ws") || fixed
    || said(path) || (path.split("/").some((segment) => SOCKET_SEGMENT.test(segment)) && "ws");
  const protocol = known || "sse";
  const shown = new URL(url);
  if (protocol === "ws") shown.protocol = url.protocol.replace("http", "ws");
  const connect = new URL(shown);
  connect.searchParams.set(QUERY_FLAG, "1");
  return {
    protocol, url: shown.href, connectUrl: connect.href, path, guessed: !known,
  };
}
