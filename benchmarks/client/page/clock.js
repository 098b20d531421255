/** Time, layout, and turns of the event loop. */

let cpu = true;
let overhead = 0;

/**
 * Milliseconds. On Linux they are CPU time of this page's main thread: the runner reads it while
 * the synchronous request below parks the thread, so that neither other processes nor frames
 * painted between two readings count. Elsewhere it is wall time, which the runner scales.
 */
export function clock() {
  if (!cpu) return performance.now();
  const request = new XMLHttpRequest();
  request.open("GET", "/clock", false);
  request.send();
  return Number(request.responseText) / 1e6;
}

/** The time between two readings, without the cost of reading. */
export const between = (start, end) => Math.max(0, end - start - overhead);

/** Finds out which clock there is, and what a reading costs. */
export async function calibrate() {
  cpu = (await fetch("/clock")).status === 200;
  if (!cpu) return;
  const costs = [];
  for (let i = 0; i < 60; i++) {
    const start = clock();
    costs.push(clock() - start);
  }
  overhead = median(costs.slice(20));
}

/** Forces style and layout of the whole page. */
export const layout = () => document.body.offsetHeight;

/** Collects garbage now, so that it is not collected inside a measurement. */
export const collect = () => window.gc?.();

export const nextTask = () => new Promise((resolve) => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    channel.port1.close();
    resolve();
  };
  channel.port2.postMessage(0);
});

/** The next animation frame, or a moment later where none comes. */
export const nextFrame = () => new Promise((resolve) => {
  const late = setTimeout(resolve, 150);
  requestAnimationFrame(() => {
    clearTimeout(late);
    resolve();
  });
});

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
