import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { ChallengeDocument } from '#lib/openset/challenge.ts';
import { anyShot } from '#lib/previs/shot/arbitrary.ts';
import type { Answer, OwnShot } from './answer.ts';
import { anyAsked, anyAskedOf, anyRandom } from './arbitrary.ts';
import { guess } from './guess.ts';
import {
  ballotFor,
  ballotSize,
  consensus,
  mostShots,
  tally,
  tallyOf,
  type Counted,
} from './tally.ts';

const uuid = (place: number): string =>
  `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`;

const counted = <A extends Answer>(answers: readonly A[]): Counted<A>[] =>
  answers.map((answer, place) => ({ id: uuid(place), seat: place + 1, answer }));

/** Answers to a challenge, and the same in another order. */
const anyHall = <D extends ChallengeDocument>(asked: fc.Arbitrary<D>) =>
  fc
    .record({ asked, random: anyRandom, many: fc.nat(40), shift: fc.nat(40) })
    .map(({ asked: document, random, many, shift }) => {
      const answers = counted(Array.from({ length: many }, () => guess(document, random)));
      const mixed = [...answers.slice(shift), ...answers.slice(0, shift)].reverse();
      const found = new Map(answers.map(({ id }) => [id, Math.floor(random() * 101)]));
      const ballots = answers.flatMap(({ id }) => (random() < 0.5 ? [id] : []));
      return { asked: document, answers, mixed, found, ballots };
    });

const orders = (least = 0) =>
  fc.integer({ min: 2, max: 6 }).chain((count) => {
    const ids = [...'abcdef'].slice(0, count);
    const one = fc.shuffledSubarray(ids, { minLength: count });
    return fc.record({
      ids: fc.constant(ids),
      all: fc.array(one, { minLength: least, maxLength: 12 }),
    });
  });

describe('what the hall made', () => {
  it('is the same in whatever order answers and ballots came, and fits its schema', () => {
    fc.assert(
      fc.property(anyHall(anyAsked), ({ asked, answers, mixed, found, ballots }) => {
        const made = tallyOf(asked, answers, { ballots, found });
        expect(tallyOf(asked, mixed, { ballots: ballots.toReversed(), found })).toEqual(made);
        expect(v.is(tally, made)).toBe(true);
        expect(made.kind).toBe(asked.kind);
      }),
    );
  });

  it('of choices counts everybody once, shares the lead, and names the first on the list', () => {
    const choosing = fc.oneof(anyAskedOf('keep'), anyAskedOf('cause'), anyAskedOf('vote'));
    fc.assert(
      fc.property(anyHall(choosing), ({ asked, answers }) => {
        const made = tallyOf(asked, answers) as Extract<
          ReturnType<typeof tallyOf>,
          { shared: string[] }
        >;
        const ids = asked.choices.map(({ id }) => id);
        expect(Object.keys(made.counts)).toEqual(ids);
        const sum = Object.values(made.counts).reduce((all, one) => all + one, 0);
        expect(sum).toBe(answers.length);
        const top = Math.max(...Object.values(made.counts));
        expect(made.shared).toEqual(
          answers.length === 0 ? [] : ids.filter((id) => made.counts[id] === top),
        );
        expect(made.first).toBe(made.shared[0] ?? null);
      }),
    );
  });

  it('of a match shows the three that found most', () => {
    fc.assert(
      fc.property(anyHall(anyAskedOf('match')), ({ asked, answers, found }) => {
        const made = tallyOf(asked, answers, { found });
        const best = made.kind === 'match' ? made.best.map(({ id }) => found.get(id)!) : [];
        const all = [...found.values()].sort((a, b) => b - a);
        expect(best).toEqual(all.slice(0, 3));
      }),
    );
  });

  it('of shots ends on the favourite and holds no more than a minute does', () => {
    fc.assert(
      fc.property(
        anyHall(anyAskedOf('direct')),
        fc.array(fc.nat(40), { maxLength: 60 }),
        ({ asked, answers }, picks) => {
          const ballots = picks.map(uuid);
          const made = tallyOf(asked, answers, { ballots });
          if (made.kind !== 'direct') throw new Error(made.kind);
          expect(made.shots).toHaveLength(Math.min(mostShots, answers.length));
          const votes = answers.map(({ id }) => ballots.filter((one) => one === id).length);
          const most = Math.max(0, ...votes);
          expect(made.shots.at(-1)?.votes ?? 0).toBe(most);
          const shown = made.shots.map((shot) => shot.votes);
          expect(shown).toEqual(shown.toSorted((a, b) => a - b));
          const left = votes.sort((a, b) => a - b).slice(-mostShots);
          expect(shown).toEqual(left);
          expect(made.best.every((id) => made.shots.some((shot) => shot.id === id))).toBe(true);
          if (most > 0) expect(made.best).toContain(made.shots.at(-1)!.id);
          else expect(made.best).toEqual([]);
        },
      ),
    );
  });

  it('of cuts takes the median length of each shot, the shorter of two in the middle', () => {
    fc.assert(
      fc.property(anyHall(anyAskedOf('cut')), ({ asked, answers }) => {
        const made = tallyOf(asked, answers);
        if (made.kind !== 'cut') throw new Error(made.kind);
        for (const [place, id] of made.order.entries()) {
          const given = answers.map(({ answer }) => {
            const { order, lengthsS } = answer as { order: string[]; lengthsS: number[] };
            return lengthsS[order.indexOf(id)]!;
          });
          const length = made.lengthsS[place]!;
          expect(asked.lengthsS).toContain(length);
          if (given.length === 0) continue;
          const shorter = given.filter((one) => one < length).length;
          const longer = given.filter((one) => one > length).length;
          expect(shorter).toBeLessThan(given.length / 2);
          expect(longer).toBeLessThanOrEqual(given.length / 2);
        }
      }),
    );
  });
});

