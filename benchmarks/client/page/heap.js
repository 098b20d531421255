/** The table of the rows suite, for measurements of the heap: the runner reads the counters. */
import { nextFrame, nextTask } from "./clock.js";
import { suite as rows } from "./rows.js";

/** @param {object} contender what a file in contenders/ returns for the rows suite */
export function suite(contender) {
  const table = rows(contender);
  return {
    setup: table.setup,
    async act(name) {
      await table.act(name);
      await nextTask();
    },
    async cycle(times) {
      for (let n = 0; n < times; n++) {
        await table.cycle(1);
        if (n % 10 === 9) await nextFrame();
      }
    },
  };
}
