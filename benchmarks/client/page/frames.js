/** The same stream as a page has it: the browser's own frames lay out and paint. */
import { between, clock, nextFrame, nextTask } from "./clock.js";
import { checkLive } from "./check.js";
import { openStream } from "./stream.js";

/** @param {object} contender what a file in contenders/ returns for the live suite */
export function suite(contender) {
  const stream = openStream(contender);

  async function deliverAll() {
    while (stream.hasNext()) {
      await nextTask();
      stream.deliver(stream.next());
    }
    // Contenders that wait for a frame have done their work in the first, and it is painted then.
    await nextFrame();
    await stream.settle();
    await nextFrame();
    await nextTask();
  }

  return {
    prepare: stream.prepare,

    async run() {
      const begun = performance.now();
      const start = clock();
      await deliverAll();
      const total = between(start, clock());
      return { total, wall: performance.now() - begun, bytes: stream.bytes() };
    },

    async check() {
      await deliverAll();
      checkLive(stream.events);
    },
  };
}
