/** Does `act` soon after each wish, never twice within `everyMs`, however many wishes come. */
export class Throttle {
  readonly #everyMs: number;
  readonly #act: () => void;
  #lastMs = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(everyMs: number, act: () => void) {
    this.#everyMs = everyMs;
    this.#act = act;
  }

  wish(): void {
    if (this.#timer !== undefined || this.#isClosed) return;
    const waitMs = Math.max(0, this.#lastMs + this.#everyMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#lastMs = performance.now();
      this.#act();
    }, waitMs);
  }

  /** No wish is granted any more: streams that end would hold the process. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }
}
