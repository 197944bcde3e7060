// Tells the hub what this phone did, until it answers: the same answer under the same id, however
// often that takes.
import * as v from 'valibot';
import { joinAddress, phoneAnswer, phoneEntryAddress, type Verdict } from '#lib/challenge/live.ts';
import type { OwnRound } from './own.ts';
import { firstRetryMs, hasDecided, longestRetryMs, pause, post } from './post.ts';

export class Teller {
  readonly #read: () => OwnRound | null;
  readonly #keep: (own: OwnRound) => void;
  #isTelling = false;
  /** Ends the wait for the next try: the hub was heard of. */
  #wake: () => void = () => undefined;

  constructor(read: () => OwnRound | null, keep: (own: OwnRound) => void) {
    this.#read = read;
    this.#keep = keep;
  }

  /** Goes on until there is nothing left to tell. */
  tell(): void {
    if (this.#isTelling) this.#wake();
    else void this.#run();
  }

  async #run(): Promise<void> {
    this.#isTelling = true;
    let retryMs = firstRetryMs;
    for (let own = this.#untold(); own; own = this.#untold()) {
      if (await (own.handed ? this.#hand(own, own.handed) : this.#join(own))) {
        retryMs = firstRetryMs;
        continue;
      }
      await Promise.race([pause(retryMs), new Promise<void>((wake) => (this.#wake = wake))]);
      retryMs = Math.min(longestRetryMs, retryMs * 2);
    }
    this.#isTelling = false;
  }

  #untold(): OwnRound | null {
    const own = this.#read();
    if (own?.handed) return own.handed.verdict === null ? own : null;
    return own?.hasJoined && !own.isJoinHeard ? own : null;
  }

  async #join(own: OwnRound): Promise<boolean> {
    const { round, isExtended } = own;
    const response = await post(joinAddress, { round, isExtended }).catch(() => null);
    if (hasDecided(response)) this.#change(round, { isJoinHeard: true });
    return hasDecided(response);
  }

  async #hand(own: OwnRound, handed: NonNullable<OwnRound['handed']>): Promise<boolean> {
    const { round, isExtended } = own;
    const { id, challenge, answer, madeMs } = handed;
    const entry = { id, challenge, round, part: 'play', answer, madeMs, isExtended };
    const response = await post(phoneEntryAddress, entry).catch(() => null);
    if (!hasDecided(response)) return false;
    // An answer that is cut off on its way is none.
    const verdict = response.ok ? await readVerdict(response).catch(() => null) : 'refused';
    if (verdict) this.#change(round, { handed: { ...handed, verdict } });
    return verdict !== null;
  }

  /** What was done meanwhile stays. */
  #change(round: string, change: Partial<OwnRound>): void {
    const now = this.#read();
    if (now?.round === round) this.#keep({ ...now, ...change });
  }
}

const readVerdict = async (response: Response): Promise<Verdict> =>
  v.parse(phoneAnswer, await response.json()).verdict;
