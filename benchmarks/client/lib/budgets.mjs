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

/** Peers that are sent markup; the last two are a morph only, with our few lines of glue. */
const HYPERMEDIA = ["htmx", "turbo", "idiomorph", "morphdom"];

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
export function bestPeer(live) {
  const peers = Object.keys(live).filter((id) => HYPERMEDIA.includes(id.split(":")[0]));
  const time = (id) => median(live[id].stream.total);
  return peers.sort((a, b) => time(a) - time(b))[0];
}

/** @returns {{budgets: {what: string, budget: string, found: string, kept: boolean}[], best?: string}} */
export function verdicts({ suites: { rows, live, startup, heap }, sizes }) {
  const budgets = [];
  const add = (what, budget, found, kept) => budgets.push({ what, budget, found, kept });
  if (rows?.[VANILLA]) {
    for (const id of ours(rows)) {
      const { mean, operations } = judgeRows(rows, id);
      add(`rows, geometric mean, ${id}`, `≤ ${BUDGETS.rows} ×`, `${two(mean)} ×`, mean <= BUDGETS.rows);
      const broken = operations.filter(({ kept }) => !kept)
        .map(({ name, median: found, slower }) => `${name} ${two(found)} ×, +${two(slower)} ms`);
      add(`rows, each operation, ${id}`, `≤ ${BUDGETS.operation} × or ≤ +${BUDGETS.operationMs} ms`,
        broken.join("; ") || "all", !broken.length);
    }
  }
  const best = live && bestPeer(live);
  if (live?.[VANILLA]) {
    for (const id of ours(live)) {
      const { total } = live[id].stream;
      const hand = ratio(total, live[VANILLA].stream.total);
      add(`live, over hand-written, ${id}`, `≤ ${BUDGETS.live} ×`, spread(hand), hand.median <= BUDGETS.live);
      if (!best) continue;
      const peer = ratio(total, live[best].stream.total);
      add(`live, over the best hypermedia peer (${best}), ${id}`, `≤ ${BUDGETS.peer} ×`, spread(peer),
        peer.median <= BUDGETS.peer);
    }
  }
  if (startup?.[VANILLA]) {
    for (const id of ours(startup)) {
      const found = ratio(startup[id].start.total, startup[VANILLA].start.total);
      add(`start-up, ${id}`, `≤ ${BUDGETS.startup} ×`, spread(found), found.median <= BUDGETS.startup);
    }
  }
  for (const id of heap ? ours(heap) : []) {
    const { bytes, nodes, listeners } = heap[id].cycles;
    const growth = [median(bytes), median(nodes), median(listeners)];
    add(`heap after 100 create/clear cycles, ${id}`, "no growth",
      `${(growth[0] / 1024).toFixed(1)} KiB, ${growth[1]} nodes, ${growth[2]} listeners`,
      growth[0] <= BUDGETS.heapBytes && growth[1] <= 0 && growth[2] <= 0);
  }
  const { brotli } = sizes.silcrow;
  add("size, brotli", "≤ 12 KiB", `${brotli.toLocaleString("en")} bytes`, brotli <= BUDGETS.brotli);
  return { budgets, best };
}

const ours = (suite) => Object.keys(suite).filter((id) => id.startsWith("silcrow:"));
