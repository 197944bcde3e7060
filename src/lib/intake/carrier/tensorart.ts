// TensorArt: `generation_data`, what was asked of the site; what ran is the graph beside it.
import { asNumber, asSeed, asText, isRecord } from '../json.ts';
import type { Passage } from './passage.ts';
import { blankReading, more, type Reading } from './reading.ts';

export function readTensorArt(passage: Passage): Reading | null {
  const { locator } = passage;
  const record = passage.key === 'generation_data' ? passage.record : null;
  if (!record) return null;
  const base = isRecord(record.baseModel) ? record.baseModel : {};
  return {
    ...blankReading('tensorart', locator, 'TensorArt'),
    prompt: asText(record.prompt),
    negativePrompt: asText(record.negativePrompt),
    seed: asSeed(record.seed),
    steps: asNumber(record.steps),
    cfgScale: asNumber(record.cfgScale),
    model: asText(base.modelFileName) ?? asText(base.label),
    sampler: asText(record.ksamplerName) ?? asText(record.samplerName) ?? asText(record.sampler),
    more: more({ 'run.scheduler': asText(record.schedule), 'run.modelHash': asText(base.hash) }),
  };
}
