// Which labels a picture carries: the AI label first, then the mark of sample material.
import { aiLabel } from '#lib/openset/media.ts';
import type { Language } from '#lib/openset/text.ts';
import { words, type Word } from './words.ts';

type Made = Parameters<typeof aiLabel>[0] & { sample: boolean };

function owed(made: Made): Word[] {
  const ai = aiLabel(made);
  return [
    ...(ai ? ([ai === 'generated' ? 'aiGenerated' : 'aiEdited'] as const) : []),
    ...(made.sample ? (['sample'] as const) : []),
  ];
}

/** The labels in the visitor's language. */
export const labelsOf = (made: Made, language: Language): string[] =>
  owed(made).map((word) => words[word][language]);

/** The labels where no language is chosen yet. */
export const labelsInBoth = (made: Made): string[] =>
  owed(made).map((word) => `${words[word].zh} · ${words[word].en}`);
