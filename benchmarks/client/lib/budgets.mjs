import { OPERATIONS } from "./suites.mjs";
import { geometricMean, median, ratio } from "./stats.mjs";

/** What Silcrow.js has promised; docs and README quote these. */
const BUDGETS = {
  rows: 1.1,
  operation: 1.3,
  /** Milliseconds by which an operation may be slower though its ratio is above. */
  operationMs: 0.3,
  live: 0.85,
  peer: 0.45,
  startup: 3.5,
  /** Bytes of heap that 100,000 rows created and cleared may leave: under one per row. */
  heapBytes: 65536,
  brotli: 12 * 1024,
};

export const VANILLA = "vanilla:full";

/** Peers that are sent markup and bring their own connection, and a morph without one. */
const CLIENTS = ["htmx", "turbo"];
const MORPHS = ["idiomorph", "morphdom"];

const two = (value) => value.toFixed(2);

export const spread = ({ median: middle, min, max }) =>
  (Number.isFinite(middle) ? `${two(middle)} [${two(min)}–${two(max)}]` : "–");

/** Ratios of one contender's operations, their geometric mean, and which break the budget. */
export function judgeRows(rows, id) {
  const base = rows[VANILLA];
  const operations = OPERATIONS.filter((name) => rows[id][name]?.total && base?.[name]?.total)
    .map((name) => {
      const own = rows[id][name];
      const found = ratio(own.total, base[name].total);
      const slower = median(own.total.map((value, round) => value - base[name].total[round]));
      return {
        name, ...found, ms: median(own.total), scriptMs: median(own.script), slower,
        script: ratio(own.script, base[name].script),
        kept: found.median <= BUDGETS.operation || slower <= BUDGETS.operationMs,
      };
    });
  return {
    operations,
    mean: geometricMean(operations.map((operation) => operation.median)),
    scriptMean: geometricMean(operations.map(({ script }) => script.median)),
  };
}

/** The peer with the least CPU time for the live stream, whatever its mode. */
function fastest(live, names) {
  const time = (id) => median(live[id].stream.total);
  return Object.keys(live).filter((id) => names.includes(id.split(":")[0]))
    .sort((a, b) => time(a) - time(b))[0];
}

/**
 * Which budgets are kept.
 *
 * @returns {{what: string, budget: string, found: string, kept: boolean}[]}
 */
export function verdicts({ suites: { rows, live, startup, heap }, sizes }) {
  const { brotli } = sizes.silcrow;
  return [
    ...rows?.[VANILLA] ? ours(rows).flatMap((id) => rowVerdicts(rows, id)) : [],
    ...live?.[VANILLA] ? ours(live).flatMap((id) => liveVerdicts(live, id)) : [],
    ...startup?.[VANILLA] ? ours(startup).map((id) => verdict(`start-up, ${id}`, BUDGETS.startup,
      ratio(startup[id].start.total, startup[VANILLA].start.total))) : [],
    ...heap ? ours(heap).map((id) => heapVerdict(heap[id].cycles, id)) : [],
    { what: "size, brotli", budget: "≤ 12 KiB", found: `${brotli.toLocaleString("en")} bytes`,
      kept: brotli <= BUDGETS.brotli },
  ];
}

const verdict = (what, budget, found) =>
  ({ what, budget: `≤ ${budget} ×`, found: spread(found), kept: found.median <= budget });

function rowVerdicts(rows, id) {
  const { mean, operations } = judgeRows(rows, id);
  const broken = operations.filter(({ kept }) => !kept)
    .map(({ name, median: found, slower }) => `${name} ${two(found)} ×, +${two(slower)} ms`);
  return [
    { what: `rows, geometric mean, ${id}`, budget: `≤ ${BUDGETS.rows} ×`, found: `${two(mean)} ×`,
      kept: mean <= BUDGETS.rows },
    { what: `rows, each operation, ${id}`,
      budget: `≤ ${BUDGETS.operation} × or ≤ +${BUDGETS.operationMs} ms`,
      found: broken.join("; ") || "all", kept: !broken.length },
  ];
}

function liveVerdicts(live, id) {
  const over = (other) => ratio(live[id].stream.total, live[other].stream.total);
  const client = fastest(live, CLIENTS);
  const peer = fastest(live, [...CLIENTS, ...MORPHS]);
  return [
    verdict(`live, over hand-written, ${id}`, BUDGETS.live, over(VANILLA)),
    ...client ? [verdict(`live, over the best hypermedia client (${client}), ${id}`, BUDGETS.peer,
      over(client))] : [],
    ...peer && peer !== client ? [verdict(`live, over the best morph alone (${peer}), ${id}`,
      BUDGETS.peer, over(peer))] : [],
  ];
}

function heapVerdict(cycles, id) {
  const [bytes, nodes, listeners] = [cycles.bytes, cycles.nodes, cycles.listeners].map(median);
  return {
    what: `heap after 100 create/clear cycles, ${id}`, budget: "no growth",
    found: `${(bytes / 1024).toFixed(1)} KiB, ${nodes} nodes, ${listeners} listeners`,
    kept: bytes <= BUDGETS.heapBytes && nodes <= 0 && listeners <= 0,
  };
}

const ours = (suite) => Object.keys(suite).filter((id) => id.startsWith("silcrow:"));
