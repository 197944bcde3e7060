// How often one participant may ask: never counted by address, since a whole venue may sit behind one.

/** What may come at once: a tablet that was offline all day hands in everything in one go. */
const burst = 120;
const perSecond = 10;

export class Allowance {
  readonly #used = new Map<string, { spent: number; atMs: number }>();

  /** Whether `participant`, who must be known, may ask once more now. */
  takes(participant: string, nowMs: number = performance.now()): boolean {
    const used = this.#used.get(participant);
    if (!used) {
      this.#used.set(participant, { spent: 1, atMs: nowMs });
      return true;
    }
    used.spent = Math.max(0, used.spent - ((nowMs - used.atMs) / 1000) * perSecond);
    used.atMs = nowMs;
    if (used.spent >= burst) return false;
    used.spent += 1;
    return true;
  }
}
