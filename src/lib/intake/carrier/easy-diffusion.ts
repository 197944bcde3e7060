// Easy Diffusion: one PNG text a setting, or one JSON object in the user comment.
import { asNumber, asSeed, asText } from '../json.ts';
import type { Passage } from './passage.ts';
import { blankReading, type Reading } from './reading.ts';

const marker = 'use_stable_diffusion_model';

export function readEasyDiffusion(passage: Passage, all: readonly Passage[]): Reading | null {
  if (passage.key === marker)
    return read((name) => all.find(({ key }) => key === name)?.text, passage.locator);
  const record = passage.text.includes(marker) ? passage.record : null;
  return record && marker in record ? read((name) => record[name], passage.locator) : null;
}

/** Models are written with the way to them on the machine that ran them. */
const read = (value: (name: string) => unknown, locator: string): Reading => ({
  ...blankReading('easy-diffusion', locator, 'Easy Diffusion'),
  prompt: asText(value('prompt')),
  negativePrompt: asText(value('negative_prompt')),
  seed: asSeed(value('seed')),
  steps: asNumber(value('num_inference_steps')),
  cfgScale: asNumber(value('guidance_scale')),
  model: asText(value(marker))?.split(/[\\/]/).at(-1) || null,
  sampler: asText(value('sampler_name')),
});
