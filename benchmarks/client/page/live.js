/** A stream of events in batches, each followed by a forced layout. */
import { between, clock, layout, nextTask } from "./clock.js";
import { BATCH, openStream } from "./stream.js";
import { checkLive } from "./check.js";

/** @param {object} contender what a file in contenders/ returns for this suite */
export function suite(contender) {
  const stream = openStream(contender);

  return {
    prepare: stream.prepare,

    async run() {
      const begun = performance.now();
      let script = 0;
      let total = 0;
      while (stream.hasNext()) {
        await nextTask();
        const frames = stream.next();
        const start = clock();
        stream.deliver(frames);
        await stream.settle();
        const scripted = clock();
        layout();
        const end = clock();
        script += between(start, scripted);
        total += between(start, scripted) + between(scripted, end);
      }
      return { script, total, wall: performance.now() - begun, bytes: stream.bytes() };
    },

    /** Compares the page with the model after every batch. */
    async check() {
      while (stream.hasNext()) {
        await stream.take();
        checkLive(stream.events.slice(0, stream.taken() * BATCH));
      }
    },
  };
}
