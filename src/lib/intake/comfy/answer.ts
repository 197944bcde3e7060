// Puts the trails of all outputs together: what they agree on is the answer, the rest candidates.
import type { Pass } from './pass.ts';
import { conclusions, type Note, type Tracing } from './tracing.ts';
import { promptOf, type Trail } from './trail.ts';

/** One prompt that may be the file's, with the seed and model that went with it. */
export interface Candidate {
  prompt: string | null;
  negativePrompt: string | null;
  seed: string | null;
  model: string | null;
  /** Where the prompt stands in the graph: `node id.input`. */
  locator: string;
  /** Why it is one: `output <id>`, with `, pass <n> of <m>` for several passes; `encoded text`. */
  why: string;
}

/** What a graph tells of the file that it came with. Absent facts are `null`. */
export interface Answer {
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
  locator: string | null;
  models: string[];
}

/** What one trail says: the passes that speak for it, all agreeing unless it is put together. */
interface Reading {
  trail: Trail;
  speakers: Pass[];
}

/**
 * The answer of all trails. One trail with one prompt is exact if it was read from an API graph
 * word for word. Passes with different prompts in one chain leave the say to the first, which made
 * the picture that the others worked over. Trails that differ, and pictures put together from
 * different prompts, are ambiguous: every field is `null` on which they do not all agree.
 */
export function answer(tracing: Tracing, trails: Trail[]): Answer {
  const readings = trails
    .filter((trail) => trail.passes.length > 0)
    .map((trail): Reading => ({ trail, speakers: trail.first }));
  const differ = distinctBy(readings, signature).length > 1;
  const parts = readings.some(({ speakers }) => distinctBy(speakers, passKey).length > 1);
  const ambiguous = differ || parts;
  if (differ) tracing.notes.add('several-outputs');
  if (readings.some(({ trail }) => promptsOf(trail).length > 1))
    tracing.notes.add('several-passes');

  const spoken = ambiguous
    ? readings.flatMap(({ trail }) => trail.passes)
    : readings.flatMap(({ speakers }) => speakers);
  const worded = spoken.filter((pass) => promptOf(pass) !== null);
  const passes = worded.length > 0 ? worded : spoken;
  const chain = readings[0]?.trail.passes ?? [];
  const candidates = listCandidates(readings);
  const lead = ambiguous ? null : (passes[0] ?? null);
  const prompt = agreed(passes, (pass) => promptOf(pass));
  if ((lead?.positive.length ?? 0) > 1 && prompt !== lead?.positive[0]?.authored)
    tracing.notes.add('several-texts');
  return {
    prompt,
    negativePrompt: agreed(passes, (pass) => promptOf(pass, 'negative')),
    effectivePrompt: lead ? effectiveOf(lead) : null,
    seed: ambiguous ? agreed(passes, (pass) => pass.seed) : lead && seedOf(lead, chain),
    steps: agreed(passes, (pass) => pass.steps),
    model: agreed(passes, (pass) => pass.models[0] ?? null),
    sampler: agreed(passes, (pass) => pass.sampler),
    cfgScale: agreed(passes, (pass) => pass.cfg),
    confidence: ambiguous ? 'ambiguous' : confidenceOf(tracing),
    candidates: candidates.length > 1 ? candidates : [],
    locator: (prompt !== null && passes[0]?.positive[0]?.locator) || null,
    models: [
      ...new Set(
        readings.flatMap(({ trail }) => trail.passes.toReversed().flatMap((p) => p.models)),
      ),
    ],
  };
}

function confidenceOf(tracing: Tracing): 'exact' | 'inferred' {
  const concluded = [...tracing.notes].some((note: Note) => conclusions.has(note));
  return tracing.graph.source === 'api' && !concluded ? 'exact' : 'inferred';
}

/** The first pass's seed; where it adds no noise of its own, that of the first pass that does. */
function seedOf(lead: Pass, chain: readonly Pass[]): string | null {
  if (lead.addsNoise) return lead.seed;
  return chain.findLast((pass) => pass.addsNoise && pass.seed !== null)?.seed ?? lead.seed;
}

function effectiveOf(pass: Pass): string | null {
  if (!pass.positive.some((text) => text.effective !== null)) return null;
  const texts = pass.positive.map((text) => text.effective ?? text.authored);
  return texts.filter((text) => text?.trim()).join('\n') || null;
}

/** What all passes say alike, or `null`. Passes that say nothing do not disagree. */
function agreed<Value>(passes: Pass[], value: (pass: Pass) => Value | null): Value | null {
  const said = new Set(passes.map(value).filter((one) => one !== null));
  return said.size === 1 ? (said.values().next().value ?? null) : null;
}

const passKey = (pass: Pass): string =>
  JSON.stringify([promptOf(pass), promptOf(pass, 'negative'), pass.seed, pass.models[0] ?? null]);

const promptsOf = (trail: Trail): (string | null)[] => [
  ...new Set(trail.passes.map((pass) => promptOf(pass)).filter((prompt) => prompt !== null)),
];

const signature = ({ trail, speakers }: Reading): string =>
  JSON.stringify([promptsOf(trail).toSorted(), speakers.map(passKey).toSorted()]);

function distinctBy<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  const seen = new Set<string>();
  return items.filter((item) => !seen.has(key(item)) && seen.add(key(item)));
}

/**
 * Every distinct prompt, last passes first, with what went with it; where all prompts agree, every
 * distinct run of it.
 */
function listCandidates(readings: Reading[]): Candidate[] {
  const all = readings.flatMap(({ trail }) =>
    trail.passes.map((pass, at) => ({
      pass,
      why:
        `output ${trail.output}` +
        (trail.passes.length > 1
          ? `, pass ${trail.passes.length - at} of ${trail.passes.length}`
          : ''),
    })),
  );
  const speakers = new Set(readings.flatMap((reading) => reading.speakers));
  const worded = distinctBy(
    all.filter(({ pass }) => promptOf(pass) !== null),
    ({ pass }) => promptOf(pass) ?? '',
  );
  const runs = distinctBy(
    all.filter(({ pass }) => speakers.has(pass)),
    ({ pass }) => passKey(pass),
  );
  return (worded.length > 1 ? worded : runs).map(({ pass, why }) => ({
    prompt: promptOf(pass),
    negativePrompt: promptOf(pass, 'negative'),
    seed: pass.seed,
    model: pass.models[0] ?? null,
    locator: pass.positive[0]?.locator ?? pass.node,
    why,
  }));
}
