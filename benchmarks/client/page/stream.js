/** The events of the live suites, and how a contender gets them. */
import { calibrate, collect, layout, nextFrame, nextTask } from "./clock.js";
import { buildEvents } from "./data.js";
import { FakeWebSocket, lastSocket } from "./socket.js";

const EVENTS = 10000;
const WARM_UP = 2000;
export const BATCH = 100;

/** @param {object} contender what a file in contenders/ returns for the live suite */
export function openStream(contender) {
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

  async function take() {
    await nextTask();
    deliver(batches[next++]);
    await settle();
    layout();
  }

  return {
    events,
    deliver,
    settle,
    take,
    taken: () => next,
    hasNext: () => next < batches.length,
    next: () => batches[next++],
    bytes: () => batches.flat().reduce((sum, frame) => sum + frame.length, 0),

    /** Connects the contender, encodes all events, and lets the first of them warm it up. */
    async prepare() {
      window.WebSocket = FakeWebSocket;
      await contender.setup();
      for (let n = 0; n < events.length; n += BATCH) {
        const batch = events.slice(n, n + BATCH);
        batches.push(contender.frames ? contender.frames(batch) : batch.flatMap(contender.encode));
      }
      for (let n = 0; n < WARM_UP; n += BATCH) await take();
      await nextFrame();
      await calibrate();
      collect();
    },
  };
}
