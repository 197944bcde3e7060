import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '#lib/previs/shot/random.ts';
import { offsetFrom, questions, type Sample } from './clock.ts';

const seed = fc.integer();

/** How long one way takes, in milliseconds. */
type Link = (random: () => number) => number;
const jittery: Link = (random) => 2 + random() * 200;
/** Sleeping radios: half of all packets wait for the access point's next beacons. */
const sleepy: Link = (random) => 2 + random() * 10 + (random() < 0.5 ? random() * 400 : 0);

/** Asks the hub's clock; a fifth of the questions get lost. */
function ask(random: () => number, offsetMs: number, link: Link): Sample[] {
  let now = random() * 1e6;
  return Array.from({ length: questions }).flatMap((): Sample[] => {
    const [there, back] = [link(random), link(random)];
    const askedMs = now;
    now += there + back + 50;
    if (random() < 0.2) return [];
    return [{ askedMs, answeredMs: askedMs + there + back, hubMs: askedMs + there + offsetMs }];
  });
}

/** Of 100 tablets, 95 are wrong by this at most. */
function worstOfMost(random: () => number, link: Link, asked: number): number {
  const errors = Array.from({ length: 400 }, () => {
    const offsetMs = (random() - 0.5) * 1e7;
    const found = offsetFrom(ask(random, offsetMs, link).slice(0, asked));
    return found ? Math.abs(found.offsetMs - offsetMs) : Infinity;
  }).sort((a, b) => a - b);
  return errors[Math.floor(errors.length * 0.95)]!;
}

describe('the hub’s clock', () => {
  it('is never missed by more than half of the way there and back', () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: -1e9, max: 1e9 }), (start, offsetMs) => {
        const samples = ask(randomFrom(start), offsetMs, sleepy);
        const found = offsetFrom(samples);
        if (samples.length === 0) return expect(found).toBeNull();
        const errorMs = Math.abs(found!.offsetMs - offsetMs);
        expect(errorMs).toBeLessThanOrEqual(found!.roundTripMs / 2 + 1e-3);
        for (const { askedMs, answeredMs } of samples)
          expect(found!.roundTripMs).toBeLessThanOrEqual(answeredMs - askedMs);
      }),
    );
  });

  it.each([
    ['jitters by 200 ms', jittery],
    ['sleeps for 400 ms', sleepy],
  ])('is within 100 ms for 95 of 100 tablets, over a link that %s', (_, link) => {
    fc.assert(
      fc.property(seed, (start) => {
        expect(worstOfMost(randomFrom(start), link, questions)).toBeLessThanOrEqual(100);
      }),
      { numRuns: 50 },
    );
  });

  it('would not be, over a sleepy link, for those who asked it once', () => {
    expect(worstOfMost(randomFrom(1), sleepy, 1)).toBeGreaterThan(100);
  });

  it('is not read off an answer that came before its question', () => {
    expect(offsetFrom([{ askedMs: 10, answeredMs: 9, hubMs: 500 }])).toBeNull();
  });
});
