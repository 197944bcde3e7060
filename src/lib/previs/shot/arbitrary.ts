// Shots at random, for property tests.
import fc from 'fast-check';
import type { SetChoice } from '#lib/openset/set.ts';
import { moves } from './moves.ts';
import type { ShotDescription } from './shot-description.ts';
import { fieldNames, fields } from './vocabulary.ts';

/** A set's words as a film might write them. */
export const choices: SetChoice[] = [
  {
    id: 'place',
    department: 'place',
    name: { zh: '地方', en: 'Place' },
    plain: 'lane',
    options: [
      { id: 'lane', words: { zh: ['弄堂'], en: ['an old lane', 'old lane'] }, shows: 'lane' },
      { id: 'river', words: { zh: ['江边'], en: ['the riverside'] }, shows: 'river' },
    ],
  },
  {
    id: 'scarf',
    department: 'action',
    name: { zh: '围巾', en: 'Scarf' },
    plain: 'none',
    options: [
      { id: 'none', words: { zh: ['没戴围巾'], en: ['bare neck'] } },
      { id: 'red', words: { zh: ['红围巾'], en: ['red scarf'] }, shows: 'scarf' },
      { id: 'faded', words: { zh: ['褪色的红围巾'], en: ['faded red scarf'] }, shows: 'scarf' },
    ],
  },
];

const oneOf = (terms: readonly { id: string }[]): fc.Arbitrary<string> =>
  fc.constantFrom(...terms.map(({ id }) => id));

/** A command that no one knows, as the video models' own documentation has one (`[Push out]`). */
const unknownMove = fc.constantFrom('Push out', 'Dolly zoom', 'Whip pan', '环绕', 'Barrel roll');

export const anyShot: fc.Arbitrary<ShotDescription> = fc.record({
  ...(Object.fromEntries(fieldNames.map((name) => [name, oneOf(fields[name].terms)])) as Record<
    keyof typeof fields,
    fc.Arbitrary<never>
  >),
  moves: fc.array(fc.array(fc.oneof(oneOf(moves), unknownMove), { minLength: 1, maxLength: 3 }), {
    maxLength: 4,
  }),
  scene: fc.record(Object.fromEntries(choices.map(({ id, options }) => [id, oneOf(options)]))),
});
