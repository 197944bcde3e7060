// Midjourney: `<prompt> --ar 4:3 --v 5.2 Job ID: <uuid>` in a description (FORMATS §1.6).
import { asSeed } from '../json.ts';
import type { Passage } from './passage.ts';
import { blankReading, more, type Reading } from './reading.ts';

const keys = new Set([
  'Description',
  'ImageDescription',
  'IPTC Caption',
  'dc:description',
  'comment',
]);
const job = /\s*Job ID:\s*([0-9a-f]{8}-[0-9a-f-]{27})\s*$/i;

/** Reads a description that ends in a job's id; `null` for every other. */
export function readMidjourney({ key, text, locator }: Passage): Reading | null {
  const found = keys.has(key) ? job.exec(text.slice(-200)) : null;
  if (!found) return null;
  const whole = text.slice(0, text.length - found[0].length).trim();
  const first = whole.search(/(?:^|\s)--[a-z]/i);
  const options = first < 0 ? '' : whole.slice(first).trim();
  const option = (names: string): string | null =>
    new RegExp(`--(?:${names})\\s+(\\S+)`, 'i').exec(options)?.[1] ?? null;
  const [version, niji] = [option('v|version'), option('niji')];
  return {
    ...blankReading('midjourney', locator, 'Midjourney'),
    prompt: whole.slice(0, first < 0 ? undefined : first).trim() || null,
    negativePrompt: /--no\s+(.+?)(?=\s+--|$)/i.exec(options)?.[1] ?? null,
    seed: asSeed(option('seed')),
    model: niji ? `niji ${niji}` : version ? `Midjourney v${version}` : null,
    more: more({ 'run.parameters': options, 'run.task': found[1] }),
  };
}
