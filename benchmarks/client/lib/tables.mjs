import { VANILLA, judgeRows, spread } from "./budgets.mjs";
import { median, ratio } from "./stats.mjs";
import { OPERATIONS } from "./suites.mjs";

const show = (value) => (!Number.isFinite(value) ? "–"
  : Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2));

function table(title, head, lines) {
  const row = (cells) => `| ${cells.join(" | ")} |`;
  return [`### ${title}`, "", row(head), row(head.map(() => "---")), ...lines.map(row)].join("\n");
}

const sortedBy = (ids, value) => [...ids].sort((a, b) => value(a) - value(b));

/** Ratios, absolute times and our verdict per operation. */
export function rowsTables(rows) {
  const names = OPERATIONS.filter((name) => rows[VANILLA]?.[name] ?? Object.values(rows)[0][name]);
  const judged = new Map(Object.keys(rows).map((id) => [id, judgeRows(rows, id)]));
  const ids = sortedBy(judged.keys(), (id) => judged.get(id).mean);
  const cells = (id, of) => names.map((name) =>
    of(judged.get(id).operations.find((operation) => operation.name === name) ?? null));
  const head = ["contender", ...names];
  const tables = [
    table("Rows: script and layout, ratio to hand-written code", [...head, "mean"],
      ids.map((id) => [id, ...cells(id, (found) => (found ? spread(found) : "–")), show(judged.get(id).mean)])),
    table("Rows: script only, ratio to hand-written code", [...head, "mean"],
      ids.map((id) => [id, ...cells(id, (found) => (found ? show(found.script.median) : "–")),
        show(judged.get(id).scriptMean)])),
    table("Rows: script and layout (script only), ms", head,
      ids.map((id) => [id, ...cells(id, (found) => (found ? `${show(found.ms)} (${show(found.scriptMs)})` : "–"))])),
    table("Rows: the budget per operation", head, ids.filter((id) => id.startsWith("silcrow:"))
      .map((id) => [id, ...cells(id, (found) => (found
        ? `${found.kept ? "kept" : "**missed**"}: ${found.slower < 0 ? "−" : "+"}${show(Math.abs(found.slower))} ms` : "–"))])),
  ];
  return tables.join("\n\n");
}

export function liveTable(live) {
  const base = live[VANILLA]?.stream ?? {};
  return table("Live: 10,000 events in batches of 100, a forced layout after each",
    ["contender", "script, ms", "script ratio", "script and layout, ms", "ratio", "events/s", "KiB"],
    sortedBy(Object.keys(live), (id) => median(live[id].stream.total)).map((id) => {
      const { script, total, bytes } = live[id].stream;
      return [id, show(median(script)), spread(ratio(script, base.script)), show(median(total)),
        spread(ratio(total, base.total)), Math.round(1e7 / median(total)).toLocaleString("en"),
        Math.round(median(bytes) / 1024)];
    }));
}

export function startupTable(startup) {
  const base = startup[VANILLA]?.start ?? {};
  return table("Start-up over 2,000 elements from the server, cold",
    ["contender", "load code, ms", "load and take over, ms", "ratio"],
    sortedBy(Object.keys(startup), (id) => median(startup[id].start.total)).map((id) => {
      const { load, total } = startup[id].start;
      return [id, show(median(load)), show(median(total)), spread(ratio(total, base.total))];
    }));
}

export function heapTable(heap) {
  const kib = (values) => show(median(values) / 1024);
  return table("Heap: with 10,000 rows, and left by 100 times 1,000 rows created and cleared",
    ["contender", "10,000 rows, KiB", "nodes", "left, KiB", "nodes", "listeners"],
    sortedBy(Object.keys(heap), (id) => median(heap[id].create10k.bytes)).map((id) => {
      const { create10k, cycles } = heap[id];
      return [id, kib(create10k.bytes), median(create10k.nodes).toLocaleString("en"), kib(cycles.bytes),
        median(cycles.nodes), median(cycles.listeners)];
    }));
}

export function sizeTable(sizes) {
  return table("Sizes, in bytes", ["library", "minified", "gzip", "brotli", "what"],
    sortedBy(Object.keys(sizes), (name) => sizes[name].brotli).map((name) => {
      const { plain, gzip, brotli, what } = sizes[name];
      return [name, ...[plain, gzip, brotli].map((bytes) => bytes.toLocaleString("en")), what];
    }));
}
