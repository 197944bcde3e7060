// Generators that write their settings as JSON: SwarmUI, Fooocus and its kin, InvokeAI, NovelAI,
// TensorArt, Stability Matrix, Hugging Face Spaces. Keys as their own writers name them (FORMATS §1.3 to §1.5).
import { asNumber, asSeed, asText, isRecord } from './json.ts';
import { blankReading, type Reading } from './reading.ts';

type Fields = Record<string, unknown>;

/** Reads `value`, found under `key`, by whichever carrier it belongs to; `null` where none knows it. */
export function readJsonCarrier(key: string, value: unknown, locator: string): Reading | null {
  if (!isRecord(value)) return null;
  if (isRecord(value.sui_image_params))
    return readSwarm(value.sui_image_params, value.sui_extra_data, locator);
  if (key === 'invokeai_metadata') return readInvoke(value, locator);
  if (key === 'sd-metadata' && isRecord(value.image))
    return readInvoke2(value, value.image, locator);
  if (key === 'generation_data') return readTensorArt(value, locator);
  if (key === 'parameters-json') return readStabilityMatrix(value, locator);
  if (value.software === 'RuinedFooocus' || ('Prompt' in value && 'Negative' in value))
    return readRuinedFooocus(value, locator);
  if (
    'full_prompt' in value ||
    'base_model' in value ||
    'metadata_scheme' in value ||
    'Fooocus V2 Expansion' in value
  )
    return readFooocus(value, locator);
  if ('uc' in value || 'v4_prompt' in value) return readNovelAi(value, null, null, locator);
  if (key === 'parameters' && typeof value.prompt === 'string') return readSpace(value, locator);
  return null;
}

function readSwarm(params: Fields, extra: unknown, locator: string): Reading {
  const original = isRecord(extra) ? asText(extra.original_prompt) : null;
  const seen = asText(params.prompt);
  return {
    ...blankReading('swarmui', locator, 'SwarmUI'),
    prompt: original ?? seen,
    effectivePrompt: original !== null && original !== seen ? seen : null,
    negativePrompt: asText(params.negativeprompt),
    seed: asSeed(params.seed),
    steps: asNumber(params.steps),
    cfgScale: asNumber(params.cfgscale),
    model: asText(params.model),
    sampler: asText(params.sampler),
  };
}

function nameOf(model: unknown): string | null {
  return isRecord(model) ? (asText(model.name) ?? asText(model.model_name)) : asText(model);
}

function readInvoke(data: Fields, locator: string): Reading {
  return {
    ...blankReading('invokeai', locator, 'InvokeAI'),
    prompt: asText(data.positive_prompt),
    negativePrompt: asText(data.negative_prompt),
    seed: asSeed(data.seed),
    steps: asNumber(data.steps),
    cfgScale: asNumber(data.cfg_scale),
    model: nameOf(data.model),
    sampler: asText(data.scheduler),
  };
}

function readInvoke2(data: Fields, image: Fields, locator: string): Reading {
  const parts = Array.isArray(image.prompt) ? image.prompt : [image.prompt];
  const prompt = parts
    .map((part) => asText(isRecord(part) ? part.prompt : part) ?? '')
    .join(' ')
    .trim();
  return {
    ...blankReading('invokeai', locator, 'InvokeAI'),
    ...splitBrackets(prompt),
    seed: asSeed(image.seed),
    steps: asNumber(image.steps),
    cfgScale: asNumber(image.cfg_scale),
    model: asText(data.model_weights) ?? asText(data.model),
    sampler: asText(image.sampler),
  };
}

/** InvokeAI 1 and 2 wrote what was not wanted in square brackets inside the prompt. */
function splitBrackets(text: string): Pick<Reading, 'prompt' | 'negativePrompt'> {
  const negative = Array.from(text.matchAll(/\[([^[\]]*)\]/g), ([, inner = '']) =>
    inner.trim(),
  ).join(', ');
  const positive = text.replaceAll(/\s*\[[^[\]]*\]/g, '').trim();
  return { prompt: positive || null, negativePrompt: negative || null };
}

