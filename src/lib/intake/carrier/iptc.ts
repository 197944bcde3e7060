// What IPTC's fields say of an AI system (IPTC Photo Metadata 2025.1): system, prompt, its writer.
import type { Passage } from './passage.ts';
import { blankReading, more, type Reading } from './reading.ts';

export function readIptc({ key }: Passage, all: readonly Passage[]): Reading | null {
  const first = all.find((passage) =>
    /^Iptc4xmpExt:AI(SystemUsed|PromptInformation)$/.test(passage.key),
  );
  if (!first || key !== first.key) return null;
  const field = (name: string): string | null =>
    all.find((passage) => passage.key === `Iptc4xmpExt:${name}`)?.text ?? null;
  return {
    ...blankReading('iptc', first.locator, field('AISystemUsed')),
    prompt: field('AIPromptInformation'),
    more: more({
      'run.toolVersion': field('AISystemVersionUsed'),
      'prompt.writer': field('AIPromptWriterName'),
    }),
  };
}

/** IPTC's address of the digital source type that the file states; `null` where it states none. */
export function sourceType(all: readonly Passage[]): { value: string; locator: string } | null {
  const stated = all.find(({ key }) => key === 'Iptc4xmpExt:DigitalSourceType');
  if (!stated) return null;
  const text = stated.text.trim();
  // Bare codes and other spellings of the address become the address that IPTC prints.
  const code =
    /^(?:https?:\/\/cv\.iptc\.org\/newscodes\/digitalsourcetype\/|digsrctype:)?(\w+)\/?$/i;
  const name = code.exec(text)?.[1];
  const value = name ? `http://cv.iptc.org/newscodes/digitalsourcetype/${name}` : text;
  return { value, locator: stated.locator };
}
