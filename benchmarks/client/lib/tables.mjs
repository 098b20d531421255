import { VANILLA, judgeRows, spread } from "./budgets.mjs";
import { median, ratio } from "./stats.mjs";
import { OPERATIONS } from "./suites.mjs";

/** Three figures or so. */
function show(value) {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

const signed = (value) => (value < 0 ? "−" : "+") + show(Math.abs(value));

const grouped = (value) => value.toLocaleString("en", { maximumFractionDigits: 0 });

const kib = (values) => show(median(values) / 1024);

const sortedBy = (ids, value) => [...ids].sort((a, b) => value(a) - value(b));

function table(title, head, lines) {
  const row = (cells) => `| ${cells.join(" | ")} |`;
  const rule = `|${head.map(() => "---").join("|")}|`;
  return [`### ${title}`, "", row(head), rule, ...lines.map(row)].join("\n");
}

/** Ratios, absolute times and our verdict per operation. */
export function rowsTables(rows) {
  const known = rows[VANILLA] ?? Object.values(rows)[0];
  const names = OPERATIONS.filter((name) => known[name]);
  const judged = new Map(Object.keys(rows).map((id) => [id, judgeRows(rows, id)]));
  const ids = sortedBy(judged.keys(), (id) => judged.get(id).mean);
  const ours = ids.filter((id) => id.startsWith("silcrow:"));

  const one = (title, cell, { of = ids, mean } = {}) => table(`Rows: ${title}`,
    ["contender", ...names, ...mean ? ["mean"] : []],
    of.map((id) => {
      const { operations } = judged.get(id);
      const cells = names.map((name) => {
        const found = operations.find((operation) => operation.name === name);
        return found ? cell(found) : "–";
      });
      return [id, ...cells, ...mean ? [show(judged.get(id)[mean])] : []];
    }));

  return [
    one("script and layout, ratio to hand-written code", spread, { mean: "mean" }),
    one("script alone, ratio to hand-written code", ({ script }) => show(script.median),
      { mean: "scriptMean" }),
    one("script and layout, and script alone, in ms",
      ({ ms, scriptMs }) => `${show(ms)} (${show(scriptMs)})`),
    one("the budget of each operation, and how much longer it takes than by hand",
      ({ kept, slower }) => `${kept ? "kept" : "**missed**"}, ${signed(slower)} ms`, { of: ours }),
  ].join("\n\n");
}

export function liveTable(live) {
  const base = live[VANILLA]?.stream ?? {};
  const time = (id) => median(live[id].stream.total);
  return table("Live: 10,000 events in batches of 100, a forced layout after each",
    ["contender", "script, ms", "ratio", "script and layout, ms", "ratio", "events/s", "KiB"],
    sortedBy(Object.keys(live), time).map((id) => {
      const { script, total, bytes } = live[id].stream;
      return [id, show(median(script)), spread(ratio(script, base.script)), show(time(id)),
        spread(ratio(total, base.total)), grouped(1e7 / time(id)), kib(bytes)];
    }));
}

export function framesTable(frames) {
  const base = frames[VANILLA]?.stream ?? {};
  const time = (id) => median(frames[id].stream.total);
  return table("Frames: the same events, laid out and painted in the browser's own frames",
    ["contender", "all, ms", "ratio"],
    sortedBy(Object.keys(frames), time)
      .map((id) => [id, show(time(id)), spread(ratio(frames[id].stream.total, base.total))]));
}

export function startupTable(startup) {
  const base = startup[VANILLA]?.start ?? {};
  const time = (id) => median(startup[id].start.total);
  return table("Start-up over 2,000 elements from the server, cold",
    ["contender", "load code, ms", "load and take over, ms", "ratio"],
    sortedBy(Object.keys(startup), time).map((id) => {
      const { load, total } = startup[id].start;
      return [id, show(median(load)), show(time(id)), spread(ratio(total, base.total))];
    }));
}

export function heapTable(heap) {
  return table("Heap: with 10,000 rows, and left by 100 times 1,000 rows created and cleared",
    ["contender", "10,000 rows, KiB", "nodes", "left, KiB", "nodes", "listeners"],
    sortedBy(Object.keys(heap), (id) => median(heap[id].create10k.bytes)).map((id) => {
      const { create10k, cycles } = heap[id];
      return [id, kib(create10k.bytes), grouped(median(create10k.nodes)), kib(cycles.bytes),
        median(cycles.nodes), median(cycles.listeners)];
    }));
}

export function sizeTable(sizes) {
  return table("Sizes, in bytes", ["library", "minified", "gzip", "brotli", "what"],
    sortedBy(Object.keys(sizes), (name) => sizes[name].brotli).map((name) => {
      const { plain, gzip, brotli, what } = sizes[name];
      return [name, ...[plain, gzip, brotli].map(grouped), what];
    }));
}
