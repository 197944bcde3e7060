import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  actions,
  clockWithinMs,
  isLive,
  isOver,
  leadMs,
  planned,
  possible,
  round as roundSchema,
  step,
  verdictOn,
  type Action,
  type Round,
} from './round.ts';

const plan = {
  id: '00000000-0000-4000-8000-000000000001',
  challenge: 'keep',
  pace: 'race' as const,
  isRehearsal: false,
};
const scheduled = planned(plan, 60);
const t0 = 1_700_000_000_000;

/** Steps in a row, each some milliseconds after the one before; every one must be possible. */
function after(...steps: [action: Action, waitMs: number, seconds?: number][]): Round {
  let round = scheduled;
  let nowMs = t0;
  for (const [action, waitMs, seconds = 30] of steps) {
    nowMs += waitMs;
    round = step(round, { action, seconds }, nowMs)!;
    expect(round, action).not.toBeNull();
  }
  return round;
}

const isPaused = ({ state, leftMs }: Round): boolean => state === 'running' && leftMs !== null;
const hasRun = ({ state }: Round): boolean => !['scheduled', 'open'].includes(state);

interface Stride {
  action: Action;
  seconds: number;
  waitMs: number;
}
/** What a host asks for: mostly what is possible then (`pick` of it), now and then anything. */
type Wish = Omit<Stride, 'action'> & { action: Action | null; pick: number };
const anyWishes: fc.Arbitrary<Wish[]> = fc.array(
  fc.record({
    action: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, fc.constantFrom(...actions)),
    pick: fc.nat(),
    seconds: fc.integer({ min: 5, max: 600 }),
    waitMs: fc.oneof(fc.integer({ min: 0, max: 9_000 }), fc.integer({ min: 0, max: 90_000 })),
  }),
  { minLength: 1, maxLength: 40 },
);

/** Walks along all that is possible, closes on time as the hub does, and shows every step. */
function walk(
  wishes: Wish[],
  look: (before: Round, stride: Stride, made: Round | null, nowMs: number) => void,
): void {
  let round = step(scheduled, { action: 'open', seconds: 30 }, t0)!;
  let nowMs = t0;
  const take = (stride: Stride): void => {
    nowMs += stride.waitMs;
    const made = step(round, stride, nowMs);
    look(round, stride, made, nowMs);
    round = made ?? round;
  };
  for (const { action, pick, seconds, waitMs } of wishes) {
    const thenMs = nowMs + waitMs;
    if (isOver(round, thenMs))
      take({ action: 'close', seconds, waitMs: Math.max(0, round.closesAtMs! - nowMs) });
    const can = possible(round);
    const wanted = action ?? can[pick % can.length] ?? 'open';
    take({ action: wanted, seconds, waitMs: thenMs - nowMs });
  }
}

