// What tablets hand in to be kept: the anonymous counts of rule 80, and what visitors decide in
// challenges. Ids are made on the tablet, so that whatever is sent twice counts once.
import * as v from 'valibot';
import { dateMs, handedAnswer, verdict } from '#lib/challenge/live.ts';
import { deviceId } from './report.ts';

export const hourMs = 3_600_000;
/** Entries in one message. */
export const mostEntries = 200;
/** How often a tablet closes its tally. */
export const tallyEveryMs = 60_000;

const id = v.pipe(v.string(), v.uuid());

/**
 * `opened`: how often a screen was opened within one hour, by the tablet's clock. `answer`: what a
 * visitor decided in a challenge, in a round or alone.
 */
export const entry = v.variant('kind', [
  v.strictObject({
    id,
    kind: v.literal('opened'),
    screen: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9/_-]{0,199}$/)),
    hourMs: v.pipe(
      v.number(),
      v.integer(),
      v.check((at) => at % hourMs === 0, 'is not a full hour'),
    ),
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
  }),
  v.strictObject({ ...handedAnswer.entries, kind: v.literal('answer') }),
]);
export type Entry = v.InferOutput<typeof entry>;

/** Entries are looked at one by one: a bad one must not hold up the others. */
export const handedIn = v.strictObject({
  device: deviceId,
  /** The tablet's clock, milliseconds since 1970. */
  clockMs: dateMs,
  entries: v.pipe(v.array(v.looseObject({ id })), v.minLength(1), v.maxLength(mostEntries)),
});
export type HandedIn = v.InferOutput<typeof handedIn>;

/** Both are done with: `kept` is on the hub's disk, `refused` never will be. */
export const handedInAnswer = v.object({
  kept: v.array(id),
  refused: v.array(id),
  /** What became of answers, by their ids: the same however often they are asked for. */
  verdicts: v.optional(v.record(id, verdict), {}),
});
export type HandedInAnswer = v.InferOutput<typeof handedInAnswer>;

/** A `HandedIn` as it was signed. */
export const sealed = v.strictObject({
  body: v.pipe(v.string(), v.maxLength(200_000)),
  signature: v.pipe(v.string(), v.maxLength(100)),
});
export type Sealed = v.InferOutput<typeof sealed>;

/** What a tablet knows of itself and has to hand in, as a file for a hub that it cannot reach. */
export const carriedFile = v.strictObject({
  openset: v.literal('carried/1'),
  /** A `Report` as it was signed. */
  report: sealed,
  messages: v.pipe(v.array(sealed), v.maxLength(10_000)),
});
export type CarriedFile = v.InferOutput<typeof carriedFile>;

/** One line of the day's counts. */
export const countLine = v.strictObject({
  hourMs: v.number(),
  number: v.nullable(v.number()),
  hall: v.string(),
  station: v.string(),
  screen: v.string(),
  count: v.number(),
});
export const counts = v.strictObject({ lines: v.array(countLine), refused: v.number() });
export type Counts = v.InferOutput<typeof counts>;
