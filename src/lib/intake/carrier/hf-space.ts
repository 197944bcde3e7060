// Demo spaces on Hugging Face: the call of a diffusers pipeline as JSON under `parameters`.
import { asNumber, asSeed, asText, isRecord } from '../json.ts';
import type { Passage } from './passage.ts';
import { blankReading, more, type Reading } from './reading.ts';

export function readHfSpace(passage: Passage): Reading | null {
  const { locator } = passage;
  const record = /^(parameters|usercomment)$/i.test(passage.key) ? passage.record : null;
  if (!record || !('prompt' in record)) return null;
  const isCall = 'num_inference_steps' in record || ('Model' in record && 'resolution' in record);
  if (!isCall || 'use_stable_diffusion_model' in record) return null;
  const model = record.Model ?? record.model;
  return {
    ...blankReading('hf-space', locator, 'Hugging Face Space'),
    prompt: asText(record.prompt),
    negativePrompt: asText(record.negative_prompt),
    seed: asSeed(record.seed),
    steps: asNumber(record.num_inference_steps),
    cfgScale: asNumber(record.guidance_scale),
    model: isRecord(model) ? (asText(model.name) ?? asText(model.Model)) : asText(model),
    sampler: asText(record.sampler) ?? asText(record.scheduler),
    more: more({ 'run.modelHash': asText(record['Model hash']) }),
  };
}
