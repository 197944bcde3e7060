// Is anybody there? A state machine without clock or screen (rules 47 to 49).
import type { Choices } from './session.svelte.ts';

export type Idle =
  | { phase: 'attract' }
  | { phase: 'active'; sinceMs: number }
  | { phase: 'asking'; sinceMs: number };

export type IdleEvent =
  | { type: 'touched'; atMs: number }
  | { type: 'passed'; atMs: number; busy: boolean }
  | { type: 'left' };

/** Milliseconds without a touch before the question, and of its countdown. */
export interface IdleTimes {
  silenceMs: number;
  questionMs: number;
}

/** 90 s, 150 s in large text; ten times that, or never, when a visitor asked for more time. */
export function idleTimes({
  textScale,
  patience,
}: Pick<Choices, 'textScale' | 'patience'>): IdleTimes {
  const usual = textScale > 1 ? 150_000 : 90_000;
  const factor = { usual: 1, tenfold: 10, endless: Infinity }[patience];
  return { silenceMs: usual * factor, questionMs: 30_000 * Math.min(factor, 10) };
}

/** The state after `event`. Reaching `attract` from another phase is what resets the tablet. */
export function nextIdle(idle: Idle, event: IdleEvent, times: IdleTimes): Idle {
  switch (event.type) {
    case 'left':
      return { phase: 'attract' };
    case 'touched':
      return { phase: 'active', sinceMs: event.atMs };
    case 'passed': {
      if (idle.phase === 'attract') return idle;
      if (event.busy) return { phase: 'active', sinceMs: event.atMs };
      const passedMs = event.atMs - idle.sinceMs;
      if (idle.phase === 'active')
        return passedMs >= times.silenceMs ? { phase: 'asking', sinceMs: event.atMs } : idle;
      return passedMs >= times.questionMs ? { phase: 'attract' } : idle;
    }
  }
}

/** Whole seconds that are left to answer; `null` while nobody is asked. */
export function secondsLeft(idle: Idle, atMs: number, times: IdleTimes): number | null {
  if (idle.phase !== 'asking') return null;
  return Math.max(0, Math.ceil((times.questionMs - (atMs - idle.sinceMs)) / 1000));
}
