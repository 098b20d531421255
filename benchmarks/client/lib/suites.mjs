import { profiled } from "./profile.mjs";

/** The operations of the rows suite, in the order in which they run. */
export const OPERATIONS = ["create1k", "replace1k", "append1k", "update10th", "swap", "select",
  "remove", "create10k", "clear"];

const WARM_UP_CYCLES = 5;
const CYCLES = 100;

/**
 * What is done with one contender's page in one round. `record(operation, metric, value)` keeps a
 * figure; `cpuClock` says whether the page itself reads CPU time.
 */
export const SUITES = {
  async rows(page, { record, cpuClock, operations, profile }) {
    await page.call("prepare");
    for (const name of OPERATIONS.filter((name) => operations.includes(name))) {
      await runOne(page, name, { record, cpuClock, profile }, name);
    }
  },

  async live(page, options) {
    await page.call("prepare");
    await runOne(page, "stream", options);
  },

  async frames(page, options) {
    await page.call("prepare");
    await runOne(page, "stream", options);
  },

  async startup(page, options) {
    await page.call("prepare");
    await runOne(page, "start", options);
  },

  async heap(page, { record }) {
    await page.send("HeapProfiler.enable");
    await page.call("setup");
    await page.call("cycle", WARM_UP_CYCLES);
    const empty = await counters(page);
    await page.call("act", "create10k");
    const full = await counters(page);
    await page.call("act", "clear");
    const before = await counters(page);
    await page.call("cycle", CYCLES);
    const after = await counters(page);
    for (const name of Object.keys(empty)) {
      record("create10k", name, full[name] - empty[name]);
      record("cycles", name, after[name] - before[name]);
    }
  },
};

async function runOne(page, operation, { record, cpuClock, profile }, ...args) {
  const work = async () => {
    const { wall, ...figures } = await page.measure(cpuClock, ...args);
    for (const [metric, value] of Object.entries(figures)) record(operation, metric, value);
  };
  if (profile) profile(operation, await profiled(page, work));
  else await work();
}

async function counters(page) {
  for (let n = 0; n < 3; n++) await page.send("HeapProfiler.collectGarbage");
  const { usedSize } = await page.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners } = await page.send("Memory.getDOMCounters");
  return { bytes: usedSize, nodes, listeners: jsEventListeners };
}

/** Compares the page with the model after every operation; throws at the first difference. */
export async function check(page, suite, operations) {
  if (suite !== "startup") await page.call("prepare", 1);
  else await page.call("prepare");
  for (const name of suite === "rows" ? operations : [undefined]) await page.call("check", name);
}
