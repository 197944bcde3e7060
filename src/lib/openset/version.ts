// One step in the making of a shot, as people write it in a shot file.
import * as v from 'valibot';
import { fact } from './fact.ts';
import { mediaPath, slug, takeId, takeRef, versionId } from './id.ts';
import { aigcLabel, digitalSourceType, region } from './media.ts';
import { localText } from './text.ts';

export const stages = [
  'storyboard',
  'previs',
  'plate',
  'prompt',
  'generation',
  'comp',
  'grade',
  'final',
] as const;
export const stage = v.picklist(stages);
export type Stage = v.InferOutput<typeof stage>;

/** A date or a date with time and offset, as people write it: `2026-05-03` or `2026-05-03T10:00:00+08:00`. */
export const moment = v.pipe(
  v.string(),
  v.regex(
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/,
    'is written 2026-05-03 or 2026-05-03T10:00:00+08:00',
  ),
  v.check((text) => !Number.isNaN(Date.parse(text)), 'is no real date'),
);

/** The authored text, byte for byte. `meaning` explains it in both languages; `effective` is what the model saw. */
export const prompt = v.strictObject({
  text: v.string(),
  negative: v.optional(v.string()),
  language: v.optional(v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/))),
  writer: v.optional(slug),
  effective: v.optional(v.string()),
  effectiveBy: v.optional(v.picklist(['optimizer', 'llm', 'style', 'wildcard'])),
  meaning: v.optional(localText),
});
export type Prompt = v.InferOutput<typeof prompt>;

/** A seed, 0 to 2⁶⁴−1, as a string: larger than a JavaScript number can hold. */
export const seed = v.pipe(
  v.string(),
  v.regex(/^\d{1,20}$/, 'is a whole number in quotes, such as "42"'),
  v.check((text) => BigInt(text) < 2n ** 64n, 'is larger than 2^64-1'),
);

const scalar = v.union([v.string(), v.number(), v.boolean(), v.null()]);

/** One call of a generator. `other` keeps every parameter that has no field of its own. */
export const run = v.strictObject({
  tool: v.optional(v.string()),
  model: v.optional(v.string()),
  seed: v.optional(seed),
  steps: v.optional(v.number()),
  cfgScale: v.optional(v.number()),
  sampler: v.optional(v.string()),
  task: v.optional(v.string()),
  inputs: v.optional(
    v.array(v.strictObject({ from: v.union([takeRef, mediaPath]), role: v.string() })),
  ),
  other: v.optional(v.record(v.string(), scalar)),
});
export type Run = v.InferOutput<typeof run>;

/** Ties words of the prompt to a place in the picture; `phrase` stands in the prompt letter for letter. */
export const highlight = v.strictObject({
  phrase: v.optional(v.pipe(v.string(), v.nonEmpty())),
  region,
  says: localText,
});
export type Highlight = v.InferOutput<typeof highlight>;

export const takeStates = ['candidate', 'circled', 'accepted', 'rejected'] as const;
export type TakeState = (typeof takeStates)[number];

/** One output of a run. `description` is for those who cannot see the picture (rule 68). */
export const take = v.strictObject({
  id: takeId,
  media: mediaPath,
  state: v.optional(v.picklist(takeStates), 'candidate'),
  title: v.optional(localText),
  description: v.optional(localText),
  digitalSourceType: v.optional(digitalSourceType),
  aigc: v.optional(aigcLabel),
  captions: v.optional(v.strictObject({ zh: v.optional(mediaPath), en: v.optional(mediaPath) })),
  highlights: v.optional(v.array(highlight), []),
  facts: v.optional(v.array(fact), []),
  other: v.optional(v.record(v.string(), scalar)),
});
export type Take = v.InferOutput<typeof take>;

/** A review remark, on the whole picture, on a region, or on a time range of a clip (seconds). */
export const note = v.strictObject({
  take: v.optional(takeId),
  by: v.optional(slug),
  at: v.optional(moment),
  kind: v.optional(v.picklist(['direction', 'technical', 'client', 'legal']), 'direction'),
  text: localText,
  region: v.optional(region),
  timeS: v.optional(v.tuple([v.number(), v.number()])),
});
export type Note = v.InferOutput<typeof note>;

/** A verdict: who, when, why, and what it was chosen over. */
export const decision = v.strictObject({
  verdict: v.picklist(['accepted', 'rejected', 'revise', 'hold']),
  take: v.optional(takeId),
  by: v.optional(slug),
  at: v.optional(moment),
  why: localText,
  alternatives: v.optional(v.array(takeRef), []),
});
export type Decision = v.InferOutput<typeof decision>;

/** An edge to an earlier version, with C2PA's relationships and, where known, its action. */
export const derivation = v.strictObject({
  from: versionId,
  relationship: v.optional(v.picklist(['parentOf', 'componentOf', 'inputTo']), 'parentOf'),
  action: v.optional(v.string()),
});
export type Derivation = v.InferOutput<typeof derivation>;

/**
 * One version. `title` is two words for its card, `changed` one sentence on what is new (rule 68).
 * Without `derivedFrom` it follows the version before it in the file.
 */
export const version = v.strictObject({
  id: versionId,
  stage,
  title: localText,
  changed: v.optional(localText),
  at: v.optional(moment),
  by: v.optional(slug),
  derivedFrom: v.optional(v.array(derivation)),
  prompt: v.optional(prompt),
  run: v.optional(run),
  takes: v.optional(v.array(take), []),
  notes: v.optional(v.array(note), []),
  decision: v.optional(decision),
});
export type Version = v.InferOutput<typeof version>;
