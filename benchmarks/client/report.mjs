/**
 * Tables and verdicts of a run, as Markdown.
 *
 * node report.mjs [results.json] [--json]
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { verdicts } from "./lib/budgets.mjs";
import {
  framesTable, heapTable, liveTable, rowsTables, sizeTable, startupTable,
} from "./lib/tables.mjs";

/**
 * @param {object} results what bench.mjs has written
 * @param {boolean} [json] figures for programs in place of tables
 */
export function print(results, json = false) {
  const judged = verdicts(results);
  if (json) {
    console.log(JSON.stringify({ ...results, verdicts: judged }, null, 1));
    return;
  }
  // A run that was cut short may have suites without figures.
  const { rows, live, frames, startup, heap } = Object.fromEntries(
    Object.entries(results.suites).filter(([, contenders]) => Object.keys(contenders).length));
  const parts = [
    `Chromium ${results.browser}; ${results.machine}; load average ${results.load.toFixed(1)}`
      + ` before, ${results.loadAfter?.toFixed(1) ?? "–"} after; ${results.date.slice(0, 16)} UTC.`,
    budgetTable(judged),
    rows && rowsTables(rows),
    live && liveTable(live),
    frames && framesTable(frames),
    startup && startupTable(startup),
    heap && heapTable(heap),
    sizeTable(results.sizes),
    results.errors.length && `Failed: ${results.errors.map((error) => `\n- ${error}`).join("")}`,
  ];
  console.log(parts.filter(Boolean).join("\n\n"));
}

const budgetTable = (budgets) => ["### Budgets", "",
  "| what | budget | found | kept |", "|---|---|---|---|",
  ...budgets.map(({ what, budget, found, kept }) =>
    `| ${what} | ${budget} | ${found} | ${kept ? "yes" : "**no**"} |`)].join("\n");

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [file = "results.json"] = process.argv.slice(2).filter((word) => !word.startsWith("--"));
  print(JSON.parse(readFileSync(file, "utf8")), process.argv.includes("--json"));
}
