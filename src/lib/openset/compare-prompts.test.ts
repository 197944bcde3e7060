import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePrompts, splitPhrases } from './compare-prompts.ts';
import type { Phrase } from './prompt-change.ts';

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const segment = (text: string): string[] =>
  [...segmenter.segment(text)].map((part) => part.segment);
const compare = (older: string, newer: string): Phrase[] => comparePrompts(older, newer, segment);
const side = (phrases: Phrase[], without: 'added' | 'removed'): string =>
  phrases
    .flatMap(({ pieces }) => pieces)
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('');

const promptText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '外滩夜景',
        '红色围巾',
        'low sun',
        '(mist:1.3)',
        '，',
        ', ',
        '\n\n',
        '。',
        '[Push in]',
        '👩‍🚀',
        'e\u0301',
      ),
      { maxLength: 24 },
    )
    .map((parts) => parts.join('')),
);

describe('comparing prompts', () => {
  it('without what was removed gives the newer text byte for byte', () => {
    fc.assert(
      fc.property(promptText, promptText, (older, newer) => {
        expect(side(compare(older, newer), 'removed')).toBe(newer);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps a prompt that did not change as it is', () => {
    fc.assert(
      fc.property(promptText, (text) => {
        expect(compare(text, text).every(({ kind }) => kind === 'kept')).toBe(true);
      }),
    );
  });

  it('says which phrases came and went', () => {
    const phrases = compare('黎明，薄雾，三个孩子', '黎明，三个孩子，纸飞机');
    expect(phrases.map(({ kind }) => kind)).toEqual(['kept', 'removed', 'kept', 'added']);
  });

  it('shows the words inside a phrase that changed a little', () => {
    const [phrase] = compare('a girl with a red scarf', 'a girl with a faded scarf');
    expect(phrase).toEqual({
      kind: 'changed',
      pieces: [
        { kind: 'kept', text: 'a girl with a ' },
        { kind: 'removed', text: 'red' },
        { kind: 'added', text: 'faded' },
        { kind: 'kept', text: ' scarf' },
      ],
    });
  });

  it('swaps a phrase whole where nothing of it stayed', () => {
    expect(compare('wide shot', 'close-up').map(({ kind }) => kind)).toEqual(['removed', 'added']);
  });

  it('does not cut inside numbers and weights', () => {
    expect(splitPhrases('(mist:1.3), v1.5 film. Dawn')).toEqual([
      '(mist:1.3), ',
      'v1.5 film. ',
      'Dawn',
    ]);
  });
});
