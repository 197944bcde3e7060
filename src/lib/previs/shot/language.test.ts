import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { anyShot, choices } from './arbitrary.ts';
import { distance } from './distance.ts';
import { moves } from './moves.ts';
import { fromPhrases, toPhrases, toPrompt } from './phrases.ts';
import { readPrompt, shownBy } from './read-prompt.ts';
import { plainShot, shotDescription } from './shot-description.ts';
import { fieldNames, fields } from './vocabulary.ts';

const read = (text: string) => readPrompt(text, choices);

describe('round trips', () => {
  it('phrases are the shot, exactly', () => {
    fc.assert(
      fc.property(anyShot, (shot) => {
        expect(fromPhrases(toPhrases(shot, choices), choices)).toEqual(shot);
      }),
    );
  });

  it.each(['zh', 'en'] as const)('prompt text in %s is the shot, exactly', (language) => {
    fc.assert(
      fc.property(anyShot, (shot) => {
        const { shot: again, missed } = read(toPrompt(shot, choices, language));
        expect(again).toEqual(shot);
        expect(missed).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('every shot fits the schema for shots from outside', () => {
    fc.assert(
      fc.property(anyShot, (shot) => {
        expect(v.parse(shotDescription, shot)).toEqual(shot);
      }),
    );
    expect(v.is(shotDescription, { ...plainShot(choices), lens: '36' })).toBe(false);
    expect(v.is(shotDescription, { ...plainShot(choices), moves: [[]] })).toBe(false);
  });
});

describe('the vocabulary', () => {
  it('gives every wording one meaning', () => {
    const words = fieldNames.flatMap((name) =>
      fields[name].terms.flatMap(({ zh, en }) => [...zh, ...en].map((word) => word.toLowerCase())),
    );
    const prose = moves.flatMap(({ zh, en }) => [...zh, ...en].map((word) => word.toLowerCase()));
    const all = [...words, ...prose];
    expect(all.filter((word, at) => all.indexOf(word) !== at)).toEqual([]);
  });

  it('has the fifteen commands of the video models, each with its lesson in both languages', () => {
    expect(moves).toHaveLength(15);
    for (const { lesson } of moves) {
      expect(lesson.zh.length).toBeGreaterThan(5);
      expect(lesson.en.length).toBeGreaterThan(10);
    }
  });
});

describe('reading a prompt', () => {
  it('understands the same shot in Chinese and English', () => {
    const zh = read('大全景，褪色的红围巾，江边，清晨，逆光，薄雾，50毫米，[推进]').shot;
    const en = read(
      'Wide shot of a faded red scarf at the riverside, dawn, backlit, thin mist, 50mm [Push in]',
    ).shot;
    expect(zh).toEqual(en);
    expect(en).toMatchObject({ size: 'wide', time: 'dawn', light: 'back', lens: '50' });
    expect(en.scene).toEqual({ place: 'river', scarf: 'faded' });
  });

  it.each([
    ['[Push in]', [['push in']]],
    ['[推进]', [['push in']]],
    ['【左移，上升】', [['truck left', 'pedestal up']]],
    ['［固定］', [['static shot']]],
    ['[pan LEFT,  pedestal  Up] walks [ZOOM OUT]', [['pan left', 'pedestal up'], ['zoom out']]],
    ['[Push out]', [['Push out']]],
    ['[Truck left, Barrel roll]', [['truck left', 'Barrel roll']]],
    ['She runs. The camera follows, then pulls back.', [['tracking shot'], ['pull out']]],
    ['[cat:dog:0.5] [1] []', []],
  ])('reads the moves of %s', (text, expected) => {
    expect(read(text).shot.moves).toEqual(expected);
  });

  it('takes the longer wording and finds nothing inside other words', () => {
    expect(read('extreme close-up').shot.size).toBe('extreme-close');
    expect(read('大特写').shot.size).toBe('extreme-close');
    expect(read('大全景').shot.size).toBe('wide');
    expect(read('a misty-eyed nightmare, brain, 1350mm').shot.weather).toBe('mist');
    expect(read('nightmare, brain, 1350mm').understood).toEqual([]);
  });

  it('says what it did not understand, and what was not wanted', () => {
    const { missed, shot } = read(
      'Wide shot, a feeling of hope, no fog, without a red scarf, 电影感',
    );
    expect(shot.weather).toBe('clear');
    expect(shot.scene.scarf).toBe('none');
    expect(missed.map(({ words, why }) => [words, why])).toEqual([
      ['a feeling of hope', 'unknown'],
      ['no fog', 'not'],
      ['without a red scarf', 'not'],
      ['电影感', 'unknown'],
    ]);
    expect(read('没有雾，没有红围巾').missed.filter(({ why }) => why === 'not')).toHaveLength(1);
  });

  it('gives the place of everything, for any text at all', () => {
    const words = fieldNames.flatMap((name) =>
      fields[name].terms.flatMap(({ zh, en }) => [...zh, ...en]),
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.constantFrom(...words), fc.string(), fc.string({ unit: 'grapheme' })),
          { maxLength: 12 },
        ),
        (parts) => {
          const text = parts.join(', ');
          const { understood, missed } = read(text);
          const spans = [...understood, ...missed].sort((a, b) => a.from - b.from);
          for (const { from, to, words: found } of spans) expect(text.slice(from, to)).toBe(found);
          for (const [at, { from }] of spans.entries())
            if (at > 0) expect(from).toBeGreaterThanOrEqual(spans[at - 1]!.to);
        },
      ),
    );
  });

  it('knows what in the picture a phrase points at', () => {
    expect(shownBy('褪色的红围巾', choices)).toBe('scarf');
    expect(shownBy('backlit', choices)).toBe('sun');
    expect(shownBy('a feeling of hope', choices)).toBeNull();
  });
});

describe('the distance of two shots', () => {
  const far = (a: Parameters<typeof distance>[0], b: Parameters<typeof distance>[1]) =>
    distance(a, b, choices);

  it('is 0 for the same shot, the same both ways, and within 0 to 100', () => {
    fc.assert(
      fc.property(anyShot, anyShot, (a, b) => {
        expect(far(a, a).points).toBe(0);
        expect(far(a, b).points).toBe(far(b, a).points);
        expect(far(a, b).points).toBeGreaterThanOrEqual(0);
        expect(far(a, b).points).toBeLessThanOrEqual(100);
      }),
    );
  });

  it('reaches 100 points and no more, each term at its weight', () => {
    const a = { ...plainShot(choices), scene: { place: 'lane', scarf: 'none' } };
    const b = {
      ...a,
      size: 'extreme-close',
      angle: 'overhead',
      view: 'back',
      lens: '135',
      time: 'dusk',
      light: 'back',
      moves: [['push in'], ['shake']],
    } as const;
    const start = {
      ...a,
      size: 'extreme-wide',
      angle: 'low',
      lens: '18',
      time: 'dawn',
      light: 'front',
    } as const;
    const { terms } = far(start, { ...b, moves: [['push in'], ['shake']] });
    for (const { term, points } of terms)
      if (['size', 'angle', 'view', 'lens', 'time', 'moves', 'light'].includes(term))
        expect(points, term).toBeGreaterThan(5.9);
  });

  it('counts in natural units', () => {
    const plain = plainShot(choices);
    const amount = (other: Partial<typeof plain>, term: string) =>
      far(plain, { ...plain, ...other }).terms.find((one) => one.term === term)!.amount;
    expect(amount({ size: 'medium' }, 'size')).toBe(3);
    expect(amount({ lens: '18' }, 'lens')).toBeCloseTo(Math.log2(35 / 18));
    expect(amount({ view: 'profile' }, 'view')).toBe(90);
    expect(amount({ moves: [['static shot']] }, 'moves')).toBe(0);
    expect(amount({ moves: [['push in', 'pan left']] }, 'moves')).toBe(1);
    expect(amount({ time: 'night' }, 'time')).toBe(2);
  });

  it('feels another order of the same moves', () => {
    const plain = plainShot(choices);
    const a = { ...plain, moves: [['push in'], ['pan left']] };
    const b = { ...plain, moves: [['pan left'], ['push in']] };
    expect(far(a, b).points).toBeGreaterThan(0);
  });
});
