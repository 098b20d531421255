/**
 * Profiles a piece of work.
 *
 * @param {import("./browser.mjs").Page} page
 * @param {() => Promise<*>} work
 * @returns {Promise<string[]>} "share name file:line" of the functions that took longest themselves
 */
export async function profiled(page, work, count = 14) {
  await page.send("Profiler.enable");
  await page.send("Profiler.setSamplingInterval", { interval: 100 });
  await page.send("Profiler.start");
  await work();
  const { profile } = await page.send("Profiler.stop");
  return summary(profile, count);
}

function summary({ nodes, samples, timeDeltas }, count) {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map();
  let all = 0;
  samples.forEach((id, index) => {
    const name = nameOf(frames.get(id));
    if (name === "(idle)" || name.startsWith("clock ")) return;
    all += timeDeltas[index];
    times.set(name, (times.get(name) ?? 0) + timeDeltas[index]);
  });
  return [...times].sort((a, b) => b[1] - a[1]).slice(0, count)
    .map(([name, time]) => `${(100 * time / all).toFixed(1).padStart(5)} %  ${name}`);
}

function nameOf({ functionName, url, lineNumber }) {
  if (functionName.startsWith("(")) return functionName;
  const file = url.split("/").at(-1).split("?")[0] || "library";
  return `${functionName || "anonymous"} ${file}:${lineNumber + 1}`;
}