describe('the hall’s order', () => {
  it('is always an order of all choices, and that of everybody where they agree', () => {
    fc.assert(
      fc.property(orders(1), fc.integer({ min: 1, max: 9 }), ({ ids, all }, many) => {
        expect(consensus(ids, all).toSorted()).toEqual(ids);
        const one = all[0]!;
        expect(consensus(ids, Array<string[]>(many).fill(one))).toEqual(one);
      }),
    );
  });

  it('is the challenge’s own where nobody said anything, or all cancel out', () => {
    fc.assert(
      fc.property(orders(), ({ ids, all }) => {
        expect(consensus(ids, [])).toEqual(ids);
        const both = all.flatMap((one) => [one, one.toReversed()]);
        expect(consensus(ids, both)).toEqual(ids);
      }),
    );
  });

  it('does not depend on names, nor on who came first', () => {
    fc.assert(
      fc.property(orders(), fc.shuffledSubarray([...'abcdef'], { minLength: 6 }), (hall, names) => {
        const called = (id: string): string => names['abcdef'.indexOf(id)]!;
        const renamed = consensus(
          hall.ids.map(called),
          hall.all.map((one) => one.map(called)),
        );
        const made = consensus(hall.ids, hall.all);
        expect(renamed).toEqual(made.map(called));
        expect(consensus(hall.ids, hall.all.toReversed())).toEqual(made);
      }),
    );
  });

  it('depends on the challenge’s list only between choices that nothing else tells apart', () => {
    fc.assert(
      fc.property(orders(1), fc.nat(4), ({ ids, all }, at) => {
        const place = at % (ids.length - 1);
        const [a, b] = [ids[place]!, ids[place + 1]!];
        const listed = ids.with(place, b).with(place + 1, a);
        const [made, other] = [consensus(ids, all), consensus(listed, all)];
        const without = (order: string[]) => order.filter((id) => id !== a && id !== b);
        expect(without(other)).toEqual(without(made));
        const mean = (id: string) => all.reduce((sum, one) => sum + one.indexOf(id), 0);
        if (mean(a) !== mean(b)) expect(other).toEqual(made);
      }),
    );
  });

  it('puts who moves up with everybody no further down', () => {
    fc.assert(
      fc.property(orders(1), fc.nat(5), ({ ids, all }, at) => {
        const id = ids[at % ids.length]!;
        const lifted = all.map((one) => [id, ...one.filter((other) => other !== id)]);
        expect(consensus(ids, lifted)[0]).toBe(id);
      }),
    );
  });

  it('asks who stands before whom where means are the same', () => {
    // Twice b before a, once a far before b.
    const all = ['bac', 'bac', 'acb'].map((one) => [...one]);
    const mean = (id: string) => all.reduce((sum, one) => sum + one.indexOf(id), 0);
    expect([mean('a'), mean('b'), mean('c')]).toEqual([2, 2, 5]);
    expect(consensus([...'abc'], all)).toEqual([...'bac']);
  });

  it('is that of the list where each beats the next in a ring', () => {
    const ring = ['abc', 'bca', 'cab'].map((one) => [...one]);
    for (const ids of ['abc', 'acb', 'bac', 'bca', 'cab', 'cba'])
      expect(consensus([...ids], ring)).toEqual([...ids]);
  });
});

describe('a ballot', () => {
  const hall = fc
    .record({
      seats: fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { maxLength: 60 }),
      shot: anyShot,
      salt: fc.nat(),
    })
    .map(({ seats, shot, salt }) =>
      seats.map((seat) => ({
        id: uuid((seat * 7919 + salt) % 1_000_003),
        seat,
        answer: { shot } satisfies OwnShot,
      })),
    );

  it('holds others’ shots only, each once, as many as there can be', () => {
    fc.assert(
      fc.property(hall, fc.integer({ min: 1, max: 400 }), (shots, seat) => {
        const ballot = ballotFor(seat, shots);
        const others = shots.filter((shot) => shot.seat !== seat);
        expect(ballot.every((shot) => others.includes(shot))).toBe(true);
        expect(new Set(ballot).size).toBe(ballot.length);
        expect(ballot).toHaveLength(Math.min(ballotSize, others.length));
        expect(ballotFor(seat, shots.toReversed())).toEqual(ballot);
      }),
    );
  });

  it('of everybody who directed: each shot stands on as many as any other', () => {
    fc.assert(
      fc.property(hall, (shots) => {
        const on = new Map(shots.map(({ id }) => [id, 0]));
        for (const { seat } of shots)
          for (const { id } of ballotFor(seat, shots)) on.set(id, on.get(id)! + 1);
        expect(new Set(on.values()).size).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('of neighbours who only look on: each shot on as many, give or take one', () => {
    fc.assert(
      fc.property(hall, fc.integer({ min: 1, max: 80 }), (shots, many) => {
        const on = new Map(shots.map(({ id }) => [id, 0]));
        for (let seat = 401; seat < 401 + many; seat += 1)
          for (const { id } of ballotFor(seat, shots)) on.set(id, on.get(id)! + 1);
        const counts = [...on.values()];
        if (counts.length >= ballotSize)
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
