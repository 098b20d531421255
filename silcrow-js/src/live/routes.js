import { getAttribute, head, queryAll, rootElement } from "../dom/native.js";
import { parse } from "../html/safe_url.js";
import { report } from "../report.js";

/** @type {Map<string, "ws" | "sse">} path → transport */
const known = new Map();

const pathOf = (value) => parse(value)?.pathname;

/** What the server, or an attempt, has said about a path. */
export const said = (path) => known.get(path);

/** Remembers the transport of a path. */
export function remember(value, protocol) {
  const path = pathOf(value);
  if (path) known.set(path, protocol);
}

/**
 * Reads the transports that the head of the document tells: `silcrow-ws` and `silcrow-sse` with a
 * path, `silcrow-live` with an object of path → "ws" or "sse".
 */
export function readRoutes() {
  const metas = queryAll(head() ?? rootElement(), 'meta[name^="silcrow-"]');
  for (const meta of metas) {
    const name = getAttribute(meta, "name");
    const content = getAttribute(meta, "content") ?? "";
    if (name === "silcrow-ws" || name === "silcrow-sse") remember(content, name.slice(8));
    if (name === "silcrow-live") readTable(content);
  }
}

function readTable(content) {
  try {
    for (const [path, protocol] of Object.entries(JSON.parse(content))) {
      if (protocol === "ws" || protocol === "sse") remember(path, protocol);
    }
  } catch (cause) {
    report("routes-malformed", "server", { cause });
  }
}

/** Forgets everything. */
export const forgetRoutes = () => known.clear();
