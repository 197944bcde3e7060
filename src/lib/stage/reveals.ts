// What a reveal says, kind by kind, as plain data.
import type { Result } from '#lib/challenge/live.ts';
import { placeOf } from '#lib/challenge/score.ts';
import type { Kind } from '#lib/openset/challenge.ts';

/** Beats of a reveal, in order. */
export type Beat = 'hall' | 'right' | 'why' | 'standings' | 'wall' | 'cut' | 'leads';

const beatsOf: Record<Kind, readonly Beat[]> = {
  keep: ['hall', 'right', 'why', 'standings'],
  order: ['hall', 'right', 'why', 'standings'],
  cause: ['hall', 'right', 'why', 'standings'],
  match: ['right', 'why', 'standings'],
  direct: ['wall'],
  cut: ['cut'],
  vote: ['hall', 'leads'],
};

const lengthMs: Record<Beat, number> = {
  hall: 7_000,
  right: 7_000,
  why: 14_000,
  standings: 8_000,
  leads: 14_000,
  // These two end by themselves.
  wall: Infinity,
  cut: Infinity,
};

/** The beats of this result; without answers that have points there are no standings. */
export const beatsFor = ({ tally, standings }: Result): Beat[] =>
  beatsOf[tally.kind].filter((beat) => beat !== 'standings' || standings.length > 0);

/** The best of three frames are shown one after another. */
export const lengthOf = (beat: Beat, { tally }: Result): number =>
  beat === 'right' && tally.kind === 'match'
    ? Math.max(1, tally.best.length) * 8_000
    : lengthMs[beat];

/** Places that the wall names: nobody is shown as last. */
const mostPlaces = 3;

export interface PlaceLine {
  place: number;
  points: number;
  count: number;
}

/** The hall's best, places shared on ties: 1, 2, 2, 4. */
export const placesOf = (standings: Result['standings']): PlaceLine[] =>
  standings
    .filter(([points]) => points > 0)
    .slice(0, mostPlaces)
    .map(([points, count]) => ({ place: placeOf(points, standings), points, count }));

export const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, one) => sum + one, 0);

/** Votes of each choice as a share of the most, 0 to 1, for bars. */
export function sharesOf(counts: Readonly<Record<string, number>>): (id: string) => number {
  const most = Math.max(1, ...Object.values(counts));
  return (id) => (counts[id] ?? 0) / most;
}
