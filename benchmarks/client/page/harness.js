/** Runs one suite for one contender, as the query says. The runner drives `window.bench`. */
const query = new URLSearchParams(location.search);
const name = query.get("contender");
const suiteName = query.get("suite");

const [{ default: contender }, { suite }] = await Promise.all([
  import(`/contenders/${name}.js`),
  import(`/page/${suiteName}.js`),
]);

// Two suites work on what others do.
const part = contender[{ heap: "rows", frames: "live" }[suiteName] ?? suiteName];
window.bench = suite(part[query.get("mode")]());
