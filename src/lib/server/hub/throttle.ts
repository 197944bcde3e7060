/** Does `act` soon after each wish, never twice within `everyMs`, however many wishes come. */
export class Throttle {
  readonly #everyMs: number;
  readonly #act: () => void;
  #lastMs = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(everyMs: number, act: () => void) {
    this.#everyMs = everyMs;
    this.#act = act;
  }

  wish(): void {
    if (this.#timer !== undefined) return;
    const waitMs = Math.max(0, this.#lastMs + this.#everyMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#lastMs = performance.now();
      this.#act();
    }, waitMs);
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
