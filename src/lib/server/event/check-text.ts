// Warnings on texts: both languages, and lengths that a standing visitor will read.
import type { LocalText } from '#lib/openset/text.ts';
import type { Keys } from './fields.ts';
import type { Problem } from './problem.ts';
import type { YamlFile } from './yaml-file.ts';

/** Longest texts, in English words and Chinese characters (rule 38; titles must fit their cards). */
const limits = {
  title: { words: 8, characters: 16 },
  sentence: { words: 30, characters: 60 },
  paragraph: { words: 50, characters: 120 },
  /** All that is told at one place; Chinese in the proportion of the two paragraphs. */
  exhibit: { words: 150, characters: 360 },
} as const;

/** Silent reading of adults a minute: English words (Brysbaert 2019), Chinese characters. */
const pace = { words: 238, characters: 390 };

/** Warns where `text` lacks a language, or has a paragraph longer than its kind may be. */
export function checkText(
  file: YamlFile<unknown>,
  keys: Keys,
  text: LocalText | undefined,
  kind: 'title' | 'sentence' | 'paragraph',
): Problem[] {
  if (!text) return [];
  const problems: Problem[] = [];
  for (const [language, name, unit] of [
    ['zh', 'Chinese', 'characters'],
    ['en', 'English', 'words'],
  ] as const) {
    const words = text[language];
    if (words === undefined) {
      problems.push(
        file.at(keys, {
          severity: 'warning',
          what: `${called(keys)} has no ${name} text`,
          fix: `Add “${language}:” to it.`,
          rule: '43',
        }),
      );
      continue;
    }
    const longest = Math.max(...words.split(/\n\s*\n/).map((part) => measure[unit](part)));
    if (longest > limits[kind][unit])
      problems.push(
        file.at(
          [...keys, language],
          {
            severity: 'warning',
            what: `${called(keys)} is too long to be read standing: ${longest} ${unit}, where ${limits[kind][unit]} are read`,
            fix: kind === 'title' ? 'Shorten it.' : 'Shorten it, or divide it with an empty line.',
            rule: '38',
          },
          'value',
        ),
      );
  }
  return problems;
}

/** Warns where the texts that `name` tells at one place are together more than anybody reads there. */
export function checkExhibit(
  file: YamlFile<unknown>,
  keys: Keys,
  name: string,
  texts: readonly (LocalText | undefined)[],
): Problem[] {
  const { words, characters } = amountOf(texts);
  const tooMany =
    words > limits.exhibit.words
      ? `${words} English words, where ${limits.exhibit.words} are read`
      : characters > limits.exhibit.characters
        ? `${characters} Chinese characters, where ${limits.exhibit.characters} are read`
        : null;
  if (tooMany === null) return [];
  return [
    file.at(keys, {
      severity: 'warning',
      what: `${name} tells more than anybody reads in one place: ${tooMany}`,
      fix: 'Keep what explains the picture, drop the rest.',
      rule: '38',
    }),
  ];
}

/** Seconds that reading `texts` takes, in the language that takes longer. */
export function readingS(texts: readonly (LocalText | undefined)[]): number {
  const { words, characters } = amountOf(texts);
  return 60 * Math.max(words / pace.words, characters / pace.characters);
}

function amountOf(texts: readonly (LocalText | undefined)[]): {
  words: number;
  characters: number;
} {
  const sum = { words: 0, characters: 0 };
  for (const text of texts) {
    sum.words += measure.words(text?.en ?? '');
    sum.characters += measure.characters(text?.zh ?? '');
  }
  return sum;
}

const measure = {
  words: (text: string): number => text.split(/\s+/).filter((word) => word !== '').length,
  characters: (text: string): number => text.replaceAll(/\s/g, '').length,
};

const called = (keys: Keys): string =>
  `“${keys.filter((key) => typeof key === 'string').at(-1) ?? ''}”`;
