// Draw Things: JSON with keys of one or two letters in XMP's or Exif's user comment.
import { asNumber, asSeed, asText } from '../json.ts';
import type { Passage } from './passage.ts';
import { blankReading, type Reading } from './reading.ts';

export function readDrawThings(passage: Passage): Reading | null {
  const { locator } = passage;
  const record = /usercomment$/i.test(passage.key) ? passage.record : null;
  if (!record || typeof record.c !== 'string' || !('uc' in record)) return null;
  return {
    ...blankReading('draw-things', locator, 'Draw Things'),
    prompt: asText(record.c),
    negativePrompt: asText(record.uc),
    seed: asSeed(record.seed),
    steps: asNumber(record.steps),
    cfgScale: asNumber(record.scale),
    model: asText(record.model),
    sampler: asText(record.sampler),
  };
}
