// Warnings on texts: both languages, and lengths that a standing visitor will read.
import type { LocalText } from '#lib/openset/text.ts';
import type { Problem } from './problem.ts';
import type { Keys, YamlFile } from './yaml-file.ts';

/** Longest texts, in English words and Chinese characters (rule 38: a paragraph, a screen, a card). */
export const lengths = {
  title: { words: 8, characters: 16 },
  sentence: { words: 30, characters: 60 },
  paragraph: { words: 50, characters: 120 },
} as const;

/** Warns where `text` lacks a language or is longer than its kind may be. */
export function checkText(
  file: YamlFile<unknown>,
  keys: Keys,
  text: LocalText | undefined,
  kind: keyof typeof lengths,
): Problem[] {
  if (!text) return [];
  const problems: Problem[] = [];
  const name = keys.at(-1);
  for (const [language, other] of [
    ['zh', 'Chinese'],
    ['en', 'English'],
  ] as const)
    if (text[language] === undefined)
      problems.push(
        file.at(keys, {
          severity: 'warning',
          what: `“${name}” has no ${other} text`,
          fix: `Add “${language}:” below it.`,
          rule: '45',
        }),
      );
  const words = text.en?.split(/\s+/).length ?? 0;
  const characters = text.zh?.replaceAll(/\s/g, '').length ?? 0;
  const limit = lengths[kind];
  const tooLong = (language: string, amount: string): Problem =>
    file.at([...keys, language], {
      severity: 'warning',
      what: `“${name}” is too long to be read standing: ${amount}`,
      fix: 'Shorten it, or say the rest on another screen.',
      rule: '38',
    });
  if (words > limit.words) problems.push(tooLong('en', `${words} words of at most ${limit.words}`));
  if (characters > limit.characters)
    problems.push(tooLong('zh', `${characters} characters of at most ${limit.characters}`));
  return problems;
}
