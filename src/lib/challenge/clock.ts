// The hub is the clock. Everybody else asks it a few times and believes the quickest answer: the less
// time an answer was on its way, the less it can be wrong (LIMITS §4).

/** Questions of one reckoning. */
export const questions = 8;

/** One question to the hub's clock, by one's own clock that nobody sets (milliseconds). */
export interface Sample {
  askedMs: number;
  answeredMs: number;
  /** The hub's clock in between. */
  hubMs: number;
}

/** The hub's clock minus one's own; wrong by half of `roundTripMs` at most. */
export interface Offset {
  offsetMs: number;
  roundTripMs: number;
}

/** `null` without any sample. */
export function offsetFrom(samples: readonly Sample[]): Offset | null {
  let best: Offset | null = null;
  for (const { askedMs, answeredMs, hubMs } of samples) {
    const roundTripMs = answeredMs - askedMs;
    if (roundTripMs < 0 || (best && roundTripMs >= best.roundTripMs)) continue;
    best = { offsetMs: hubMs - (askedMs + answeredMs) / 2, roundTripMs };
  }
  return best;
}
