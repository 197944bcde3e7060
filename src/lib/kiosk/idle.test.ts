import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idleTimes, nextIdle, secondsLeft, type Idle, type IdleEvent } from './idle.ts';

const usual = idleTimes({ textScale: 1, patience: 'usual' });
const pass = (idle: Idle, atMs: number, busy = false): Idle =>
  nextIdle(idle, { type: 'passed', atMs, busy }, usual);

describe('idle', () => {
  it('asks after 90 seconds of silence and resets 30 seconds later', () => {
    let idle: Idle = { phase: 'active', sinceMs: 0 };
    idle = pass(idle, 89_999);
    expect(idle.phase).toBe('active');
    idle = pass(idle, 90_000);
    expect(secondsLeft(idle, 90_000, usual)).toBe(30);
    expect(pass(idle, 119_999).phase).toBe('asking');
    expect(pass(idle, 120_000).phase).toBe('attract');
  });

  it('waits 150 seconds in large text, ten times as long or for ever when asked to', () => {
    expect(idleTimes({ textScale: 1.35, patience: 'usual' }).silenceMs).toBe(150_000);
    expect(idleTimes({ textScale: 1, patience: 'tenfold' })).toEqual({
      silenceMs: 900_000,
      questionMs: 300_000,
    });
    const endless = idleTimes({ textScale: 1, patience: 'endless' });
    expect(
      nextIdle(
        { phase: 'active', sinceMs: 0 },
        { type: 'passed', atMs: 1e12, busy: false },
        endless,
      ).phase,
    ).toBe('active');
  });

  it('can be extended as often as somebody touches', () => {
    let idle: Idle = { phase: 'active', sinceMs: 0 };
    for (let round = 1; round <= 40; round += 1) {
      idle = pass(idle, round * 100_000 - 1);
      expect(idle.phase).toBe('asking');
      idle = nextIdle(idle, { type: 'touched', atMs: round * 100_000 }, usual);
    }
    expect(idle).toEqual({ phase: 'active', sinceMs: 4_000_000 });
  });

  it('never asks while a film plays', () => {
    let idle: Idle = { phase: 'active', sinceMs: 0 };
    for (let atMs = 0; atMs < 600_000; atMs += 1000) idle = pass(idle, atMs, true);
    expect(idle).toEqual({ phase: 'active', sinceMs: 599_000 });
  });

  it('resets only out of silence, whatever happens', () => {
    const event: fc.Arbitrary<{ type: 'touched' | 'passed'; afterMs: number; busy: boolean }> =
      fc.record({
        type: fc.constantFrom('touched', 'passed'),
        afterMs: fc.integer({ min: 0, max: 60_000 }),
        busy: fc.boolean(),
      });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let idle: Idle = { phase: 'active', sinceMs: 0 };
        let [atMs, lastSignMs] = [0, 0];
        for (const { type, afterMs, busy } of events) {
          atMs += afterMs;
          const next: IdleEvent = type === 'touched' ? { type, atMs } : { type, atMs, busy };
          const before = idle.phase;
          idle = nextIdle(idle, next, usual);
          if (type === 'touched' || (busy && before !== 'attract')) lastSignMs = atMs;
          if (idle.phase === 'attract' && before !== 'attract')
            expect(atMs - lastSignMs).toBeGreaterThanOrEqual(usual.silenceMs + usual.questionMs);
        }
      }),
    );
  });
});
