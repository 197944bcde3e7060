// Stability Matrix: its own settings under `parameters-json`, beside a graph and an infotext.
import { asNumber, asSeed, asText } from '../json.ts';
import type { Passage } from './passage.ts';
import { blankReading, more, type Reading } from './reading.ts';

export function readStabilityMatrix(passage: Passage): Reading | null {
  const { locator } = passage;
  const record = passage.key === 'parameters-json' ? passage.record : null;
  if (!record) return null;
  return {
    ...blankReading('stability-matrix', locator, 'Stability Matrix'),
    prompt: asText(record.PositivePrompt),
    negativePrompt: asText(record.NegativePrompt),
    seed: asSeed(record.Seed),
    steps: asNumber(record.Steps),
    cfgScale: asNumber(record.CfgScale),
    model: asText(record.ModelName),
    sampler: asText(record.Sampler),
    more: more({ 'run.modelHash': asText(record.ModelHash) }),
  };
}
