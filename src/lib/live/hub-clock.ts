// The hub's clock, as this device knows it. Reckoned from the device's own steady clock, so that
// nobody who sets the time of day moves a countdown.
import { offsetFrom, questions, type Sample } from '#lib/challenge/clock.ts';
import { timeAddress } from '#lib/challenge/live.ts';
import * as v from 'valibot';

const answer = v.object({ nowMs: v.number() });
const againMs = 60_000;
const gapMs = 40;
const waitMs = 3_000;
/** A message that says a time this far from ours says that ours is wrong. */
const doubtMs = 1_000;

export class HubClock {
  /** The hub's clock minus `performance.now()`; before the hub was asked, the device's own time. */
  #offsetMs = performance.timeOrigin;
  #isKnown = false;

  nowMs(): number {
    return performance.now() + this.#offsetMs;
  }

  /**
   * Takes a time that came with a message, until the clock was asked itself. A device's steady clock
   * stands still while it sleeps: no message comes from later than now, so such a one is believed at
   * once; one from long ago may only have been long on its way.
   */
  hear(nowMs: number): void {
    const aheadMs = nowMs - this.nowMs();
    if (!this.#isKnown || aheadMs > doubtMs) this.#offsetMs = nowMs - performance.now();
    if (this.#isKnown && Math.abs(aheadMs) > doubtMs) void this.#ask();
  }

  /** Asks now and every minute, until the returned function is called. */
  keep(): () => void {
    void this.#ask();
    const timer = setInterval(() => void this.#ask(), againMs);
    return () => clearInterval(timer);
  }

  async #ask(): Promise<void> {
    const samples: Sample[] = [];
    for (let question = 0; question < questions; question += 1) {
      const sample = await ask().catch(() => null);
      if (sample) samples.push(sample);
      await new Promise((resolve) => setTimeout(resolve, gapMs));
    }
    const found = offsetFrom(samples);
    if (!found) return;
    this.#offsetMs = found.offsetMs;
    this.#isKnown = true;
  }
}

async function ask(): Promise<Sample> {
  const askedMs = performance.now();
  const response = await fetch(timeAddress, {
    cache: 'no-store',
    signal: AbortSignal.timeout(waitMs),
  });
  const answeredMs = performance.now();
  const { nowMs } = v.parse(answer, await response.json());
  return { askedMs, answeredMs, hubMs: nowMs };
}
