// InvokeAI's three generations: a command line under `Dream` (v1), `sd-metadata` (v2),
// `invokeai_metadata` since (InvokeAI: invokeai/app/api/extract_metadata_from_image.py).
import { asNumber, asSeed, asText, isRecord } from '../json.ts';
import type { Passage } from './passage.ts';
import { blankReading, more, type Reading } from './reading.ts';

export function readInvokeAi(passage: Passage): Reading | null {
  if (passage.key === 'Dream') return readDream(passage);
  if (passage.key === 'sd-metadata') return readImage(passage);
  return passage.key === 'invokeai_metadata' ? readMetadata(passage) : null;
}

function readMetadata({ record, locator }: Passage): Reading | null {
  if (!record) return null;
  const { model } = record;
  return {
    ...blankReading('invokeai', locator, 'InvokeAI'),
    prompt: asText(record.positive_prompt),
    negativePrompt: asText(record.negative_prompt),
    seed: asSeed(record.seed),
    steps: asNumber(record.steps),
    cfgScale: asNumber(record.cfg_scale),
    model: isRecord(model) ? (asText(model.name) ?? asText(model.model_name)) : asText(model),
    sampler: asText(record.scheduler),
    more: more({
      'run.toolVersion': asText(record.app_version),
      'run.modelHash': isRecord(model) ? asText(model.hash) : null,
    }),
  };
}

function readImage({ record, locator }: Passage): Reading | null {
  const image = record?.image;
  if (!record || !isRecord(image)) return null;
  const parts = Array.isArray(image.prompt) ? image.prompt : [image.prompt];
  const texts = parts.map((part) => asText(isRecord(part) ? part.prompt : part));
  return {
    ...blankReading('invokeai', locator, 'InvokeAI'),
    ...splitBrackets(texts.filter((text) => text !== null).join(' ')),
    seed: asSeed(image.seed),
    steps: asNumber(image.steps),
    cfgScale: asNumber(image.cfg_scale),
    model: asText(record.model_weights) ?? asText(record.model),
    sampler: asText(image.sampler),
    more: more({
      'run.toolVersion': asText(record.app_version),
      'run.modelHash': asText(record.model_hash),
    }),
  };
}

/** `"prompt" -s 50 -S 1234 -C 7.5 -A k_lms`; the first versions wrote no spaces behind the letters. */
function readDream({ text, locator }: Passage): Reading | null {
  const end = text.lastIndexOf('" -');
  const isQuoted = text.startsWith('"') && end > 0;
  const first = isQuoted ? end + 1 : text.search(/\s-[sSWHCA]\s*[\w.]/);
  if (first < 0) return null;
  const prompt = isQuoted ? text.slice(1, end).replaceAll('\\"', '"') : text.slice(0, first);
  const options = text.slice(first);
  const option = (letter: string, value: string): string | undefined =>
    new RegExp(`\\s-${letter}\\s*(${value})(?=\\s|$)`).exec(options)?.[1];
  return {
    ...blankReading('invokeai', locator, 'InvokeAI'),
    ...splitBrackets(prompt),
    seed: asSeed(option('S', '\\d+')),
    steps: asNumber(option('s', '\\d+')),
    cfgScale: asNumber(option('C', '[\\d.]+')),
    sampler: option('A', '\\w+') ?? null,
  };
}

/** Both old generations wrote what was not wanted in square brackets inside the prompt. */
function splitBrackets(text: string): Pick<Reading, 'prompt' | 'negativePrompt'> {
  const bracketed = /\[([^[\]]*)\]/g;
  const negative = Array.from(text.matchAll(bracketed), ([, inner = '']) => inner.trim());
  const positive =
    negative.length === 0 ? text : text.replaceAll(bracketed, '').replace(/\s+,/g, ',');
  return {
    prompt: positive.replace(/[\s,]+$/, '').trim() || null,
    negativePrompt: negative.filter((part) => part !== '').join(', ') || null,
  };
}
