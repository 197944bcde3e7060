// What a tablet asks of the venue's video generator, and what it hears of it. A shot that nobody
// generates keeps its previs take: nothing here is ever waited for.
import * as v from 'valibot';
import { fact } from './fact.ts';
import { sha256 } from './id.ts';
import { aigcLabel, digitalSourceType } from './media.ts';
import { languages } from './text.ts';
import { run } from './version.ts';

/** `GET` answers `generationQueue`; `POST` takes a signed `generationRequest` and answers `job`. */
export const generationsAddress = '/api/v1/generations';

/** `GET`, signed by the tablet that asked over this address and no body, answers `job`. */
export const generationAddress = (id: string): string => `${generationsAddress}/${id}`;

/** `GET` answers the clip, by `Range` too: good as the source of a video element. */
export const generatedTakeAddress = (sha: string): string => `/api/v1/takes/${sha}`;

/** The two generations of the MiniMax video API. */
export const apis = ['v1', 'v2'] as const;
export type Api = (typeof apis)[number];

/** Characters of a prompt at most, as documented for each API. */
export const mostCharacters: Record<Api, number> = { v1: 2_000, v2: 7_000 };

/** Characters as the API counts them: code points, not UTF-16 units. */
export const countCharacters = (text: string): number => [...text].length;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const seconds = v.pipe(v.number(), v.minValue(0));

/**
 * A visitor's shot. `id` is made on the tablet, so that a request sent twice is one job. `seed` is a
 * string as everywhere; an API that takes none ignores it, and the take then names none.
 */
export const generationRequest = v.strictObject({
  device: sha256,
  id: v.pipe(v.string(), v.uuid()),
  prompt: v.pipe(
    v.string(),
    v.check((text) => text.trim() !== '', 'is empty'),
    v.check((text) => countCharacters(text) <= mostCharacters.v2, 'is too long'),
  ),
  language: v.picklist(languages),
  seed: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,10}$/, 'is a whole number in quotes'),
      v.check((text) => Number(text) < 2 ** 32, 'is larger than 2^32-1'),
    ),
  ),
});
export type GenerationRequest = v.InferOutput<typeof generationRequest>;

/** Why a take failed. The words are in `reason`; this is for programs. */
export const failureCodes = [
  'rate-limit',
  'key',
  'balance',
  'input-sensitive',
  'output-sensitive',
  'parameters',
  'model',
  'service',
  'task-failed',
  'answer-lost',
  'not-understood',
  'too-long',
  'waited-too-long',
  'network',
  'download',
  'too-large',
  'no-video',
  'settings-changed',
  'hub',
] as const;
export type FailureCode = (typeof failureCodes)[number];

/** Both languages, always: a failed take is shown with its reason. */
export const bothLanguages = v.strictObject({ zh: v.string(), en: v.string() });
export type BothLanguages = v.InferOutput<typeof bothLanguages>;

export const failure = v.object({
  code: v.picklist(failureCodes),
  reason: bothLanguages,
  /** The service's own words, shortened; `null` where it said none. */
  said: v.nullable(v.string()),
});
export type Failure = v.InferOutput<typeof failure>;

/** A clip as it came, with all that is known of its making. */
export const generatedTake = v.object({
  sha256,
  bytes: count,
  type: v.literal('video/mp4'),
  /** Pixels and seconds, as the file says; `null` where it does not. */
  width: v.nullable(v.number()),
  height: v.nullable(v.number()),
  durationS: v.nullable(v.number()),
  digitalSourceType,
  /** Whether a visible AI mark was asked for. */
  hasWatermark: v.boolean(),
  /** China's AIGC label and every other fact, as the file itself carries them. */
  aigc: v.nullable(aigcLabel),
  facts: v.array(fact),
  run,
  /** The request as it was sent, without the key. */
  request: v.object({ address: v.string(), body: v.record(v.string(), v.unknown()) }),
});
export type GeneratedTake = v.InferOutput<typeof generatedTake>;

const known = {
  id: v.pipe(v.string(), v.uuid()),
  /** Seconds since the tablet asked. */
  askedAgoS: seconds,
};

/** Where a job stands. `done` and `failed` stay as they are. */
export const job = v.variant('state', [
  v.object({
    ...known,
    state: v.literal('queued'),
    /** 1 is the next. */
    place: v.pipe(count, v.minValue(1)),
    /** Why it was put off, where a first try did not get through. */
    delay: v.nullable(failure),
  }),
  v.object({ ...known, state: v.picklist(['submitted', 'running', 'downloading']) }),
  v.object({ ...known, state: v.literal('done'), take: generatedTake }),
  v.object({ ...known, state: v.literal('failed'), failure }),
]);
export type Job = v.InferOutput<typeof job>;

/** The queue as every tablet may see it. While the generator is off there is none. */
export const generationQueue = v.object({
  queued: count,
  running: count,
  model: v.string(),
  mostCharacters: count,
  takesSeed: v.boolean(),
});
export type GenerationQueue = v.InferOutput<typeof generationQueue>;

/** Whether shots can be handed in from a tablet, and if not, why. */
export type GeneratorHere =
  | { is: 'on'; queue: GenerationQueue }
  /** `off`: the venue has none; `stranger`: the tablet is not of the fleet; `away`: nobody answers. */
  | { is: 'off' | 'stranger' | 'away' };

/** Why the hub did not take a shot, or gave it up. */
export const refusals = [
  'off',
  'stranger',
  'queue-full',
  'hour-full',
  'tablet-full',
  'too-long',
  'not-taken',
] as const;
export type Refusal = (typeof refusals)[number];

/**
 * How a shot stands that a tablet handed in. `isHeard` is false while the hub does not answer: the
 * tablet goes on asking. `refused`, `done` and `failed` are the end.
 */
export type GenerationStanding =
  | { is: 'sending'; isHeard: boolean }
  | { is: 'waiting'; job: Exclude<Job, { state: 'done' | 'failed' }>; isHeard: boolean }
  | { is: 'refused'; why: Refusal }
  | { is: 'done'; take: GeneratedTake }
  | { is: 'failed'; failure: Failure };

/** A shot as a tablet's screen hands it in; the tablet adds its name. */
export type GenerationShot = Omit<GenerationRequest, 'device'>;
