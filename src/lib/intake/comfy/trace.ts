// What a ComfyUI graph tells of the file that it came with.
import { asNumber, asSeed, asText } from '../json.ts';
import { answer, type Answer, type Candidate } from './answer.ts';
import { distinct } from './conditioning.ts';
import { encodedBehind } from './encoders.ts';
import type { Graph, GraphNode } from './graph.ts';
import { mediaInputs, type MediaInput } from './media-inputs.ts';
import { outputsOf, type Medium } from './outputs.ts';
import { readGraphs } from './read-graphs.ts';
import { textOf } from './text.ts';
import { beginTracing, type Note, type Tracing } from './tracing.ts';
import { trailOf } from './trail.ts';

export type { Candidate } from './answer.ts';
export type { MediaInput } from './media-inputs.ts';
export type { Medium } from './outputs.ts';

/**
 * What the graph tells. `prompt` is what somebody wrote, byte for byte; `effectivePrompt` what the
 * model got, where that differs and was kept.
 *
 * `confidence`: `exact` – read word for word along the API graph from the output to the one
 * generator; `inferred` – read from a UI graph, put together from several texts, or found by other
 * means that `notes` name; `ambiguous` – outputs or parts of the picture lead to different prompts,
 * seeds or models: every field on which they differ is `null`, and `candidates` lists them all.
 *
 * Several passes over one picture are not ambiguous: the first one's prompt, seed and model are
 * given, `models` lists all in the order in which they ran.
 */
export interface ComfyTrace {
  prompt: string | null;
  negativePrompt: string | null;
  effectivePrompt: string | null;
  seed: string | null;
  steps: number | null;
  model: string | null;
  sampler: string | null;
  cfgScale: number | null;
  confidence: 'exact' | 'inferred' | 'ambiguous';
  candidates: Candidate[];
  /** Where the prompt stands: `node id.input`. */
  locator: string | null;
  notes: Note[];
  inputs: MediaInput[];
  models: string[];
}

/** The texts of a file's graphs as they stand in it, and the kind of file, which tells outputs apart. */
export interface ComfyTexts {
  api?: string;
  ui?: string;
  medium?: Medium;
}

/**
 * Traces a file's graphs. With both at hand the API graph is followed, which is what ran; the UI
 * graph lends it titles and the texts that nodes showed. `null` when neither text is a graph.
 * Never throws, and its work is bounded for any input.
 */
export function traceComfy(input: ComfyTexts): ComfyTrace | null {
  const { api, ui, extraMetadata } = readGraphs(
    [input.api, input.ui].filter((text) => text !== undefined),
  );
  const graph = api ?? ui;
  if (!graph) return null;
  if (api && ui) lendTitles(api, ui);
  const tracing = beginTracing(graph, api ? ui : null);
  const outputs = outputsOf(graph, input.medium ?? null);
  const trails = outputs.map((output) => trailOf(tracing, output));
  const traced = answer(tracing, trails);
  const isKnown = trails.some((trail) => trail.passes.length > 0);
  const found =
    traced.prompt === null && traced.confidence !== 'ambiguous'
      ? (fromSaver(tracing, outputs, traced) ??
        fromEncoders(tracing, outputs, traced, isKnown) ??
        fromExtraMetadata(tracing, extraMetadata, traced) ??
        traced)
      : traced;
  return { ...found, notes: [...tracing.notes], inputs: mediaInputs(tracing, outputs) };
}

/** Older API graphs have no titles; the canvas has them under the same ids. */
function lendTitles(api: Graph, ui: Graph): void {
  for (const node of api.nodes.values()) node.title ??= ui.nodes.get(node.id)?.title ?? null;
}

/** Savers that write metadata of their own are told the prompt (comfy-image-saver, Image Saver). */
function fromSaver(tracing: Tracing, outputs: GraphNode[], traced: Answer): Answer | null {
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
function fromEncoders(
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
function fromExtraMetadata(
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
