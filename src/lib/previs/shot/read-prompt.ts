// Prompt text → shot description: takes what it understands, with its place in the text, and lists
// the rest. Written for real prompts in Chinese and English, not only for those that we write.
import type { SetChoice } from '#lib/openset/set.ts';
import { bracket, moves, readBracket } from './moves.ts';
import { withPhrase, type Phrase } from './phrases.ts';
import { plainShot, type ShotDescription } from './shot-description.ts';
import { fieldNames, fields, type FieldName } from './vocabulary.ts';

/** Places in the text, in UTF-16 units. */
export interface Span {
  from: number;
  to: number;
  words: string;
}
export interface Understood extends Span {
  phrase: Phrase;
  /** The name of the thing in the picture that shows it. */
  shows?: string;
}
export interface Missed extends Span {
  /** `not`: the words are known, but the prompt says that it does not want them. */
  why: 'unknown' | 'not';
}
export interface Reading {
  shot: ShotDescription;
  understood: Understood[];
  missed: Missed[];
}

/** Reads a prompt in either language. Where two phrases speak of one thing, the later one holds. */
export function readPrompt(text: string, choices: readonly SetChoice[]): Reading {
  const brackets = readBrackets(text);
  const lower = lowerCase(text);
  const inProse = findAll(lower, text, dictionaryOf(choices)).filter(
    (one) => !brackets.some((other) => one.from < other.to && other.from < one.to),
  );
  const refusalBefore = ({ from }: Span): number =>
    negation.exec(lower.slice(0, from))?.[0].length ?? 0;
  const understood = [...brackets, ...inProse.filter((one) => refusalBefore(one) === 0)].sort(
    (a, b) => a.from - b.from,
  );
  const refused = inProse
    .filter((one) => refusalBefore(one) > 0)
    .map((one): Missed => {
      const from = one.from - refusalBefore(one);
      return { from, to: one.to, words: text.slice(from, one.to), why: 'not' };
    });
  const taken = [...understood, ...refused].sort((a, b) => a.from - b.from);
  return {
    shot: understood.reduce((shot, { phrase }) => withPhrase(shot, phrase), plainShot(choices)),
    understood,
    missed: [...refused, ...rest(text, taken)].sort((a, b) => a.from - b.from),
  };
}

/** The thing in the picture that a phrase of the prompt points at, or `null`. */
export function shownBy(phrase: string, choices: readonly SetChoice[]): string | null {
  return readPrompt(phrase, choices).understood.find(({ shows }) => shows)?.shows ?? null;
}

/** Lower case that keeps every place: the few letters that would change their length stay. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return text.replace(/[A-Z]/gu, (letter) => letter.toLowerCase());
}

/** What stands right before words that are not wanted. */
const negation =
  /(?:\b(?:no|not|without|never|avoid)(?: any| a| an| the)?\s+|(?:没有|不要|避免|无)\s*)$/u;

/** What in the picture shows a term of light and air. */
const shownByField: Partial<Record<FieldName, string>> = {
  time: 'sun',
  light: 'sun',
  weather: 'air',
  ground: 'ground',
  composition: 'subject',
};

interface Wording {
  words: string;
  phrase: Phrase;
  shows?: string;
}

const wordsOf = (term: { zh: readonly string[]; en: readonly string[] }): string[] =>
  [...term.zh, ...term.en].map((words) => words.toLowerCase());

const standard: Wording[] = [
  ...fieldNames.flatMap((field) =>
    fields[field].terms.flatMap((term) =>
      wordsOf(term).map((words): Wording => ({
        words,
        phrase: { kind: 'field', field, value: term.id },
        ...(shownByField[field] && { shows: shownByField[field] }),
      })),
    ),
  ),
  // The bare Chinese commands are everyday words; outside brackets only their longer wordings count.
  ...moves.flatMap((move) =>
    [...move.zh.slice(1), ...move.en].map((words): Wording => ({
      words: words.toLowerCase(),
      phrase: { kind: 'moves', group: [move.id] },
    })),
  ),
];

function dictionaryOf(choices: readonly SetChoice[]): Wording[] {
  const own = choices.flatMap(({ id, options }) =>
    options.flatMap((option) =>
      wordsOf(option.words).map((words): Wording => ({
        words,
        phrase: { kind: 'scene', choice: id, value: option.id },
        ...(option.shows && { shows: option.shows }),
      })),
    ),
  );
  return [...own, ...standard];
}

function readBrackets(text: string): Understood[] {
  return [...text.matchAll(bracket)].flatMap((match): Understood[] => {
    const group = readBracket(match[1]!);
    if (!group) return [];
    const [words, from] = [match[0], match.index];
    return [{ from, to: from + words.length, words, phrase: { kind: 'moves', group } }];
  });
}

/** Longer wordings win over those that stand inside them or reach into them. */
function findAll(lower: string, text: string, dictionary: Wording[]): Understood[] {
  const all = dictionary.flatMap(({ words, phrase, shows }) =>
    places(lower, words).map((from): Understood => {
      const to = from + words.length;
      return { from, to, words: text.slice(from, to), phrase, ...(shows && { shows }) };
    }),
  );
  all.sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from);
  const kept: Understood[] = [];
  for (const one of all)
    if (!kept.some((other) => one.from < other.to && other.from < one.to)) kept.push(one);
  return kept;
}

function places(text: string, words: string): number[] {
  const found: number[] = [];
  const isLatin = /^[a-z0-9]/u.test(words);
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const touches =
      isLatin &&
      (/[a-z0-9]/u.test(text[at - 1] ?? '') || /[a-z0-9]/u.test(text[at + words.length] ?? ''));
    if (!touches) found.push(at);
  }
  return found;
}

/** Words that only join others. */
const joining =
  /^(?:a|an|the|of|in|on|at|to|and|or|with|by|for|from|is|are|as|its|their|his|her|through|over|under|into|的|了|着|在|和|与|里|上|中|地|把|被|是|有|从|向|穿过|一个|一位|镜头|画面|shot|camera)$/iu;

/** What no phrase took, cut where the writer cut it. */
function rest(text: string, taken: Span[]): Missed[] {
  const gaps: [number, number][] = [];
  let from = 0;
  for (const one of taken) {
    if (one.from > from) gaps.push([from, one.from]);
    from = Math.max(from, one.to);
  }
  if (from < text.length) gaps.push([from, text.length]);
  return gaps.flatMap(([start, end]) =>
    [...text.slice(start, end).matchAll(/[^,，.。;；:：!！?？、\n\r()（）|]+/gu)].flatMap(
      (match) => {
        const words = match[0].trim();
        const at = start + match.index + match[0].indexOf(words);
        const isWord =
          /[\p{L}\p{N}]/u.test(words) && !words.split(/\s+/u).every((one) => joining.test(one));
        return isWord ? [{ from: at, to: at + words.length, words, why: 'unknown' as const }] : [];
      },
    ),
  );
}
