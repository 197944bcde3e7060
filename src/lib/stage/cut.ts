// When the wall cuts from one picture to the next. The clock cuts, whatever the pictures cost to draw:
// a slow machine shows less of a shot, never less of the hall.

/** As long as the camera of a shot travels. */
const shotMs = 6_000;
/** Fewer would not be seen. */
const leastMs = 2_500;
/** All shots of the hall together. */
const wallMs = 60_000;

/** The last one, the favourite, stands a moment after its camera has stopped. */
const lastMs = 10_000;

/** How long each of `count` shots stands on the wall. */
export function wallCut(count: number): number[] {
  const eachMs = Math.round(Math.min(shotMs, Math.max(leastMs, wallMs / Math.max(1, count))));
  return Array.from({ length: count }, (_, place) => (place === count - 1 ? lastMs : eachMs));
}

/** Which one of `lengthsMs` shows at `atMs`, and since when; `null` after the last. */
export function showsAt(
  lengthsMs: readonly number[],
  atMs: number,
): { place: number; sinceMs: number } | null {
  let startMs = 0;
  for (const [place, lengthMs] of lengthsMs.entries()) {
    if (atMs < startMs + lengthMs) return { place, sinceMs: atMs - startMs };
    startMs += lengthMs;
  }
  return null;
}
