/** A stream of events in batches, each followed by a forced layout. */
import { checkLive } from "./check.js";
import { between, calibrate, clock, collect, layout, nextFrame, nextTask } from "./clock.js";
import { buildEvents } from "./data.js";
import { FakeWebSocket, lastSocket } from "./socket.js";

const EVENTS = 10000;
const WARM_UP = 2000;
const BATCH = 100;

/** @param {object} contender what a file in contenders/ returns for this suite */
export function suite(contender) {
  const events = buildEvents(WARM_UP + EVENTS);
  /** @type {string[][]} the frames of each batch */
  const batches = [];
  let next = 0;

  function deliver(frames) {
    const receiver = contender.deliver ? contender : lastSocket();
    for (const frame of frames) receiver.deliver(frame);
  }

  async function settle() {
    const answer = contender.idle?.();
    if (answer?.then) await answer;
  }

  async function takeBatch() {
    await nextTask();
    deliver(batches[next++]);
    await settle();
    layout();
  }

  const bytes = () => batches.flat().reduce((sum, frame) => sum + frame.length, 0);

  /**
   * A contender that keeps events for the browser's own frames: all that the thread does from the
   * first event to the last frame counts, the painting of frames and the turns between batches too.
   */
  async function runFramed(begun) {
    const start = clock();
    while (next < batches.length) {
      await nextTask();
      deliver(batches[next++]);
      layout();
    }
    await nextFrame();
    await settle();
    layout();
    const total = between(start, clock());
    return { script: total, total, wall: performance.now() - begun, bytes: bytes() };
  }

  return {
    operations: ["stream"],

    async prepare() {
      window.WebSocket = FakeWebSocket;
      await contender.setup();
      for (let n = 0; n < events.length; n += BATCH) {
        const batch = events.slice(n, n + BATCH);
        batches.push(contender.frames ? contender.frames(batch) : batch.flatMap(contender.encode));
      }
      for (let n = 0; n < WARM_UP; n += BATCH) await takeBatch();
      await nextFrame();
      await calibrate();
      collect();
    },

    async run() {
      const begun = performance.now();
      if (contender.framed) return runFramed(begun);
      let script = 0;
      let total = 0;
      while (next < batches.length) {
        await nextTask();
        const frames = batches[next++];
        const start = clock();
        deliver(frames);
        await settle();
        const scripted = clock();
        layout();
        const end = clock();
        script += between(start, scripted);
        total += between(start, scripted) + between(scripted, end);
      }
      return { script, total, wall: performance.now() - begun, bytes: bytes() };
    },

    /** Compares the page with the model after every batch. */
    async check() {
      while (next < batches.length) {
        await takeBatch();
        checkLive(events.slice(0, next * BATCH));
      }
    },
  };
}
