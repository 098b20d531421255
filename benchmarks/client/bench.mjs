/**
 * Runs the suites and prints the report. See README.md.
 *
 * node bench.mjs [rows|live|frames|startup|heap|sizes|all|check] [--rounds 7]
 *     [--only silcrow,htmx:full] [--operations swap,select] [--out results.json] [--json]
 */
import { readdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Browser } from "./lib/browser.mjs";
import { readLibraries, sizes } from "./lib/libraries.mjs";
import { serve } from "./lib/server.mjs";
import { shuffled } from "./lib/stats.mjs";
import { OPERATIONS, SUITES, check } from "./lib/suites.mjs";
import { print } from "./report.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));

const { positionals: [what = "all"], values: options } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "7" },
    only: { type: "string", default: "" },
    operations: { type: "string", default: OPERATIONS.join() },
    out: { type: "string", default: "results.json" },
    json: { type: "boolean", default: false },
  },
});
const operations = options.operations.split(",");
const only = options.only ? options.only.split(",") : null;
/** How many functions a profile shows; 0 where there is none. */
const profiling = Number(process.env.PROFILE ?? 0) && Math.max(14, Number(process.env.PROFILE));

const say = (text) => console.error(text);

const libraries = await readLibraries(profiling);
const browser = new Browser();
const server = await serve(libraries, () => browser.threadTime());

const results = {
  date: new Date().toISOString(),
  machine: `${os.cpus().length} × ${os.cpus()[0].model}, ${os.type()} ${os.release()}`,
  load: os.loadavg()[0],
  sizes: sizes(libraries),
  suites: {},
  errors: [],
};

/** Suites that work on what another one does. */
const BASIS = { heap: "rows", frames: "live" };

/** Files in contenders/ that are not contenders. */
const SHARED = new Set(["html", "bindings"]);

/** @returns {Promise<{name: string, mode: string, id: string, suites: object}[]>} */
async function contenders(suite) {
  const found = [];
  for (const file of readdirSync(join(HERE, "contenders"))) {
    const name = file.replace(".js", "");
    if (SHARED.has(name) || (name === "original" && !libraries.has(name))) continue;
    const { default: suites } = await import(`./contenders/${file}`);
    const modes = Object.keys(suites[BASIS[suite] ?? suite] ?? {});
    // What is left on the heap does not depend on how much is sent.
    for (const mode of suite === "heap" ? modes.slice(0, 1) : modes) {
      const id = `${name}:${mode}`;
      if (!only || only.includes(name) || only.includes(id)) found.push({ name, mode, id });
    }
  }
  return found;
}

const addressOf = (suite, { name, mode }) =>
  `${server.base}?${new URLSearchParams({ contender: name, suite, mode })}`;

function failed(suite, id, error) {
  results.errors.push(`${suite} ${id}: ${error.message}`);
  say(`FAILED ${suite} ${id}: ${error.message}`);
}

/** A cold start is short and varies; what is left of the heap hardly does. */
const roundsOf = (suite, rounds) =>
  (suite === "startup" ? 3 * rounds : suite === "heap" ? Math.min(3, rounds) : rounds);

async function runSuite(suite) {
  const kept = results.suites[suite] = {};
  let entrants = await contenders(suite);
  const rounds = profiling ? 1 : roundsOf(suite, Number(options.rounds));
  for (let round = 0; round < rounds; round++) {
    const begun = Date.now();
    for (const entrant of shuffled(entrants)) {
      const { id } = entrant;
      const record = (operation, metric, value) => {
        const figures = ((kept[id] ??= {})[operation] ??= {})[metric] ??= [];
        figures[round] = value;
      };
      const profile = profiling && ((operation, lines) =>
        console.log(`\n${suite} ${id} ${operation}\n${lines.slice(0, profiling).join("\n")}`));
      try {
        await browser.withPage(addressOf(suite, entrant), (page) =>
          SUITES[suite](page, { record, cpuClock: browser.hasClock, operations, profile }));
      } catch (error) {
        failed(suite, id, error);
        entrants = entrants.filter((other) => other !== entrant);
      }
    }
    say(`${suite}: round ${round + 1} of ${rounds}, ${((Date.now() - begun) / 1000).toFixed(0)} s`);
    if (!profiling) writeFileSync(options.out, JSON.stringify(results));
  }
}

async function checkSuite(suite) {
  for (const entrant of await contenders(suite)) {
    try {
      await browser.withPage(addressOf(suite, entrant), (page) => check(page, suite, operations));
      say(`ok      ${suite} ${entrant.id}`);
    } catch (error) {
      failed(suite, entrant.id, error);
    }
  }
}

await browser.open();
results.browser = browser.version;
try {
  if (what === "check") {
    for (const suite of ["rows", "live", "frames", "startup"]) await checkSuite(suite);
  } else {
    const wanted = what === "all" ? Object.keys(SUITES) : what === "sizes" ? [] : what.split(",");
    for (const suite of wanted) await runSuite(suite);
  }
} finally {
  await browser.close();
  server.close();
}
results.loadAfter = os.loadavg()[0];
if (what !== "check" && !profiling) {
  writeFileSync(options.out, JSON.stringify(results));
  print(results, options.json);
}
if (results.errors.length) process.exitCode = 1;
