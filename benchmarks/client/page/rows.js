/** The nine keyed operations of js-framework-benchmark, on their table sizes. */
import { between, calibrate, clock, collect, layout, median } from "./clock.js";
import { buildRows } from "./data.js";
import { checkRows } from "./check.js";
import { row as rowMarkup, rowsOf } from "./markup.js";

const MARK = " !!!";

/**
 * rows: the size of the table before. step: the next model and what the contender is told.
 * samples: how often it is measured per round. Small operations are repeated inside a measurement.
 */
const OPERATIONS = {
  create1k: { method: "create", rows: 0, samples: 5, step: () => ({ rows: buildRows(1000) }) },
  replace1k: { method: "create", rows: 1000, samples: 5, step: () => ({ rows: buildRows(1000) }) },
  append1k: {
    method: "append", rows: 1000, samples: 3,
    step(rows) {
      const added = buildRows(1000);
      return { rows: rows.concat(added), added };
    },
  },
  update10th: { method: "update", rows: 1000, samples: 1, repeats: 10, step: everyTenth },
  swap: { method: "swap", rows: 1000, samples: 1, repeats: 30, step: swap },
  select: { method: "select", rows: 1000, samples: 1, repeats: 100, step: select },
  remove: { method: "remove", rows: 1000, samples: 1, repeats: 30, step: remove },
  create10k: { method: "create", rows: 0, samples: 1, step: () => ({ rows: buildRows(10000) }) },
  clear: { method: "clear", rows: 1000, samples: 5, step: () => ({ rows: [] }) },
};

const WARM_UP = ["create1k", "append1k", "replace1k", "update10th", "update10th", "swap", "swap",
  "select", "select", "select", "select", "remove", "remove", "clear"];

/** Milliseconds of wall time that the repetitions of a small operation may take together. */
const PATIENCE = 1500;

function everyTenth(rows) {
  const changed = [];
  const next = rows.map((row, index) => {
    if (index % 10) return row;
    const label = row.label.endsWith(MARK) ? row.label.slice(0, -MARK.length) : row.label + MARK;
    changed.push({ index, row: { ...row, label } });
    return changed.at(-1).row;
  });
  return { rows: next, changed };
}

function swap(rows) {
  const next = rows.slice();
  [next[1], next[998]] = [next[998], next[1]];
  return { rows: next, from: 1, to: 998 };
}

function select(rows) {
  const next = rows.slice();
  const changed = [];
  const before = rows.findIndex((row) => row.selected);
  const set = (index, selected) => {
    next[index] = { ...rows[index], selected };
    changed.push({ index, row: next[index] });
  };
  if (before >= 0) set(before, "");
  set((before + 7) % rows.length, "danger");
  return { rows: next, changed };
}

function remove(rows) {
  const next = rows.slice();
  const [{ id }] = next.splice(4, 1);
  return { rows: next, index: 4, id };
}

/** @param {object} contender what a file in contenders/ returns for this suite */
export function suite(contender) {
  let model = [];
  const repeats = {};

  /** Works out the next step, markup included: never inside a measurement. */
  function plan(name) {
    const step = OPERATIONS[name].step(model);
    model = step.rows;
    if (contender.markup) {
      step.markup = rowsOf(step.rows);
      step.addedMarkup = step.added && rowsOf(step.added);
      step.changedMarkup = step.changed?.map(({ row }) => ({ id: row.id, markup: rowMarkup(row) }));
    }
    return step;
  }

  async function perform(name, step) {
    const answer = contender[OPERATIONS[name].method](step);
    if (answer?.then) await answer;
  }

  async function act(name) {
    await perform(name, plan(name));
    layout();
  }

  async function reach(size) {
    if (model.length === size) return;
    if (model.length) await act("clear");
    if (size) await act("create1k");
  }

  async function measureOnce(name) {
    const step = plan(name);
    layout();
    collect();
    const start = clock();
    await perform(name, step);
    const scripted = clock();
    layout();
    const end = clock();
    const script = between(start, scripted);
    return { script, total: script + between(scripted, end) };
  }

  /** Measures repetitions as one block; the share of script is the median of wall times. */
  async function measureBlock(name, count) {
    const steps = Array.from({ length: count }, () => plan(name));
    const shares = [];
    layout();
    collect();
    const start = clock();
    for (const step of steps) {
      const begun = performance.now();
      await perform(name, step);
      const scripted = performance.now();
      layout();
      shares.push((scripted - begun) / (performance.now() - begun));
    }
    const total = between(start, clock()) / count;
    return { script: total * Math.min(1, median(shares.filter(Number.isFinite))), total };
  }

  return {
    async prepare(passes = 3) {
      await contender.setup();
      for (let pass = 0; pass < passes; pass++) {
        for (const name of WARM_UP) {
          if (OPERATIONS[name].rows === 0) await reach(0);
          const start = performance.now();
          await act(name);
          repeats[name] = Math.max(3, Math.floor(PATIENCE / (performance.now() - start)));
        }
      }
      await calibrate();
    },

    async run(name) {
      const { rows, samples: count, repeats: most } = OPERATIONS[name];
      const begun = performance.now();
      const samples = [];
      for (let n = 0; n < count; n++) {
        await reach(rows);
        samples.push(most ? await measureBlock(name, Math.min(most, repeats[name]))
          : await measureOnce(name));
      }
      return {
        script: median(samples.map(({ script }) => script)),
        total: median(samples.map(({ total }) => total)),
        wall: performance.now() - begun,
      };
    },

    /** Performs an operation a few times and compares the page with the model after each. */
    async check(name) {
      for (let n = 0; n < 3; n++) {
        await reach(OPERATIONS[name].rows);
        const before = [...document.querySelectorAll("#tbody > tr")];
        await act(name);
        checkRows(name, model, before);
      }
    },

    /** For the heap suite: the table is filled and emptied. */
    async cycle(times, name = "create1k") {
      for (let n = 0; n < times; n++) {
        await act(name);
        await act("clear");
      }
    },

    setup: () => contender.setup(),
    act,
  };
}
