// Keeps preloading behind the running exhibition: all packs together never take more of the network
// than staff allowed.

/** Unused time is not saved up for more than this. */
const burstMs = 200;

export class Pace {
  /** Bytes a second; `null` is no limit. */
  limit: number | null = null;
  /** When what was handed out so far is paid for. */
  #paidMs = 0;

  /** Resolves when the next bytes may follow these. */
  async take(bytes: number): Promise<void> {
    if (this.limit === null) return;
    const nowMs = performance.now();
    this.#paidMs = Math.max(this.#paidMs, nowMs - burstMs) + (bytes / this.limit) * 1000;
    const waitMs = this.#paidMs - nowMs;
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}
