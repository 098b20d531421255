/** Tells once that nothing was heard for a while. */
export class Watchdog {
  #timer = 0;
  #heardAt = 0;
  #onSilence;

  /** @param {() => void} onSilence */
  constructor(onSilence) {
    this.#onSilence = onSilence;
  }

  /** Notes a sign of life. */
  heard() {
    this.#heardAt = performance.now();
  }

  /** Watches, from now on, for a silence of so many milliseconds. */
  watch(silence) {
    this.heard();
    this.stop();
    const check = () => {
      const left = silence - (performance.now() - this.#heardAt);
      if (left > 0) this.#timer = setTimeout(check, left);
      else this.#onSilence();
    };
    this.#timer = setTimeout(check, silence);
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
