import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readShot, subjectOf } from './read-shot.ts';
import { vocabulary } from './vocabulary.ts';

describe('reading a prompt', () => {
  it('understands the same shot in Chinese and English', () => {
    const zh = readShot('全景，三个孩子骑自行车穿过弄堂，清晨，逆光，薄雾，35毫米').shot;
    const en = readShot(
      'Wide shot, three children riding bicycles through an old lane at dawn, backlit, thin mist, 35mm',
    ).shot;
    expect(zh).toEqual(en);
    expect(en).toMatchObject({
      size: 'wide',
      children: 3,
      time: 'dawn',
      sun: 'behind',
      lensMm: 35,
    });
  });

  it('prefers the longer wording', () => {
    expect(readShot('褪色的红围巾').shot.scarf).toBe('faded');
    expect(readShot('a faded red scarf').shot.scarf).toBe('faded');
    expect(readShot('a red scarf').shot.scarf).toBe('red');
  });

  it('finds nothing inside other words', () => {
    expect(readShot('a category, 135mm, kitemark').understood).toEqual([]);
  });

  it('gives the place of everything it understood', () => {
    const words = vocabulary.flatMap(({ zh, en }) => [...zh, ...en]);
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...words), fc.string()), { maxLength: 12 }),
        (parts) => {
          const text = parts.join(', ');
          for (const { from, to, words: found } of readShot(text).understood)
            expect(text.slice(from, to)).toBe(found);
        },
      ),
    );
  });

  it('knows what a phrase points at', () => {
    expect(subjectOf('褪色的红围巾')).toBe('scarf');
    expect(subjectOf('laundry overhead')).toBe('laundry');
    expect(subjectOf('a feeling of hope')).toBeNull();
  });
});
