// Fooocus and Ruined Fooocus: JSON under `parameters` or in the user comment
// (Fooocus: modules/meta_parser.py). Fooocus keeps what was typed and what its styles made of it.
import { asNumber, asSeed, asText } from '../json.ts';
import type { Passage } from './passage.ts';
import { blankReading, more, type Reading } from './reading.ts';

const marks = /"(metadata_scheme|full_prompt|base_model|Base Model)"|RuinedFooocus/;

export function readFooocus(passage: Passage): Reading | null {
  const { locator } = passage;
  const record = marks.test(passage.text) ? passage.record : null;
  if (!record) return null;
  if (record.software === 'RuinedFooocus') return readRuined(record, locator);
  const isFooocus =
    'metadata_scheme' in record ||
    'full_prompt' in record ||
    ('base_model' in record && 'prompt' in record) ||
    ('Base Model' in record && 'Prompt' in record);
  return isFooocus ? readOwn(record, locator) : null;
}

function readOwn(record: Record<string, unknown>, locator: string): Reading {
  // Its log writes the same under labels: `Guidance Scale` for `guidance_scale`.
  const value = (name: string): unknown =>
    record[name] ??
    record[
      name.replaceAll(
        /(^|_)([a-z])/g,
        (_, gap: string, letter: string) => (gap && ' ') + letter.toUpperCase(),
      )
    ];
  const authored = asText(value('prompt'));
  const full = joined(value('full_prompt'));
  return {
    ...blankReading('fooocus', locator, 'Fooocus'),
    prompt: authored ?? full,
    effectivePrompt: authored !== null && full !== authored ? full : null,
    negativePrompt: asText(value('negative_prompt')),
    seed: asSeed(value('seed')),
    steps: asNumber(value('steps')),
    cfgScale: asNumber(value('guidance_scale')),
    model: asText(value('base_model')),
    sampler: asText(value('sampler')),
    more: more({
      'run.scheduler': asText(value('scheduler')),
      'run.modelHash': asText(value('base_model_hash')),
      'run.toolVersion': asText(value('version')),
      'run.styles': asText(value('styles')),
    }),
  };
}

/** Several texts are encoded one by one; they are shown one below the other. */
function joined(value: unknown): string | null {
  if (!Array.isArray(value)) return asText(value);
  return (
    value
      .map(asText)
      .filter((text) => text !== null)
      .join('\n') || null
  );
}

const readRuined = (record: Record<string, unknown>, locator: string): Reading => ({
  ...blankReading('ruined-fooocus', locator, 'Ruined Fooocus'),
  prompt: asText(record.Prompt),
  negativePrompt: asText(record.Negative),
  seed: asSeed(record.seed),
  steps: asNumber(record.steps),
  cfgScale: asNumber(record.cfg),
  model: asText(record.base_model_name),
  sampler: asText(record.sampler_name),
  more: more({
    'run.scheduler': asText(record.scheduler),
    'run.modelHash': asText(record.base_model_hash),
  }),
});
