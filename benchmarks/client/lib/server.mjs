import { readFile } from "node:fs/promises";
import http from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = join(dirname(fileURLToPath(import.meta.url)), "..");

const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8" };

/** Isolation gives the page a finer performance.now(). */
const HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cache-Control": "no-store",
};

/**
 * Serves page/, contenders/, the libraries, and the clock that the page reads.
 *
 * @param {Map<string, {code: string, global: string}>} libraries
 * @param {() => (number | null)} clock nanoseconds, null where there is no such clock
 * @returns {Promise<{base: string, close: () => void}>}
 */
export async function serve(libraries, clock) {
  const server = http.createServer(async ({ url }, response) => {
    const path = new URL(url, "http://localhost").pathname;
    const send = (status, body = "", more = {}) => {
      response.writeHead(status, { ...HEADERS, ...more });
      response.end(body);
    };
    if (path === "/clock") {
      const time = clock();
      return time === null ? send(204) : send(200, String(time));
    }
    const [, library] = /^\/libraries\/(.+)\.js$/.exec(path) ?? [];
    if (library) {
      const { code, global } = libraries.get(library) ?? {};
      return code ? send(200, code, { "Content-Type": TYPES.js, "X-Global": global }) : send(404);
    }
    const file = path === "/" ? "page/index.html" : path.slice(1);
    if (!/^(?:page|contenders)\/\w+\.(?:js|html)$/.test(file)) return send(404);
    try {
      const body = await readFile(join(HERE, file));
      return send(200, body, { "Content-Type": TYPES[file.split(".").at(-1)] });
    } catch {
      return send(404);
    }
  });
  await new Promise((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return { base: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
