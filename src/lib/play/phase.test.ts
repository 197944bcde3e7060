import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoundView } from '#lib/challenge/live.ts';
import { leadMs, planned, step, type Action } from '#lib/challenge/round.ts';
import { isOn, leftMs, phaseOf, startsInMs, type Standing } from './phase.ts';

const nowMs = 1_800_000_000_000;
const fresh = planned(
  { id: crypto.randomUUID(), challenge: 'keep-lane', pace: 'calm', isRehearsal: false },
  60,
);

/** Steps that are taken at once, but for a pause ten seconds into the run. */
function after(...actions: Action[]): RoundView {
  let atMs = nowMs;
  let round = fresh;
  for (const action of actions) {
    if (action === 'pause') atMs += leadMs + 10_000;
    round = step(round, { action, seconds: 30 }, atMs)!;
  }
  return {
    ...round,
    kind: 'keep',
    title: { zh: '题', en: 'Title' },
    brief: { zh: '题', en: 'Brief' },
    counts: { joined: 0, entered: 0, balloted: 0, unhurried: 0 },
    result: null,
    ballot: null,
  };
}

const own = (more: Partial<Standing> = {}): Standing => ({
  hasJoined: true,
  hasPlayed: false,
  hasBalloted: false,
  isExtended: false,
  ...more,
});

describe('where a visitor stands', () => {
  it('goes with the round', () => {
    expect(phaseOf(null, own(), nowMs)).toBe('over');
    expect(phaseOf(after(), own(), nowMs)).toBe('over');
    expect(phaseOf(after('open'), own({ hasJoined: false }), nowMs)).toBe('invited');
    expect(phaseOf(after('open'), own(), nowMs)).toBe('waiting');
    expect(phaseOf(after('open', 'run'), own(), nowMs)).toBe('ready');
    expect(phaseOf(after('open', 'run'), own(), nowMs + leadMs)).toBe('playing');
    expect(phaseOf(after('open', 'run', 'pause'), own(), nowMs + leadMs)).toBe('paused');
    expect(phaseOf(after('open', 'run', 'pause', 'resume'), own(), nowMs)).toBe('playing');
    expect(phaseOf(after('open', 'run', 'close', 'reveal'), own(), nowMs)).toBe('revealed');
    expect(phaseOf(after('open', 'run', 'void'), own(), nowMs)).toBe('over');
  });

  it('asks nobody twice, and lets late-comers in', () => {
    const running = after('open', 'run');
    expect(phaseOf(running, own({ hasPlayed: true }), nowMs + leadMs)).toBe('handed');
    expect(phaseOf(running, own({ hasJoined: false }), nowMs + leadMs)).toBe('invited');
    expect(phaseOf(running, own({ hasJoined: false, hasPlayed: true }), nowMs)).toBe('handed');
  });

  it('gives those who asked for it all the time until the reveal (49)', () => {
    const closed = after('open', 'run', 'close');
    expect(phaseOf(closed, own(), nowMs)).toBe('missed');
    expect(phaseOf(closed, own({ isExtended: true }), nowMs)).toBe('playing');
    expect(phaseOf(after('open', 'run', 'close', 'reveal'), own({ isExtended: true }), nowMs)).toBe(
      'revealed',
    );
  });

  it('lets the hall vote on shots while the round is closed', () => {
    const closed: RoundView = { ...after('open', 'run', 'close'), kind: 'direct' };
    expect(phaseOf(closed, own({ hasPlayed: true }), nowMs)).toBe('ballot');
    expect(phaseOf(closed, own({ hasPlayed: true, hasBalloted: true }), nowMs)).toBe('balloted');
    expect(phaseOf(closed, own(), nowMs)).toBe('missed');
  });
});

describe('a round that is on', () => {
  it('keeps the tablet from asking who is there, but not for ever once the hub is gone', () => {
    const [running, paused] = [after('open', 'run'), after('open', 'run', 'pause')];
    const closed = after('open', 'run', 'close');
    for (const round of [running, paused, closed]) expect(isOn(round, true, nowMs)).toBe(true);
    expect(isOn(running, false, running.closesAtMs! - 1)).toBe(true);
    expect(isOn(running, false, running.closesAtMs!)).toBe(false);
    for (const round of [paused, closed]) expect(isOn(round, false, nowMs)).toBe(false);
    for (const round of [null, after('open'), after('open', 'run', 'close', 'reveal')])
      expect(isOn(round, true, nowMs)).toBe(false);
  });
});

describe('the time that is left', () => {
  it('is the whole of it at the start, stands still in a pause, and never leaves its range', () => {
    expect(leftMs(after('open', 'run'), nowMs)).toBe(60_000);
    expect(leftMs(after('open', 'run', 'pause'), nowMs + 40_000)).toBe(50_000);
    expect(startsInMs(after('open', 'run'), nowMs)).toBe(leadMs);
    expect(startsInMs(after('open', 'run', 'extend'), nowMs + 1_000)).toBe(leadMs - 1_000);
    expect(startsInMs(after('open', 'run', 'pause', 'resume'), nowMs)).toBe(0);
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 1e6 }), (offMs) => {
        const left = leftMs(after('open', 'run', 'extend'), nowMs + offMs)!;
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left).toBeLessThanOrEqual(90_000);
      }),
    );
  });
});