/** InvokeAI 1: a command line, `"prompt" -s 50 -S 1234 -C 7.5 -A k_lms`. */
export function readDream(text: string, locator: string): Reading | null {
  const parts = /^"((?:[^"\\]|\\.)*)"(.*)$/s.exec(text.trim());
  if (!parts) return null;
  const [, prompt = '', options = ''] = parts;
  const option = (letter: string): string | undefined =>
    new RegExp(`(?:^|\\s)-${letter}\\s*(\\S+)`).exec(options)?.[1];
  return {
    ...blankReading('invokeai', locator, 'InvokeAI'),
    ...splitBrackets(prompt.replaceAll('\\"', '"')),
    seed: asSeed(option('S')),
    steps: asNumber(option('s')),
    cfgScale: asNumber(option('C')),
    sampler: option('A') ?? null,
  };
}

function readTensorArt(data: Fields, locator: string): Reading {
  const base = isRecord(data.baseModel) ? data.baseModel : {};
  return {
    ...blankReading('tensorart', locator, 'TensorArt'),
    prompt: asText(data.prompt),
    negativePrompt: asText(data.negativePrompt),
    seed: asSeed(data.seed),
    steps: asNumber(data.steps),
    cfgScale: asNumber(data.cfgScale),
    model: asText(base.modelFileName) ?? asText(base.label),
    sampler: asText(data.samplerName) ?? asText(data.ksamplerName) ?? asText(data.sampler),
  };
}

function readStabilityMatrix(data: Fields, locator: string): Reading {
  return {
    ...blankReading('stability-matrix', locator, 'Stability Matrix'),
    prompt: asText(data.PositivePrompt)?.trim() ?? null,
    negativePrompt: asText(data.NegativePrompt)?.trim() ?? null,
    seed: asSeed(data.Seed),
    steps: asNumber(data.Steps),
    cfgScale: asNumber(data.CfgScale),
    model: asText(data.ModelName),
    sampler: asText(data.Sampler),
  };
}

function readRuinedFooocus(data: Fields, locator: string): Reading {
  return {
    ...blankReading('ruined-fooocus', locator, 'Ruined Fooocus'),
    prompt: asText(data.Prompt),
    negativePrompt: asText(data.Negative),
    seed: asSeed(data.seed),
    steps: asNumber(data.steps),
    cfgScale: asNumber(data.cfg),
    model: asText(data.base_model_name),
    sampler: asText(data.sampler_name),
  };
}

function readFooocus(data: Fields, locator: string): Reading {
  const list = (value: unknown): string | null =>
    Array.isArray(value)
      ? value
          .map(asText)
          .filter((part) => part !== null)
          .join(', ') || null
      : asText(value);
  const authored = asText(data.prompt) ?? asText(data.Prompt);
  const full = list(data.full_prompt);
  return {
    ...blankReading('fooocus', locator, 'Fooocus'),
    prompt: authored ?? full,
    effectivePrompt: authored !== null && full !== authored ? full : null,
    negativePrompt: asText(data.negative_prompt) ?? asText(data['Negative Prompt']),
    seed: asSeed(data.seed ?? data.Seed),
    steps: asNumber(data.steps ?? data.Steps),
    cfgScale: asNumber(data.guidance_scale ?? data['Guidance Scale']),
    model: asText(data.base_model ?? data['Base Model']),
    sampler: asText(data.sampler ?? data.Sampler),
  };
}

/** NovelAI's `Comment`. Old files have no prompt in it: then the picture's description is it. */
export function readNovelAi(
  data: Fields,
  description: string | null,
  model: string | null,
  locator: string,
): Reading {
  const caption = (value: unknown): string | null =>
    isRecord(value) && isRecord(value.caption) ? asText(value.caption.base_caption) : null;
  return {
    ...blankReading('novelai', locator, 'NovelAI'),
    prompt: asText(data.prompt) ?? caption(data.v4_prompt) ?? description,
    negativePrompt: asText(data.uc) ?? caption(data.v4_negative_prompt),
    seed: asSeed(data.seed),
    steps: asNumber(data.steps),
    cfgScale: asNumber(data.scale),
    model,
    sampler: asText(data.sampler),
  };
}

/** JSON in `parameters` as demo spaces on Hugging Face write it. */
function readSpace(data: Fields, locator: string): Reading {
  return {
    ...blankReading('hf-space', locator, 'Hugging Face Space'),
    prompt: asText(data.prompt),
    negativePrompt: asText(data.negative_prompt ?? data.negativePrompt),
    seed: asSeed(data.seed),
    steps: asNumber(data.num_inference_steps ?? data.steps),
    cfgScale: asNumber(data.guidance_scale ?? data.cfg_scale),
    model: nameOf(data.model ?? data.Model),
    sampler: asText(data.sampler ?? data.scheduler),
  };
}
