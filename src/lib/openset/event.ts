// event.yaml: one edition of an exhibition.
import * as v from 'valibot';
import { slug } from './id.ts';
import { localText } from './text.ts';
import { moment } from './version.ts';

/** Version of the authored format; files say which one they were written for. */
export const formatVersion = 1;

export const event = v.strictObject({
  openset: v.literal(formatVersion, 'is 1'),
  id: slug,
  title: localText,
  venue: v.optional(localText),
  dates: v.optional(v.strictObject({ from: moment, to: moment })),
  /** Shown on every screen where sample material shows. */
  sampleNotice: v.optional(localText),
  privacy: v.optional(localText),
  films: v.pipe(v.array(slug), v.maxLength(10_000)),
  /** Live production challenges, in the order of their list. */
  challenges: v.optional(v.pipe(v.array(slug), v.maxLength(100)), []),
});
export type Event = v.InferOutput<typeof event>;
