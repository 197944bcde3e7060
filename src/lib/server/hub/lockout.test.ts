import { describe, expect, it } from 'vitest';
import { Lockout } from './lockout.ts';

describe('guessing', () => {
  it('is slowed down from the fifth wrong guess, longer each time, for that address alone', () => {
    let nowMs = 0;
    const lockout = new Lockout(() => nowMs);
    const guess = (times: number) => Array.from({ length: times }, () => lockout.wrong('10.0.0.7'));
    guess(4);
    expect(lockout.waitS('10.0.0.7')).toBe(0);
    guess(1);
    expect(lockout.waitS('10.0.0.7')).toBe(60);
    expect(lockout.waitS('10.0.0.8')).toBe(0);
    nowMs = 60_000;
    expect(lockout.waitS('10.0.0.7')).toBe(0);
    guess(1);
    expect(lockout.waitS('10.0.0.7')).toBe(120);
    guess(20);
    expect(lockout.waitS('10.0.0.7')).toBe(900);
    lockout.right('10.0.0.7');
    expect(lockout.waitS('10.0.0.7')).toBe(0);
  });

  it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('never locks out the hub’s own %s', (own) => {
    const lockout = new Lockout();
    for (let i = 0; i < 50; i += 1) lockout.wrong(own);
    expect(lockout.waitS(own)).toBe(0);
  });
});
