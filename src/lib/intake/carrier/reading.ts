// What one reader understood of one carrier.
import type { Confidence } from '#lib/openset/fact.ts';

/** How sure a file's own statement can be; `staff` is for what people say later. */
export type Certainty = Exclude<Confidence, 'staff'>;

/** One of several prompts that may have made a file. */
export interface Candidate {
  prompt: string | null;
  negativePrompt: string | null;
  seed: string | null;
  model: string | null;
  locator: string;
  /** In words: which output, pass or block it belongs to. */
  why: string;
}

/** What one carrier tells. Absent facts are `null`. */
export interface Reading {
  reader: string;
  locator: string;
  /** The generator, by the name that people know it under. */
  tool: string | null;
  /** What somebody wrote, byte for byte where the carrier keeps it so. */
  prompt: string | null;
  negativePrompt: string | null;
  /** What the model saw, where a tool rewrote the authored text and kept both. */
  effectivePrompt: string | null;
  /** A string: seeds reach 2⁶⁴−1. */
  seed: string | null;
  steps: number | null;
  model: string | null;
  sampler: string | null;
  cfgScale: number | null;
  confidence: Certainty;
  candidates: Candidate[];
  /** Facts that have no field of their own: `run.scheduler`, `prompt.writer`, … */
  more: { field: string; value: string }[];
}

/** A reading in which nothing is said yet. */
export const blankReading = (reader: string, locator: string, tool: string | null): Reading => ({
  reader,
  locator,
  tool,
  prompt: null,
  negativePrompt: null,
  effectivePrompt: null,
  seed: null,
  steps: null,
  model: null,
  sampler: null,
  cfgScale: null,
  confidence: 'exact',
  candidates: [],
  more: [],
});

/** The facts among `values` that are there, as `more` takes them. */
export const more = (values: Record<string, string | null | undefined>): Reading['more'] =>
  Object.entries(values).flatMap(([field, value]) => (value ? [{ field, value }] : []));
