import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";
import * as esbuild from "esbuild";

const HERE = join(dirname(fileURLToPath(import.meta.url)), "..");
const WEBJAR = join(HERE, "../../silcrow-js/target/classes/META-INF/resources/webjars/silcrow");

/**
 * Where each library comes from: `files` are scripts, joined; `module` is bundled into one. Peers
 * are minified here, all with the same tool; ours is taken as it is built.
 */
const LIBRARIES = {
  silcrow: { files: [ours("silcrow.min.js")], source: [ours("silcrow.js")], built: true,
    what: "everything: live, bindings, lists, morph, navigation, …" },
  original: { files: [process.env.ORIGINAL_SILCROW], what: "the original Silcrow" },
  htmx: { files: [installed("htmx.org/dist/htmx.js")], what: "core with its morph" },
  "htmx-ws": {
    files: [installed("htmx.org/dist/htmx.js"), installed("htmx.org/dist/ext/hx-ws.js")],
    what: "core and hx-ws",
  },
  idiomorph: { files: [installed("idiomorph/dist/idiomorph.js")], what: "morph only" },
  morphdom: { files: [installed("morphdom/dist/morphdom-umd.js")], what: "morph only" },
  turbo: { module: 'export * from "@hotwired/turbo"', what: "everything" },
  alpine: { module: 'export { default } from "alpinejs"', what: "no transport" },
  preact: {
    module: 'export { h, render, hydrate, Component } from "preact"', what: "no transport",
  },
  lit: {
    module: 'export { html, render } from "lit"; export { repeat } from "lit/directives/repeat.js"',
    what: "templates and repeat; no transport",
  },
};

function installed(path) {
  return join(HERE, "node_modules", path);
}

/** A file of our bundle: from the environment, or from the newest build in this repository. */
function ours(name) {
  if (process.env.SILCROW) return join(process.env.SILCROW, name);
  const versions = existsSync(WEBJAR) ? readdirSync(WEBJAR) : [];
  return versions.length ? join(WEBJAR, versions.sort().at(-1), name) : undefined;
}

/**
 * The code of every library that is there.
 *
 * @param {boolean} [readable] not minified, and our readable build: for profiles
 * @returns {Promise<Map<string, {code: string, global: string, what: string}>>}
 */
export async function readLibraries(readable = false) {
  const found = new Map();
  for (const [name, library] of Object.entries(LIBRARIES)) {
    const global = library.module ? `library_${name}` : "";
    const code = library.module ? await bundle(library.module, global, !readable)
      : await scripts(library, readable);
    if (code !== null) found.set(name, { code, global, what: library.what });
  }
  if (!found.has("silcrow")) {
    throw new Error("no bundle of Silcrow.js: run mvn -q -pl silcrow-js process-resources first");
  }
  return found;
}

async function scripts({ files, source, built }, readable) {
  const wanted = readable && source ? source : files;
  if (!wanted.every((file) => file && existsSync(file))) return null;
  const code = wanted.map((file) => readFileSync(file, "utf8")).join(";\n");
  if (built || readable) return code;
  const options = { minify: true, target: "es2022", legalComments: "none" };
  return (await esbuild.transform(code, options)).code;
}

async function bundle(contents, globalName, minify) {
  const { outputFiles } = await esbuild.build({
    stdin: { contents, resolveDir: HERE, loader: "js" },
    bundle: true, write: false, format: "iife", globalName, minify, target: "es2022",
    legalComments: "none", conditions: ["production", "browser"], logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  return outputFiles[0].text;
}

/** Bytes of each library, as they are and as a server would send them. */
export function sizes(libraries) {
  return Object.fromEntries([...libraries].map(([name, { code, what }]) => {
    const bytes = Buffer.from(code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"));
    const params = {
      [zlib.constants.BROTLI_PARAM_QUALITY]: 11,
      [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    return [name, {
      plain: bytes.length,
      gzip: zlib.gzipSync(bytes, { level: 9 }).length,
      brotli: zlib.brotliCompressSync(bytes, { params }).length,
      what,
    }];
  }));
}
