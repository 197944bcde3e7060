import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostShots } from '#lib/challenge/tally.ts';
import { showsAt, wallCut } from './cut.ts';

const sum = (lengths: readonly number[]): number => lengths.reduce((all, one) => all + one, 0);

describe('the wall’s cut', () => {
  it('gives every shot its time, the favourite the longest, and ends within a minute or so', () => {
    for (let count = 1; count <= mostShots; count += 1) {
      const lengths = wallCut(count);
      expect(lengths).toHaveLength(count);
      expect(Math.min(...lengths)).toBeGreaterThanOrEqual(2_500);
      expect(lengths.at(-1)).toBe(Math.max(...lengths));
      expect(sum(lengths)).toBeLessThanOrEqual(70_000);
    }
  });

  it('shows one shot at any moment, in order, and none after the last', () => {
    const lengthLists = fc.array(fc.integer({ min: 500, max: 10_000 }), {
      minLength: 1,
      maxLength: 24,
    });
    fc.assert(
      fc.property(lengthLists, fc.integer({ min: 0, max: 300_000 }), (lengths, atMs) => {
        const shown = showsAt(lengths, atMs);
        if (atMs >= sum(lengths)) return void expect(shown).toBeNull();
        const { place, sinceMs } = shown!;
        expect(sum(lengths.slice(0, place)) + sinceMs).toBe(atMs);
        expect(sinceMs).toBeLessThan(lengths[place]!);
      }),
    );
  });
});
