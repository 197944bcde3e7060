// Midjourney: `<prompt> --ar 4:3 --v 5.2 Job ID: <uuid>` in the description (FORMATS §1.6).
import { asSeed } from './json.ts';
import { blankReading, type Reading } from './reading.ts';

const job = /\s*Job ID:\s*[0-9a-f]{8}-[0-9a-f-]{27}\s*$/i;

/** Reads a description that ends in a job id; `null` for every other. The parameters belong to the prompt. */
export function readMidjourney(text: string, locator: string): Reading | null {
  if (!job.test(text)) return null;
  const prompt = text.replace(job, '').trim();
  const option = (names: string): string | null =>
    new RegExp(`--(?:${names})\\s+([\\w.]+)`).exec(prompt)?.[1] ?? null;
  const [version, niji] = [option('v|version'), option('niji')];
  return {
    ...blankReading('midjourney', locator, 'Midjourney'),
    prompt: prompt || null,
    negativePrompt: /--no\s+(.+?)(?=\s--|$)/.exec(prompt)?.[1] ?? null,
    seed: asSeed(option('seed')),
    model: niji ? `niji ${niji}` : version ? `Midjourney v${version}` : null,
  };
}
