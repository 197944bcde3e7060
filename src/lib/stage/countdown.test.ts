import { describe, expect, it } from 'vitest';
import { planned, step } from '#lib/challenge/round.ts';
import { countdownOf } from './countdown.ts';

const atMs = 1_000_000;
const open = step(
  planned({ id: crypto.randomUUID(), challenge: 'x', pace: 'calm', isRehearsal: false }, 60),
  { action: 'open', seconds: 30 },
  atMs,
)!;
const running = step(open, { action: 'run', seconds: 30 }, atMs)!;

describe('the countdown of a round', () => {
  it('counts in, counts down, and is over', () => {
    expect(countdownOf(running, atMs)).toMatchObject({ phase: 'lead', seconds: 3, portion: 1 });
    expect(countdownOf(running, atMs + 2_999)).toMatchObject({ phase: 'lead', seconds: 1 });
    expect(countdownOf(running, atMs + 3_000)).toMatchObject({ phase: 'running', seconds: 60 });
    expect(countdownOf(running, atMs + 33_000)).toMatchObject({ seconds: 30, portion: 0.5 });
    expect(countdownOf(running, atMs + 62_999)).toMatchObject({ phase: 'running', seconds: 1 });
    expect(countdownOf(running, atMs + 63_000)).toMatchObject({ phase: 'over', seconds: 0 });
  });

  it('stands still in a pause, and grows when time is added', () => {
    const paused = step(running, { action: 'pause', seconds: 30 }, atMs + 33_000)!;
    expect(countdownOf(paused, atMs + 50_000)).toMatchObject({ phase: 'paused', seconds: 30 });
    const longer = step(paused, { action: 'extend', seconds: 30 }, atMs + 50_000)!;
    expect(countdownOf(longer, atMs + 50_000)).toMatchObject({ phase: 'paused', seconds: 60 });
  });
});