describe('a round', () => {
  it('is never in a state that cannot be', () => {
    fc.assert(
      fc.property(anyWishes, (wishes) => {
        walk(wishes, (before, { action }, made) => {
          expect(made !== null).toBe(possible(before).includes(action));
          if (!made) return;
          expect(v.is(roundSchema, made)).toBe(true);
          expect(made.revision).toBe(before.revision + 1);
          expect(made.closesAtMs === null).toBe(!hasRun(made) || isPaused(made));
          expect(made.startsAtMs === null).toBe(!hasRun(made));
          expect(made.begunAtMs === null).toBe(!hasRun(made));
          if (made.leftMs !== null) {
            expect(made.state).toBe('running');
            expect(made.leftMs).toBeGreaterThanOrEqual(0);
            expect(made.leftMs).toBeLessThanOrEqual(made.totalMs);
          }
          if (made.state === 'running' && !isPaused(made))
            expect(made.closesAtMs! - made.startsAtMs!).toBe(made.totalMs);
          expect({ ...made, challenge: '', id: '' }).toMatchObject({
            pace: before.pace,
            isRehearsal: before.isRehearsal,
          });
          if (before.begunAtMs !== null) expect(made.begunAtMs).toBe(before.begunAtMs);
        });
      }),
      { numRuns: 400 },
    );
  });

  it('leaves the one before as it was', () => {
    fc.assert(
      fc.property(anyWishes, (wishes) => {
        walk(wishes, (before, stride, _, nowMs) => {
          const copy = structuredClone(before);
          step(before, stride, nowMs);
          expect(before).toEqual(copy);
        });
      }),
    );
  });

  it('goes on only by the evening’s order, whatever is asked of it', () => {
    const next: Partial<Record<Action, [Round['state'], Round['state']]>> = {
      open: ['scheduled', 'open'],
      run: ['open', 'running'],
      pause: ['running', 'running'],
      resume: ['running', 'running'],
      extend: ['running', 'running'],
      close: ['running', 'closed'],
      reopen: ['closed', 'running'],
      reveal: ['closed', 'revealed'],
      archive: ['revealed', 'archived'],
    };
    fc.assert(
      fc.property(anyWishes, (wishes) => {
        walk(wishes, (before, { action }, made) => {
          if (!made) return;
          const [from, to] = next[action] ?? [before.state, before.state];
          expect([before.state, made.state]).toEqual([from, to]);
          expect(made.isVoid).toBe(action === 'void');
        });
      }),
    );
  });

  it('runs as long as was said, however often it pauses, closes and opens again', () => {
    fc.assert(
      fc.property(anyWishes, (wishes) => {
        // What ran and what was granted, counted by hand beside the machine.
        let [ranMs, grantedMs, fromMs] = [0, scheduled.totalMs, 0];
        walk(wishes, (before, { action, seconds }, made, nowMs) => {
          if (!made) return;
          if (action === 'extend') grantedMs += seconds * 1000;
          const stops = action === 'pause' || (action === 'close' && !isPaused(before));
          // Stopped before it ran on, it gives the seconds until then back.
          if (stops) ranMs = Math.max(0, Math.min(grantedMs, ranMs + nowMs - fromMs));
          if (action === 'reopen') grantedMs = ranMs + seconds * 1000;
          if (isPaused(made)) expect(made.leftMs).toBe(grantedMs - ranMs);
          if (action === 'run' || action === 'resume' || action === 'reopen') {
            fromMs = nowMs + leadMs;
            expect(made.closesAtMs).toBe(fromMs + grantedMs - ranMs);
            expect(made.totalMs).toBe(grantedMs);
            // By the clock of the race, the time spent is the time that it ran.
            expect(fromMs - made.startsAtMs!).toBe(ranMs);
          }
        });
      }),
      { numRuns: 400 },
    );
  });

  it('that was taken back comes back as it was, and does nothing else meanwhile', () => {
    fc.assert(
      fc.property(anyWishes, fc.nat(1e7), (wishes, laterMs) => {
        walk(wishes, (before, _, __, nowMs) => {
          if (before.isVoid) return;
          const taken = step(before, { action: 'void', seconds: 30 }, nowMs)!;
          expect(possible(taken)).toEqual(['restore']);
          expect([isLive(taken), isOver(taken, nowMs + 1e9)]).toEqual([false, false]);
          const back = step(taken, { action: 'restore', seconds: 30 }, nowMs + laterMs)!;
          expect(back).toEqual({ ...before, revision: before.revision + 2 });
        });
      }),
    );
  });

  it('starts a little later than the host says, so that everybody hears of it', () => {
    const run = after(['open', 0], ['run', 1_000]);
    expect(run).toMatchObject({
      state: 'running',
      startsAtMs: t0 + 1_000 + leadMs,
      closesAtMs: t0 + 1_000 + leadMs + 60_000,
    });
    expect(isOver(run, run.closesAtMs! - 1)).toBe(false);
    expect(isOver(run, run.closesAtMs!)).toBe(true);
  });

  it('that pauses before it starts loses nothing', () => {
    const paused = after(['open', 0], ['run', 0], ['pause', 1_000]);
    expect(paused).toMatchObject({ leftMs: 60_000, closesAtMs: null });
    expect(isOver(paused, t0 + 1e9)).toBe(false);
  });

  it('that closes early gives no time away when it opens again', () => {
    const again = after(['open', 0], ['run', 0], ['close', leadMs + 20_000], ['reopen', 40_000]);
    expect(again).toMatchObject({ state: 'running', totalMs: 50_000 });
    const reopenedMs = t0 + leadMs + 20_000 + 40_000;
    expect(again.closesAtMs).toBe(reopenedMs + leadMs + 30_000);
    expect(again.startsAtMs).toBe(reopenedMs + leadMs - 20_000);
  });

  it('keeps the hall busy from its opening to its reveal', () => {
    const evening: [Action, number][] = [
      ['open', 0],
      ['run', 0],
      ['close', 5_000],
      ['reveal', 0],
      ['archive', 0],
    ];
    const live = evening.map((_, place) => isLive(after(...evening.slice(0, place + 1))));
    expect([isLive(scheduled), ...live]).toEqual([false, true, true, true, false, false]);
  });
});

