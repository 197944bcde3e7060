// What a file says of its own making. Nothing is guessed: a fact that stands nowhere is null.
import type { Fact } from '#lib/openset/fact.ts';
import type { AigcLabel } from '#lib/openset/media.ts';
import { findAigc } from './carrier/aigc.ts';
import { sourceType } from './carrier/iptc.ts';
import { passagesOf } from './carrier/passage.ts';
import { readCarriers } from './carrier/read.ts';
import type { Candidate, Certainty } from './carrier/reading.ts';
import { choose, type Choice, type ToldField } from './choose.ts';
import type { Block, Container, Kind } from './container/container.ts';
import { openContainer } from './container/open.ts';
import { openSidecar } from './container/sidecar.ts';
import { findSecrets, type Redaction } from './redact.ts';
import type { Source } from './source.ts';

/** The answer of `openset inspect` (DESIGN §5), with the facts' origins and the blocks for keeping. */
export interface Inspection {
  kind: Kind | null;
  /** Pixels. */
  width: number | null;
  height: number | null;
  durationS: number | null;
  tool: string | null;
  prompt: string | null;
  negativePrompt: string | null;
  effectivePrompt: string | null;
  /** A string: seeds reach 2⁶⁴−1. */
  seed: string | null;
  steps: number | null;
  model: string | null;
  sampler: string | null;
  cfgScale: number | null;
  /** `null` where no carrier tells anything. */
  confidence: Certainty | null;
  candidates: Candidate[];
  /** IPTC's address of the type, as the file states it. */
  digitalSourceType: string | null;
  aigc: AigcLabel | null;
  c2pa: null;
  timeline: null;
  redactions: Redaction[];
  error: string | null;
  /** Every fact with its reader, place and certainty. */
  facts: Fact[];
  /** Every block that something was written in, for keeping. Not for printing. */
  embedded: Block[];
}

/** Reads `source`. Never throws on what is in the file: faults are said in `error`. */
export async function inspect(source: Source): Promise<Inspection> {
  if (source.size === 0) return nothing('The file is empty.');
  const container = (await openContainer(source)) ?? (await openSidecar(source));
  if (!container) return nothing('This is no picture or clip that can be read.');
  const { blocks, ...seen } = container;
  const passages = passagesOf(blocks);
  const choice = choose(readCarriers(passages, mediumOf(container)));
  const stated = sourceType(passages);
  const aigc = findAigc(passages);
  return {
    ...nothing(null),
    ...seen,
    ...(choice && told(choice)),
    digitalSourceType: stated?.value ?? null,
    aigc: aigc?.label ?? null,
    redactions: findSecrets(passages),
    facts: [
      ...(choice ? factsOf(choice) : []),
      ...(stated ? [label('take.digitalSourceType', stated.value, 'iptc', stated.locator)] : []),
      ...(aigc ? [label('take.aigc', JSON.stringify(aigc.label), 'aigc', aigc.locator)] : []),
    ],
    embedded: blocks,
  };
}

/** An answer that says nothing, for files that cannot be read. */
export function nothing(error: string | null): Inspection {
  return {
    kind: null,
    width: null,
    height: null,
    durationS: null,
    tool: null,
    prompt: null,
    negativePrompt: null,
    effectivePrompt: null,
    seed: null,
    steps: null,
    model: null,
    sampler: null,
    cfgScale: null,
    confidence: null,
    candidates: [],
    digitalSourceType: null,
    aigc: null,
    c2pa: null,
    timeline: null,
    redactions: [],
    error,
    facts: [],
    embedded: [],
  };
}

/** Which of a graph's outputs can have written the file. */
function mediumOf({ kind, durationS }: Container): 'image' | 'video' | 'audio' | null {
  if (kind === 'json') return null;
  if (['wav', 'mp3', 'flac', 'ogg'].includes(kind)) return 'audio';
  return durationS === null ? 'image' : 'video';
}

function told({ answer }: Choice): Partial<Inspection> {
  const { tool, prompt, negativePrompt, effectivePrompt, seed, steps, model, sampler } = answer;
  const { cfgScale, confidence, candidates } = answer;
  return {
    ...{ tool, prompt, negativePrompt, effectivePrompt, seed, steps, model, sampler, cfgScale },
    ...{ confidence, candidates },
  };
}

/** The names under which facts are kept (`Fact.field`). */
const fields: Record<ToldField, string> = {
  prompt: 'prompt.text',
  negativePrompt: 'prompt.negative',
  effectivePrompt: 'prompt.effective',
  tool: 'run.tool',
  model: 'run.model',
  seed: 'run.seed',
  steps: 'run.steps',
  sampler: 'run.sampler',
  cfgScale: 'run.cfgScale',
};

function factsOf({ answer, origins }: Choice): Fact[] {
  const facts: Fact[] = [];
  for (const [name, field] of Object.entries(fields) as [ToldField, string][]) {
    const [value, origin] = [answer[name], origins[name]];
    if (value === null || !origin) continue;
    const { reader, locator, confidence } = origin;
    facts.push({ field, value, reader, locator, confidence });
  }
  const { reader, locator, confidence } = answer;
  return [...facts, ...answer.more.map((one) => ({ ...one, reader, locator, confidence }))];
}

const label = (field: string, value: string, reader: string, locator: string): Fact => ({
  ...{ field, value, reader, locator },
  confidence: 'exact',
});
