// Compares morphs: rows as whole lists of HTML, a stream of HTML updates, and losses of what was typed.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, loadavg } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "../../..");
const require = createRequire(join(process.env.NODE_MODULES ?? join(process.cwd(), "node_modules"), "x.js"));
const { chromium } = require("playwright-core");
const esbuild = require("esbuild");

const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
};
const ROUNDS = Number(option("rounds", 5));
const CASES = Number(option("cases", 2000));
const BASE = option("base", "silcrow");

const SOURCES = join(ROOT, "silcrow-js/src");
const build = async (contents) => (await esbuild.build({
  stdin: { contents, resolveDir: SOURCES, loader: "js" },
  bundle: true, minify: true, write: false, format: "iife", target: "es2022",
})).outputFiles[0].text;

const silcrow = await build(`
  import { place, swap } from "./morph/swap.js";
  import { childrenOf } from "./html/sanitize.js";
  import { watchUser } from "./morph/controls.js";
  watchUser();
  const template = document.implementation.createHTMLDocument("").createElement("template");
  window.silcrowSwap = swap;
  window.silcrowPlace = (target, markup, mode) => {
    template.innerHTML = markup;
    place(target, childrenOf(template.content), mode, false);
  };`);
const pack = (file) => readFileSync(require.resolve(file), "utf8");

// Each turns a target into markup. Ours cleans the markup too; "unclean" is the morph alone.
const CONTENDERS = {
  silcrow: {
    code: silcrow,
    use: "window.apply = silcrowSwap",
  },
  "silcrow, unclean": {
    code: silcrow,
    use: "window.apply = silcrowPlace",
  },
  idiomorph: {
    code: pack("idiomorph/dist/idiomorph.js"),
    use: `window.apply = (target, markup, mode) => Idiomorph.morph(target, markup,
      { morphStyle: mode + "HTML", ignoreActiveValue: true })`,
  },
  morphdom: {
    code: pack("morphdom/dist/morphdom-umd.js"),
    use: `window.apply = (target, markup, mode) => {
      const shell = target.cloneNode(false);
      if (mode === "inner") { shell.innerHTML = markup; markup = shell; }
      const onBeforeElUpdated = (from) => from !== document.activeElement;
      morphdom(target, markup, { childrenOnly: mode === "inner", onBeforeElUpdated });
    }`,
  },
  "innerHTML": {
    code: "",
    use: "window.apply = (target, markup, mode) => { target[mode + 'HTML'] = markup; }",
  },
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--js-flags=--expose-gc"],
});

/** Nanoseconds of CPU that the main thread of a renderer has used, or null. */
function cpuOf(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ")[0]);
  } catch {
    return null;
  }
}

async function open(name) {
  const page = await browser.newPage();
  await page.setContent("<!doctype html><table><tbody id=rows></tbody></table><div id=root></div>");
  const { code, use } = CONTENDERS[name];
  await page.evaluate(code);
  await page.evaluate(use);
  await page.evaluate(readFileSync(join(HERE, "page.js"), "utf8"));
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  const before = renderers.map(cpuOf);
  await page.evaluate(() => window.bench.warm());
  const used = renderers.map((pid, i) => cpuOf(pid) - before[i]);
  return { page, pid: renderers[used.indexOf(Math.max(...used))] };
}

/** Milliseconds that the timed part of some work took, in CPU where that can be told. */
async function timed({ page, pid }, what, ...args) {
  const before = cpuOf(pid);
  const { inside, all } = await page.evaluate(([name, given]) => window.bench[name](...given), [what, args]);
  const after = cpuOf(pid);
  return after === null ? inside : ((after - before) / 1e6) * (inside / all);
}

const shuffled = (list) => {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
};
const median = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const ROWS = [["create", 6], ["replace", 6], ["append", 4], ["swap", 8], ["select", 8], ["remove", 8],
  ["create10k", 1], ["update", 1], ["clear", 1], ["equal", 4]];
const names = Object.keys(CONTENDERS);
const results = Object.fromEntries(names.map((name) => [name, {}]));
for (let round = 0; round < ROUNDS; round++) {
  for (const name of shuffled(names)) {
    const opened = await open(name);
    const note = (what, value) => (results[name][what] ??= []).push(value);
    for (const [what, times] of ROWS) note(what, (await timed(opened, "rows", what, times)) / times);
    note("live", await timed(opened, "live", 10_000));
    await opened.page.close();
  }
  console.error(`round ${round + 1} of ${ROUNDS}`);
}

const property = ["morph-cases.js", "morph-property.js"]
  .map((name) => readFileSync(join(ROOT, "browser-tests/src/test/resources/client", name), "utf8")).join("");
const losses = {};
for (const name of CASES ? names : []) {
  const { page } = await open(name);
  await page.evaluate(property);
  losses[name] = await page.evaluate(async ([ours, number]) => {
    const run = window.morphProperty({ apply: window.apply, strict: ours });
    const { failures } = await run(0, number);
    return {
      failed: failures.length,
      lost: failures.filter((text) => /: gone|became|lost the focus/.test(text)).length,
      markup: failures.filter((text) => /markup: /.test(text)).length,
    };
  }, [name === "silcrow", CASES]);
  await page.close();
}

const size = async (entry) => brotliCompressSync(Buffer.from(await build(entry))).length;
const sizes = {
  silcrow: await size('export * from "./morph/swap.js"'),
  "of that not for the morph": await size('export * from "./html/sanitize.js"; import "./dom/changes.js"'),
  idiomorph: await size(pack("idiomorph/dist/idiomorph.js") + ";window.I = Idiomorph"),
  morphdom: await size(`import m from ${JSON.stringify(require.resolve("morphdom"))}; window.M = m`),
};

const commit = execFileSync("git", ["-C", ROOT, "rev-parse", "--short", "HEAD"]).toString().trim();
console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)},`
  + ` Chromium ${browser.version()}, commit ${commit}, ${ROUNDS} rounds`);
const whats = [...ROWS.map(([what]) => what), "live"];
const ms = (name, what) => median(results[name][what]).toFixed(1);
const ratio = (name, what) =>
  median(results[name][what].map((value, i) => value / results[BASE][what][i])).toFixed(2);
console.log(`\n| | ${whats.join(" | ")} |\n|---|${whats.map(() => "---").join("|")}|`);
console.log(`| ${BASE}, ms | ${whats.map((what) => ms(BASE, what)).join(" | ")} |`);
for (const name of names) console.log(`| ${name} | ${whats.map((what) => ratio(name, what)).join(" | ")} |`);
console.log("\nCases of", CASES, losses);
console.log("Bytes (minified, brotli)", sizes);
await browser.close();
