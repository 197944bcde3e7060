// Whose answers are in: what the hub's whole state says, and what has landed since.
import type { StageState } from '#lib/challenge/live.ts';
import { inOrder } from './marks.ts';

export class Landed {
  readonly #state: () => StageState | null;
  #since = $state.raw<{ round: string; seats: number[] }>({ round: '', seats: [] });

  readonly seats: number[] = $derived.by(() => {
    const state = this.#state();
    if (!state?.round) return [];
    const since = this.#since.round === state.round.id ? this.#since.seats : [];
    return inOrder(state.crew.entered, since);
  });

  constructor(state: () => StageState | null) {
    this.#state = state;
  }

  add(seats: readonly number[]): void {
    const round = this.#state()?.round?.id ?? '';
    const before = this.#since.round === round ? this.#since.seats : [];
    this.#since = { round, seats: [...before, ...seats] };
  }
}