describe('an answer to a round', () => {
  const running = after(['open', 0], ['run', 0]);
  const [begunMs, closesMs] = [running.begunAtMs!, running.closesAtMs!];
  const closed = step(running, { action: 'close', seconds: 30 }, closesMs)!;
  const revealed = step(closed, { action: 'reveal', seconds: 30 }, closesMs + 5_000)!;
  const taken = step(running, { action: 'void', seconds: 30 }, begunMs + 1_000)!;
  const paused = step(running, { action: 'pause', seconds: 30 }, begunMs + 10_000)!;
  const late = closesMs + 60_000;

  const cases: [string, Round, number, boolean, number, ReturnType<typeof verdictOn>][] = [
    ['while it runs', running, begunMs + 5_000, false, begunMs + 5_100, 'counted'],
    ['at the very start', running, begunMs, false, begunMs + 40, 'counted'],
    ['by a clock that is a little slow', running, begunMs - 250, false, begunMs, 'counted'],
    ['before it began', running, begunMs - 251, false, begunMs, 'refused'],
    ['by a clock that is a little fast', running, begunMs + 250, false, begunMs, 'counted'],
    ['later than now', running, begunMs + 251, false, begunMs, 'refused'],
    ['before anybody opened it', scheduled, t0, false, t0, 'refused'],
    ['while people join', after(['open', 0]), t0, false, t0, 'refused'],
    ['in its pause', paused, begunMs + 20_000, false, begunMs + 20_000, 'counted'],
    ['in the last moment', closed, closesMs, false, closesMs + 9_000, 'counted'],
    ['in time, heard long after', closed, closesMs - 1, false, late, 'counted'],
    ['just after the end', closed, closesMs + clockWithinMs, false, late, 'counted'],
    ['too late', closed, closesMs + clockWithinMs + 1, false, late, 'day'],
    ['too late, with more time asked for', closed, closesMs + 30_000, true, late, 'counted'],
    ['in time, heard after the reveal', revealed, closesMs - 1, false, late, 'day'],
    ['after the reveal, with more time', revealed, closesMs + 9_000, true, late, 'day'],
    ['to what was taken back', taken, begunMs + 500, false, begunMs + 2_000, 'counted'],
    ['that cannot be, to what was taken back', taken, begunMs - 9_000, false, late, 'refused'],
  ];
  it.each(cases)('made %s', (_, round, madeMs, isExtended, nowMs, verdict) => {
    expect(verdictOn(round, { madeMs, isExtended }, nowMs)).toBe(verdict);
  });

  it('that counts would count had it been heard sooner, until it was made', () => {
    fc.assert(
      fc.property(anyWishes, fc.nat(600_000), fc.nat(60_000), fc.boolean(), (...given) => {
        const [wishes, afterMs, soonerMs, isExtended] = given;
        walk(wishes, (before, _, __, nowMs) => {
          const madeMs = t0 + afterMs;
          const heardMs = Math.max(madeMs, nowMs - soonerMs);
          if (heardMs <= nowMs && verdictOn(before, { madeMs, isExtended }, nowMs) === 'counted')
            expect(verdictOn(before, { madeMs, isExtended }, heardMs)).toBe('counted');
        });
      }),
    );
  });
});
