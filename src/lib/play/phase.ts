// Where a visitor stands in a round. Pure, so that a reload or a second tab ends up in the same place.
import type { RoundView } from '#lib/challenge/live.ts';
import { leadMs } from '#lib/challenge/round.ts';

export type Phase =
  | 'invited'
  /** Joined, and waiting for the host. */
  | 'waiting'
  /** The last seconds before it begins. */
  | 'ready'
  | 'playing'
  | 'paused'
  | 'handed'
  | 'ballot'
  | 'balloted'
  /** Closed before anything was handed in. */
  | 'missed'
  | 'revealed'
  | 'over';

export interface Standing {
  hasJoined: boolean;
  hasPlayed: boolean;
  hasBalloted: boolean;
  /** The visitor asked for more time: the close of the round is none for them (rule 49). */
  isExtended: boolean;
}

export function phaseOf(round: RoundView | null, own: Standing, nowMs: number): Phase {
  if (!round || round.isVoid) return 'over';
  const { state } = round;
  if (state === 'scheduled' || state === 'archived') return 'over';
  if (state === 'revealed') return 'revealed';
  if (!own.hasJoined && !own.hasPlayed) return state === 'closed' ? 'missed' : 'invited';
  if (state === 'open') return 'waiting';
  if (state === 'running') {
    if (own.hasPlayed) return 'handed';
    if (round.leftMs !== null) return 'paused';
    return startsInMs(round, nowMs) > 0 ? 'ready' : 'playing';
  }
  if (own.hasPlayed && round.kind === 'direct') return own.hasBalloted ? 'balloted' : 'ballot';
  if (own.hasPlayed) return 'handed';
  return own.isExtended ? 'playing' : 'missed';
}

/**
 * Whether the tablet must not ask if somebody is there (rule 47): while there is time to play, and while
 * the hub goes on. A hub that is gone for good must not hold the tablet.
 */
export function isOn(round: RoundView | null, isLive: boolean, nowMs: number): boolean {
  if (!round || (round.state !== 'running' && round.state !== 'closed')) return false;
  return isLive || nowMs < (round.closesAtMs ?? 0);
}

/** Until answers are made; 0 once they are. After a pause there is a count-in again. */
export function startsInMs(
  { begunAtMs, closesAtMs, totalMs, startsAtMs }: RoundView,
  nowMs: number,
): number {
  if (begunAtMs === null || closesAtMs === null || startsAtMs === null) return 0;
  const firstMs = begunAtMs - nowMs;
  // Resumed or reopened: the run ends where it would have, had it gone on `leadMs` from then.
  const isFirst = startsAtMs === begunAtMs && closesAtMs === begunAtMs + totalMs;
  return isFirst ? Math.min(leadMs, Math.max(0, firstMs)) : 0;
}

/** What is left to play, in milliseconds; `null` where no clock runs. */
export function leftMs(
  { state, closesAtMs, leftMs: paused, totalMs }: RoundView,
  nowMs: number,
): number | null {
  if (state !== 'running') return null;
  if (paused !== null) return paused;
  return closesAtMs === null ? null : Math.min(totalMs, Math.max(0, closesAtMs - nowMs));
}
