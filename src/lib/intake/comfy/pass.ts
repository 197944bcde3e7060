// What one call of a generator was told, whichever kind of generator it is.
import { asSeed } from '../json.ts';
import type { Scalar } from './scalar.ts';
import type { Text } from './text.ts';
import type { Tracing } from './tracing.ts';

/** One call of a generator, as the graph describes it. */
export interface Pass {
  node: string;
  positive: Text[];
  negative: Text[];
  seed: string | null;
  steps: number | null;
  cfg: number | null;
  sampler: string | null;
  models: string[];
  /** Continues an earlier pass's noise and adds none: its seed means nothing. */
  addsNoise: boolean;
}

/** A seed as text, 0 to 2^64−1. Negative ones ask for a new seed, which is not written down. */
export function readSeed(tracing: Tracing, value: Scalar | null): string | null {
  if (/^-\d/.test(String(value))) tracing.notes.add('seed-random');
  const seed = asSeed(value);
  return seed !== null && BigInt(seed) < 2n ** 64n ? seed : null;
}

/** Whether a setting stands at off, by whatever word. */
export function isOff(value: Scalar | null): boolean {
  return (
    value === false || (typeof value === 'string' && /^(off|disabled?|none|false|)$/i.test(value))
  );
}
