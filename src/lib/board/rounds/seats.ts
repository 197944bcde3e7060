// Tablets as the host walks past them.
import type { Seated } from '#lib/challenge/live.ts';

/** By hall, station, number. */
export const walkingOrder = (seats: readonly Seated[]): Seated[] =>
  seats.toSorted(
    (a, b) => compare(a.hall, b.hall) || compare(a.station, b.station) || a.number - b.number,
  );

export const missing = (seats: readonly Seated[]): Seated[] =>
  walkingOrder(seats.filter(({ hasJoined }) => !hasJoined));

const compare = (a: string, b: string): number =>
  a.localeCompare(b, undefined, { numeric: true, sensitivity: 'base' });
