/**
 * Profiles a piece of work.
 *
 * @param {import("./browser.mjs").Page} page
 * @param {() => Promise<*>} work
 * @returns {Promise<string[]>} "share name file:line" of the functions that took longest themselves
 */
export async function profiled(page, work) {
  await page.send("Profiler.enable");
  await page.send("Profiler.setSamplingInterval", { interval: 100 });
  await page.send("Profiler.start");
  await work();
  const { profile } = await page.send("Profiler.stop");
  return summary(profile);
}

/** Functions of ours inside which the clock runs, and those inside which it does not matter. */
const MEASURED = new Set(["measureOnce", "measureBlock", "run"]);
const ASIDE = new Set(["clock", "collect", "plan", "reach", "nextTask"]);

function summary({ nodes, samples, timeDeltas }) {
  const names = measuredNames(nodes);
  const times = new Map();
  let all = 0;
  samples.forEach((id, index) => {
    const name = names.get(id);
    if (!name) return;
    all += timeDeltas[index];
    times.set(name, (times.get(name) ?? 0) + timeDeltas[index]);
  });
  return [...times].sort((a, b) => b[1] - a[1])
    .map(([name, time]) => `${(100 * time / all).toFixed(1).padStart(5)} %  ${name}`);
}

/** Node of the call tree → its name, where it belongs to what is measured. */
function measuredNames(nodes) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const names = new Map();
  const visit = (node, measured) => {
    const { functionName, url, lineNumber } = node.callFrame;
    const harness = url.includes("/page/");
    if (harness && ASIDE.has(functionName)) return;
    const inside = measured || (harness && MEASURED.has(functionName));
    const place = url ? `${url.split("/").at(-1)}:${lineNumber + 1}`
      : lineNumber < 0 ? "native" : `library:${lineNumber + 1}`;
    if (inside) names.set(node.id, `${functionName || "anonymous"} ${place}`);
    for (const child of node.children ?? []) visit(byId.get(child), inside);
  };
  visit(nodes[0], false);
  return names;
}
