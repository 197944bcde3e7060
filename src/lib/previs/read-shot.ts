// Prompt text → shot description: takes what it understands, with the place in the text, and leaves
// the rest alone.
import { plainShot, type ShotDescription, type Subject } from './shot-description.ts';
import { vocabulary, type Term } from './vocabulary.ts';

export interface Understood {
  /** Places in the text, in UTF-16 units. */
  from: number;
  to: number;
  words: string;
  term: Term;
}

export interface ShotReading {
  shot: ShotDescription;
  understood: Understood[];
}

/** Reads a prompt in either language. Where two terms speak of one thing, the later one holds. */
export function readShot(text: string): ShotReading {
  const lower = text.toLowerCase();
  const all = vocabulary.flatMap((term) =>
    [...term.zh, ...term.en].flatMap((words) =>
      occurrences(lower, words).map((from): Understood => ({
        from,
        to: from + words.length,
        words: text.slice(from, from + words.length),
        term,
      })),
    ),
  );
  const understood = all
    .filter((one) => !all.some((other) => other !== one && covers(other, one)))
    .sort((a, b) => a.from - b.from);
  const shot = understood.reduce((sum, { term }) => ({ ...sum, ...term.means }), plainShot);
  return { shot, understood };
}

/** What in the picture a phrase of the prompt points at; `null` where it names nothing that is drawn. */
export function subjectOf(phrase: string): Subject | null {
  return readShot(phrase).understood.find(({ term }) => term.shows)?.term.shows ?? null;
}

function occurrences(text: string, words: string): number[] {
  const places: number[] = [];
  const isLatin = /^[a-z0-9]/.test(words);
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const touches =
      isLatin &&
      (/[a-z0-9]/.test(text[at - 1] ?? '') || /[a-z0-9]/.test(text[at + words.length] ?? ''));
    if (!touches) places.push(at);
  }
  return places;
}

const covers = (outer: Understood, inner: Understood): boolean =>
  outer.from <= inner.from && outer.to >= inner.to && outer.to - outer.from > inner.to - inner.from;
