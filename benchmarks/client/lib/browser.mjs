import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

/** How long a page may take for one call. */
const LIMIT = Number(process.env.LIMIT ?? 180) * 1000;

/** CPU time of a process's first thread, which is the main thread of a renderer; Linux only. */
function threadTime(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ")[0]);
  } catch {
    return null;
  }
}

/** Chromium, its pages, and the CPU time of the page under test. */
export class Browser {
  #browser;
  #pid = 0;

  async open() {
    this.#browser = await chromium.launch({
      executablePath: process.env.CHROMIUM || undefined,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--no-first-run",
        "--js-flags=--expose-gc", "--enable-precise-memory-info"],
    });
  }

  get version() { return this.#browser.version(); }

  close() { return this.#browser.close(); }

  /** Whether the CPU time of the page under test can be read here. */
  get hasClock() { return this.threadTime() !== null; }

  /** Nanoseconds of the page's main thread, null where only the DevTools protocol knows. */
  threadTime() {
    return this.#pid ? threadTime(this.#pid) : null;
  }

  /**
   * Opens a page of its own process for one contender and one suite, works with it and closes it.
   *
   * @template T
   * @param {string} url
   * @param {(page: Page) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async withPage(url, work) {
    const context = await this.#browser.newContext();
    const problems = [];
    try {
      const page = await context.newPage();
      page.on("pageerror", (error) => problems.push(String(error)));
      const session = await context.newCDPSession(page);
      await page.goto(url);
      await limited(page.waitForFunction("window.bench", null, { timeout: 60_000 }));
      this.#pid = await this.#findProcess(page);
      const result = await work(new Page(page, session));
      if (problems.length) throw new Error(problems[0]);
      return result;
    } catch (error) {
      const texts = [String(error.message).split("\n")[0], ...problems.slice(0, 1)];
      throw new Error([...new Set(texts)].map((text) => text.slice(0, 300)).join(" | "),
        { cause: error });
    } finally {
      this.#pid = 0;
      await context.close().catch(() => {});
    }
  }

  /** Only a trace tells which process renders a page. */
  async #findProcess(page) {
    if (process.platform !== "linux") return 0;
    const categories = ["disabled-by-default-devtools.timeline"];
    await this.#browser.startTracing(page, { categories });
    const { traceEvents } = JSON.parse(await this.#browser.stopTracing());
    const { args } = traceEvents.find(({ name }) => name === "TracingStartedInBrowser");
    return args.data.frames.find(({ url }) => url === page.url()).processId;
  }
}

/** A page under test. */
export class Page {
  #page;
  #session;

  constructor(page, session) {
    this.#page = page;
    this.#session = session;
  }

  /** Calls `window.bench[method]`. */
  call(method, ...args) {
    const work = ([name, values]) => window.bench[name](...values);
    return limited(this.#page.evaluate(work, [method, args]));
  }

  send(method, params) {
    return this.#session.send(method, params);
  }

  /**
   * Calls `bench.run`. Where the page measured wall time, its figures are scaled to the CPU time
   * that the DevTools protocol reports for the call.
   */
  async measure(cpuClock, ...args) {
    if (cpuClock) return this.call("run", ...args);
    await this.send("Performance.enable", { timeDomain: "threadTicks" });
    const before = await this.#taskTime();
    const { wall, ...result } = await this.call("run", ...args);
    const factor = (await this.#taskTime() - before) / wall;
    for (const name of ["script", "load", "total"]) if (name in result) result[name] *= factor;
    return { ...result, wall };
  }

  async #taskTime() {
    const { metrics } = await this.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  }
}

function limited(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${LIMIT / 1000} s`)), LIMIT);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
