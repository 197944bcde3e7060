// What a countdown says, from the round and the hub's clock. Every screen computes it the same way.
import type { Round } from '#lib/challenge/round.ts';

export interface Countdown {
  phase: 'lead' | 'running' | 'paused' | 'over';
  leftMs: number;
  /** The digit. */
  seconds: number;
  /** 0 to 1 of the round's time that is left. */
  portion: number;
}

type Timed = Pick<Round, 'begunAtMs' | 'closesAtMs' | 'leftMs' | 'totalMs'>;

export function countdownOf(
  { begunAtMs, closesAtMs, leftMs, totalMs }: Timed,
  nowMs: number,
): Countdown {
  if (leftMs !== null) return say('paused', leftMs, totalMs);
  if (begunAtMs !== null && nowMs < begunAtMs)
    return { ...say('lead', begunAtMs - nowMs, totalMs), portion: 1 };
  const restMs = Math.max(0, (closesAtMs ?? nowMs) - nowMs);
  return say(restMs > 0 ? 'running' : 'over', restMs, totalMs);
}

const say = (phase: Countdown['phase'], leftMs: number, totalMs: number): Countdown => ({
  phase,
  leftMs,
  seconds: Math.ceil(leftMs / 1000),
  portion: totalMs > 0 ? Math.min(1, leftMs / totalMs) : 0,
});

/** From here on the wall speaks up. */
export const lastSeconds = 10;
