// What a phone reads of what the hub says: of the live state and of a challenge, only what it shows.
// The shared schemas would bring the whole previs language along, which no phone plays.
import * as v from 'valibot';
import { parts, verdict } from '#lib/challenge/live.ts';
import { states } from '#lib/challenge/round.ts';
import { kinds } from '#lib/openset/challenge.ts';
import { aigcLabel, digitalSourceType } from '#lib/openset/media.ts';
import { localText } from '#lib/openset/text.ts';

const timeMs = v.nullable(v.number());
const ids = v.array(v.string());

const result = v.object({
  tally: v.object({
    counts: v.optional(v.record(v.string(), v.number())),
    order: v.optional(ids),
    lengthsS: v.optional(v.array(v.number())),
  }),
  solution: v.object({ right: v.optional(v.union([v.string(), ids])), why: v.optional(localText) }),
});
export type Result = v.InferOutput<typeof result>;

const round = v.object({
  id: v.string(),
  challenge: v.string(),
  kind: v.picklist(kinds),
  title: localText,
  brief: localText,
  state: v.picklist(states),
  isVoid: v.boolean(),
  totalMs: v.number(),
  begunAtMs: timeMs,
  closesAtMs: timeMs,
  leftMs: timeMs,
  result: v.nullable(result),
});
export type Round = v.InferOutput<typeof round>;

/** Event `you`. */
export const you = v.object({
  seat: v.nullable(v.number()),
  hasJoined: v.boolean(),
  entries: v.array(v.object({ id: v.string(), part: v.picklist(parts), verdict })),
});
export type You = v.InferOutput<typeof you>;

/** Event `state`. */
export const state = v.object({
  nowMs: v.number(),
  round: v.nullable(round),
  you: v.optional(you),
});

const shown = v.object({
  picture: v.object({
    thumb: v.object({ sha256: v.string(), width: v.number(), height: v.number() }),
  }),
  description: v.optional(localText),
  digitalSourceType: v.optional(digitalSourceType),
  aigc: v.optional(aigcLabel),
  sample: v.boolean(),
});
export type Shown = v.InferOutput<typeof shown>;

const choice = v.object({
  id: v.string(),
  says: v.optional(localText),
  shows: v.optional(shown),
});
export type Choice = v.InferOutput<typeof choice>;

/** The document `challenge/<id>` of a kind that phones play. */
export const asked = v.object({
  kind: v.picklist(['keep', 'order', 'cause', 'cut', 'vote']),
  choices: v.array(choice),
  before: v.optional(shown),
  after: v.optional(shown),
  lengthsS: v.optional(v.array(v.number()), []),
  at: v.optional(v.string()),
});
export type Asked = v.InferOutput<typeof asked>;
