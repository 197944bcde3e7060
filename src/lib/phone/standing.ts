// Where a phone stands in a round. Pure, so that a reload ends up in the same place.
import type { Kind } from '#lib/openset/challenge.ts';
import type { Round } from './hear.ts';

export type Standing =
  /** Nothing is on. */
  | 'between'
  /** A round that only tablets can play. */
  | 'tablets'
  | 'invited'
  /** Joined, and waiting for the host. */
  | 'waiting'
  /** The last seconds before it begins. */
  | 'ready'
  | 'playing'
  | 'paused'
  | 'handed'
  /** Closed before this phone took part or handed in. */
  | 'missed'
  | 'revealed';

export interface Own {
  hasJoined: boolean;
  hasHanded: boolean;
  /** More time was asked for: the close of the round is none (rule 49). */
  isExtended: boolean;
}

/** Kinds whose play needs the previs set, which is too much for a phone. */
export const isForTablets = (kind: Kind): boolean => kind === 'match' || kind === 'direct';

export function standingIn(round: Round | null, own: Own, nowMs: number): Standing {
  if (!round || round.isVoid) return 'between';
  const { state, kind } = round;
  if (state === 'scheduled' || state === 'archived') return 'between';
  if (isForTablets(kind)) return 'tablets';
  if (state === 'revealed') return 'revealed';
  if (own.hasHanded) return 'handed';
  if (state === 'closed') return own.hasJoined && own.isExtended ? 'playing' : 'missed';
  if (!own.hasJoined) return 'invited';
  if (state === 'open') return 'waiting';
  if (round.leftMs !== null) return 'paused';
  return startsInMs(round, nowMs) > 0 ? 'ready' : 'playing';
}

/** Until the first answers are made; 0 once they are. */
export const startsInMs = ({ begunAtMs }: Round, nowMs: number): number =>
  Math.max(0, (begunAtMs ?? nowMs) - nowMs);

/** What is left to play; `null` where no clock runs. */
export function leftMs(round: Round, nowMs: number): number | null {
  const { state, closesAtMs, totalMs } = round;
  if (state !== 'running' || closesAtMs === null) return round.leftMs;
  return Math.min(totalMs, Math.max(0, closesAtMs - nowMs));
}
