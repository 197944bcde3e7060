// The host's wishes on their way to the hub. A wish whose answer was lost is sent again as the same
// wish, so that it happens once; a refused one says only that things stand otherwise now.
import { wish, type Action, type Plan, type Round } from '#lib/challenge/round.ts';
import * as v from 'valibot';
import { allowPhones, HubRefusal, planRound, stepRound } from '../hub.ts';
import type { Word } from './words.ts';

const tries = 4;
const tryAgainMs = 1_500;

const told: Record<string, Word> = {
  'round-changed': 'didChange',
  'round-not-now': 'didChange',
  'not-found': 'didChange',
  'hub-disk': 'diskFull',
  'hub-away': 'noHub',
  'sign-in': 'signInAgain',
};

export class Wishes {
  /** A wish is on its way: one at a time. */
  isBusy = $state(false);
  /** What came of the last one, where it was not done. */
  trouble = $state<Word | null>(null);

  /** Whether the hub did it. */
  step(round: Pick<Round, 'id' | 'revision'>, action: Action): Promise<boolean> {
    const { id, revision } = round;
    const wanted = v.parse(wish, { op: crypto.randomUUID(), action, revision });
    return this.#send(() => stepRound(id, wanted));
  }

  plan(wanted: Plan): Promise<boolean> {
    return this.#send(() => planRound(wanted));
  }

  allowPhones(isAllowed: boolean): Promise<boolean> {
    return this.#send(() => allowPhones(isAllowed));
  }

  async #send(ask: () => Promise<unknown>): Promise<boolean> {
    if (this.isBusy) return false;
    this.isBusy = true;
    this.trouble = null;
    try {
      await patiently(ask);
      return true;
    } catch (error) {
      if (!(error instanceof HubRefusal)) throw error;
      this.trouble = told[error.type] ?? 'didChange';
      return false;
    } finally {
      this.isBusy = false;
    }
  }
}

/** A hub that did not answer may have heard all the same: it knows a wish again. */
async function patiently(ask: () => Promise<unknown>): Promise<void> {
  for (let left = tries; ; left -= 1) {
    try {
      await ask();
      return;
    } catch (error) {
      if (left <= 1 || !(error instanceof HubRefusal) || error.type !== 'hub-away') throw error;
      await new Promise((resolve) => setTimeout(resolve, tryAgainMs));
    }
  }
}
