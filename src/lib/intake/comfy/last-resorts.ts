// Where a prompt may still stand when no generator on the way has one.
import { asNumber, asSeed, asText } from '../json.ts';
import type { Answer } from './answer.ts';
import { distinct } from './conditioning.ts';
import { encodedBehind } from './encoders.ts';
import type { GraphNode } from './graph.ts';
import { textOf } from './text.ts';
import type { Tracing } from './tracing.ts';

/** Savers that write metadata of their own are told the prompt (comfy-image-saver, Image Saver). */
export function fromSaver(tracing: Tracing, outputs: GraphNode[], traced: Answer): Answer | null {
  for (const output of outputs)
    for (const name of ['positive', 'positive_prompt']) {
      const text = textOf(tracing, output, name, 'positive');
      if (!text?.authored?.trim()) continue;
      tracing.notes.add('from-saver');
      const negative = textOf(tracing, output, name.replace('posi', 'nega'), 'negative');
      return {
        ...traced,
        prompt: text.authored,
        effectivePrompt: text.effective,
        negativePrompt: negative?.authored?.trim() ? negative.authored : traced.negativePrompt,
        locator: text.locator,
        confidence: 'inferred',
      };
    }
  return null;
}

/**
 * Encoded texts are told apart by the titles of their nodes. Beside a known generator that has no
 * words of its own, only a text that calls itself positive counts.
 */
export function fromEncoders(
  tracing: Tracing,
  outputs: GraphNode[],
  traced: Answer,
  isKnown: boolean,
): Answer | null {
  const texts = encodedBehind(tracing, outputs);
  const untitled = isKnown ? [] : texts.untitled;
  const positive = distinct(texts.positive.length > 0 ? texts.positive : untitled);
  const [only, ...more] = positive;
  if (!only) return null;
  tracing.notes.add('found-by-title');
  const negativePrompt = texts.negative[0]?.authored ?? traced.negativePrompt;
  if (more.length === 0)
    return {
      ...traced,
      prompt: only.authored,
      effectivePrompt: only.effective,
      negativePrompt,
      locator: only.locator,
      confidence: 'inferred',
    };
  return {
    ...traced,
    negativePrompt,
    confidence: 'ambiguous',
    candidates: positive.map(({ authored, locator }) => ({
      prompt: authored,
      negativePrompt,
      seed: traced.seed,
      model: traced.model,
      locator,
      why: 'encoded text',
    })),
  };
}

/** Civitai's generator keeps its own account beside the graph. */
export function fromExtraMetadata(
  tracing: Tracing,
  extra: Record<string, unknown> | null,
  traced: Answer,
): Answer | null {
  const prompt = asText(extra?.['prompt']);
  if (!extra || prompt === null) return null;
  tracing.notes.add('from-extra-metadata');
  return {
    ...traced,
    prompt,
    negativePrompt: asText(extra['negativePrompt']) ?? traced.negativePrompt,
    seed: traced.seed ?? asSeed(extra['seed']),
    steps: traced.steps ?? asNumber(extra['steps']),
    sampler: traced.sampler ?? asText(extra['sampler']),
    cfgScale: traced.cfgScale ?? asNumber(extra['cfgScale']),
    locator: 'extraMetadata.prompt',
    confidence: 'inferred',
  };
}
