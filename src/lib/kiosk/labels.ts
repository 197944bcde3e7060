// Which labels a picture carries, in the visitor's language.
import { aiLabel } from '#lib/openset/media.ts';
import type { Language } from '#lib/openset/text.ts';
import { say } from './words.ts';

/** AI label first, then the mark of sample material. */
export function labelsOf(
  made: Parameters<typeof aiLabel>[0] & { sample: boolean },
  language: Language,
): string[] {
  const ai = aiLabel(made);
  return [
    ...(ai ? [say(ai === 'generated' ? 'aiGenerated' : 'aiEdited', language)] : []),
    ...(made.sample ? [say('sample', language)] : []),
  ];
}
