// What one reader understood of one block.
import type { Confidence } from '#lib/openset/fact.ts';

/** One of several prompts that may have made a file. */
export interface Candidate {
  prompt: string | null;
  negativePrompt: string | null;
  seed: string | null;
  model: string | null;
  locator: string;
  why: string;
}

export interface Reading {
  reader: string;
  locator: string;
  tool: string;
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
  confidence: Exclude<Confidence, 'staff'>;
  candidates: Candidate[];
}

/** A reading in which nothing is said yet. */
export const blankReading = (reader: string, locator: string, tool: string): Reading => ({
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
});
