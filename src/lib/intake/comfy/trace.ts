// What a ComfyUI graph tells of the file that it came with.
import { answer, type Candidate } from './answer.ts';
import type { Graph } from './graph.ts';
import { fromEncoders, fromExtraMetadata, fromSaver } from './last-resorts.ts';
import { mediaInputs, type MediaInput } from './media-inputs.ts';
import { outputsOf, type Medium } from './outputs.ts';
import { readGraphs } from './read-graphs.ts';
import { beginTracing, type Note } from './tracing.ts';
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

/**
 * The texts of a file's graphs as they stand in it, prefixes, wrappers and all; and the kind of file,
 * which tells outputs apart (animated pictures are video).
 */
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
