/** What a page pays before it can be used: 2,000 elements from the server, cold code. */
import { between, calibrate, clock, collect, layout } from "./clock.js";
import { fetchLibrary, runLibrary } from "./library.js";
import { show } from "./markup.js";

/** @param {object} contender what a file in contenders/ returns for this suite */
export function suite(contender) {
  let library = null;

  async function boot() {
    const answer = contender.boot(library && runLibrary(library));
    if (answer?.then) await answer;
  }

  return {
    async prepare() {
      show(contender.page);
      if (contender.library) library = await fetchLibrary(contender.library);
      await calibrate();
      layout();
      collect();
    },

    async run() {
      const begun = performance.now();
      const start = clock();
      const exported = library && runLibrary(library);
      const loaded = clock();
      const answer = contender.boot(exported);
      if (answer?.then) await answer;
      layout();
      const end = clock();
      const load = between(start, loaded);
      return { load, total: load + between(loaded, end), wall: performance.now() - begun };
    },

    async check() {
      await boot();
      if (!contender.ready()) throw new Error("start-up: the page was not taken over");
    },
  };
}
