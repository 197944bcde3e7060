import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SolutionDocument } from '#lib/openset/challenge.ts';
import { anyShot, choices as scene } from '#lib/previs/shot/arbitrary.ts';
import { distance } from '#lib/previs/shot/distance.ts';
import { plainShot } from '#lib/previs/shot/shot-description.ts';
import { toPrompt } from '#lib/previs/shot/phrases.ts';
import { anyAsked, anyAskedOf, anyRandom } from './arbitrary.ts';
import { guess } from './guess.ts';
import {
  isOpen,
  mostLagMs,
  orderPoints,
  placeOf,
  points,
  quality,
  spentMs,
  standings,
  wanted,
} from './score.ts';

const why = { zh: '理由。', en: 'A reason.' };
const anyOrder = fc
  .integer({ min: 2, max: 6 })
  .chain((count) => fc.shuffledSubarray([...'abcdef'].slice(0, count), { minLength: count }));
const anyQuality = fc.integer({ min: 0, max: 100 });

describe('quality', () => {
  it('is a whole number from 0 to 100, and none where nothing is right', () => {
    fc.assert(
      fc.property(anyAsked, anyShot, anyRandom, (asked, shot, random) => {
        const solution = ((): SolutionDocument => {
          const { kind } = asked;
          if (kind === 'match') return { kind, right: toPrompt(shot, scene, 'en'), why };
          if (kind === 'order')
            return { kind, right: (guess(asked, random) as { order: string[] }).order, why };
          if (kind === 'keep' || kind === 'cause')
            return { kind, right: (guess(asked, random) as { choice: string }).choice, why };
          return { kind };
        })();
        const found = quality(asked, solution, guess(asked, random));
        if (isOpen(asked.kind)) expect(found).toBeNull();
        else expect([...Array(101).keys()]).toContain(found);
      }),
    );
  });

  it('of a choice is all or nothing', () => {
    fc.assert(
      fc.property(anyAskedOf('keep'), fc.constantFrom(...'abc'), (asked, right) => {
        const solution = { kind: 'keep' as const, right, why };
        for (const { id } of asked.choices)
          expect(quality(asked, solution, { choice: id })).toBe(id === right ? 100 : 0);
      }),
    );
  });

  it('of a match is 100 for the team’s own prompt, 0 for saying nothing, and grows on the way', () => {
    fc.assert(
      fc.property(
        anyAskedOf('match'),
        anyShot,
        anyShot,
        fc.constantFrom('zh' as const, 'en' as const),
        (asked, team, own, language) => {
          const right = (shot: typeof team) => ({
            kind: 'match' as const,
            right: toPrompt(shot, scene, language),
            why,
          });
          expect(quality(asked, right(team), { shot: wanted(asked, right(team)) })).toBe(100);
          const far = (shot: typeof team) => distance(shot, team, scene).points;
          const plain = plainShot(scene);
          if (far(plain) > 0) expect(quality(asked, right(team), { shot: plain })).toBe(0);
          const [one, other] = [own, { ...own, size: team.size, lens: team.lens }];
          const found = [one, other].map((shot) => quality(asked, right(team), { shot })!);
          if (far(other) < far(one)) expect(found[1]).toBeGreaterThanOrEqual(found[0]!);
        },
      ),
    );
  });
});

describe('an order', () => {
  it('gets 100 when it is right and 0 when it is turned around', () => {
    fc.assert(
      fc.property(anyOrder, (right) => {
        expect(orderPoints(right, right)).toBe(100);
        expect(orderPoints(right.toReversed(), right)).toBe(0);
      }),
    );
  });

  it('loses one pair for one swap of neighbours, and gains as much for the swap back', () => {
    fc.assert(
      fc.property(anyOrder, anyOrder, fc.nat(4), (right, shuffle, at) => {
        const given = right.toSorted((a, b) => shuffle.indexOf(a) - shuffle.indexOf(b));
        const place = at % (given.length - 1);
        const [first, second] = [given[place]!, given[place + 1]!];
        const swapped = given.with(place, second).with(place + 1, first);
        const pairs = (right.length * (right.length - 1)) / 2;
        const stood = right.indexOf(first) < right.indexOf(second);
        const kept = Math.ceil((orderPoints(given, right) * pairs) / 100);
        expect(orderPoints(swapped, right)).toBe(
          Math.floor(((kept + (stood ? -1 : 1)) * 100) / pairs),
        );
      }),
    );
  });

  it('does not depend on how the choices are called', () => {
    fc.assert(
      fc.property(anyOrder, anyOrder, anyOrder, (right, shuffle, names) => {
        const given = right.toSorted((a, b) => shuffle.indexOf(a) - shuffle.indexOf(b));
        const called = (id: string): string => `x${names.indexOf(id)}${id}`;
        expect(orderPoints(given.map(called), right.map(called))).toBe(orderPoints(given, right));
        expect(orderPoints(given, right)).toBe(orderPoints(right, given));
      }),
    );
  });
});

