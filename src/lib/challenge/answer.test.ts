import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { challengeDocument } from '#lib/openset/challenge.ts';
import { anyShot, choices as scene } from '#lib/previs/shot/arbitrary.ts';
import { moves } from '#lib/previs/shot/moves.ts';
import { answerSchema, type Answer } from './answer.ts';
import { anyAsked, anyAskedOf, anyRandom } from './arbitrary.ts';
import { guess } from './guess.ts';

const fits = (asked: Parameters<typeof answerSchema>[0], answer: unknown): boolean =>
  v.is(answerSchema(asked), answer);

describe('an answer', () => {
  it('is every guess, of every kind of challenge, and nothing is lost of it', () => {
    fc.assert(
      fc.property(anyAsked, anyRandom, (asked, random) => {
        expect(v.is(challengeDocument, asked)).toBe(true);
        const answer = guess(asked, random);
        expect(v.parse(answerSchema(asked), answer)).toEqual(answer);
        expect(fits(asked, JSON.parse(JSON.stringify(answer)))).toBe(true);
      }),
    );
  });

  it('has no other fields and lacks none', () => {
    fc.assert(
      fc.property(anyAsked, anyRandom, fc.string(), (asked, random, name) => {
        const answer = guess(asked, random);
        fc.pre(!(name in answer));
        expect(fits(asked, { ...answer, [name]: 1 })).toBe(false);
        for (const key of Object.keys(answer))
          expect(fits(asked, { ...answer, [key]: undefined })).toBe(false);
      }),
    );
  });

  it('is none of another kind’s', () => {
    const shape = (answer: Answer): string => Object.keys(answer).join();
    fc.assert(
      fc.property(anyAsked, anyAsked, anyRandom, (asked, other, random) => {
        const answer = guess(other, random);
        fc.pre(shape(answer) !== shape(guess(asked, random)));
        expect(fits(asked, answer)).toBe(false);
      }),
    );
  });

  it('chooses only what there is to choose', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyAskedOf('keep'), anyAskedOf('cause'), anyAskedOf('vote')),
        fc.oneof(fc.string(), fc.constantFrom('g', 'A', 'toString', '__proto__'), fc.anything()),
        (asked, choice) => {
          const isThere = asked.choices.some(({ id }) => id === choice);
          expect(fits(asked, { choice })).toBe(isThere);
        },
      ),
    );
  });

  it('puts each choice into an order once', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyAskedOf('order'), anyAskedOf('cut')),
        anyRandom,
        fc.nat(5),
        (asked, random, at) => {
          const { order, ...rest } = guess(asked, random) as { order: string[] };
          const place = at % order.length;
          const other = order[(place + 1) % order.length]!;
          for (const wrong of [
            order.with(place, other),
            order.with(place, 'g'),
            order.toSpliced(place, 1),
            [...order, other],
            [],
          ])
            expect(fits(asked, { ...rest, order: wrong })).toBe(false);
        },
      ),
    );
  });

  it('cuts to lengths that are offered, one for each shot', () => {
    fc.assert(
      fc.property(anyAskedOf('cut'), anyRandom, (asked, random) => {
        const { order, lengthsS } = guess(asked, random) as { order: string[]; lengthsS: number[] };
        for (const wrong of [
          lengthsS.with(0, 3),
          lengthsS.slice(1),
          [...lengthsS, lengthsS[0]],
          [],
        ])
          expect(fits(asked, { order, lengthsS: wrong })).toBe(false);
      }),
    );
  });

  it('directs what the set knows and the engine can move', () => {
    const known: string[] = moves.map(({ id }) => id);
    fc.assert(
      fc.property(anyAskedOf('direct'), anyShot, (asked, shot) => {
        const canMove = shot.moves.flat().every((move) => known.includes(move));
        expect(fits(asked, { shot })).toBe(canMove);
        const still = { ...shot, moves: [] };
        expect(fits(asked, { shot: still })).toBe(true);
        expect(fits(asked, { shot: { ...still, lens: '36' } })).toBe(false);
        for (const { id } of scene) {
          const less = Object.fromEntries(
            Object.entries(still.scene).filter(([key]) => key !== id),
          );
          expect(fits(asked, { shot: { ...still, scene: less } })).toBe(false);
          const other = { ...still.scene, [id]: 'moon' };
          expect(fits(asked, { shot: { ...still, scene: other } })).toBe(false);
        }
        const more = { ...still.scene, season: 'winter' };
        expect(fits(asked, { shot: { ...still, scene: more } })).toBe(false);
      }),
    );
  });
});