describe('points', () => {
  const totalMs = fc.integer({ min: 1, max: 600_000 });
  const spent = fc.integer({ min: 0, max: 700_000 });

  it('in a calm round are the quality, whatever the time', () => {
    fc.assert(
      fc.property(anyQuality, totalMs, spent, fc.boolean(), (found, total, ms, isExtended) => {
        expect(points(found, 'calm', { spentMs: ms, totalMs: total, isExtended })).toBe(found);
      }),
    );
  });

  it('in a race lie between the quality and half as much again, whole, never more for later', () => {
    fc.assert(
      fc.property(anyQuality, totalMs, spent, spent, (found, total, a, b) => {
        const at = (ms: number) =>
          points(found, 'race', { spentMs: ms, totalMs: total, isExtended: false });
        const [soon, late] = [at(Math.min(a, b)), at(Math.max(a, b))];
        expect(soon).toBeGreaterThanOrEqual(late);
        for (const got of [soon, late]) {
          expect(Number.isInteger(got)).toBe(true);
          expect(got).toBeGreaterThanOrEqual(found);
          expect(got).toBeLessThanOrEqual(Math.floor(1.5 * found));
        }
        expect(at(0)).toBe(Math.floor(1.5 * found));
        expect(at(total)).toBe(found);
      }),
    );
  });

  it('never take the time of those who asked for more of it', () => {
    fc.assert(
      fc.property(anyQuality, totalMs, spent, (found, total, ms) => {
        expect(points(found, 'race', { spentMs: ms, totalMs: total, isExtended: true })).toBe(
          found,
        );
      }),
    );
  });

  it('never put a better answer behind a worse one that came as soon', () => {
    fc.assert(
      fc.property(anyQuality, anyQuality, totalMs, spent, (a, b, total, ms) => {
        const of = (found: number) =>
          points(found, 'race', { spentMs: ms, totalMs: total, isExtended: false });
        expect(of(Math.max(a, b))).toBeGreaterThanOrEqual(of(Math.min(a, b)));
      }),
    );
  });
});

describe('the time spent', () => {
  const timeMs = fc.integer({ min: 0, max: 2_000_000 });

  it('is never negative, and no network gives back more than it can cost', () => {
    fc.assert(
      fc.property(timeMs, timeMs, timeMs, (startsAtMs, madeMs, receivedMs) => {
        const spent = spentMs({ startsAtMs, madeMs, receivedMs });
        expect(spent).toBeGreaterThanOrEqual(0);
        expect(spent).toBeGreaterThanOrEqual(receivedMs - mostLagMs - startsAtMs);
        const honest = spentMs({ startsAtMs, madeMs: receivedMs, receivedMs });
        expect(honest - spent).toBeLessThanOrEqual(mostLagMs);
      }),
    );
  });

  it('is the time of the making where the network was no slower than that', () => {
    const lag = fc.integer({ min: 0, max: mostLagMs });
    fc.assert(
      fc.property(timeMs, timeMs, lag, (startsAtMs, after, lagMs) => {
        const madeMs = startsAtMs + after;
        expect(spentMs({ startsAtMs, madeMs, receivedMs: madeMs + lagMs })).toBe(after);
      }),
    );
  });
});

describe('standings and places', () => {
  const all = fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 60 });

  it('share a place where points are the same, and count on after it', () => {
    const list = standings([70, 90, 70, 40]);
    expect(list).toEqual([
      [90, 1],
      [70, 2],
      [40, 1],
    ]);
    expect([90, 70, 70, 40].map((own) => placeOf(own, list))).toEqual([1, 2, 2, 4]);
  });

  it('count everybody once, most points first, whatever order they came in', () => {
    fc.assert(
      fc.property(all, (given) => {
        const list = standings(given);
        expect(standings(given.toReversed())).toEqual(list);
        expect(list.flatMap(([own, count]) => Array<number>(count).fill(own))).toEqual(
          given.toSorted((a, b) => b - a),
        );
        for (const own of given)
          expect(placeOf(own, list)).toBe(1 + given.filter((other) => other > own).length);
      }),
    );
  });
});
