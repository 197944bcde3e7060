// What the hub says to those who take part, and they to it. The first event of a stream is always the
// whole state for that role; its id is `epoch:revision`. No one but staff hears of a solution, or of
// what others answered, before the reveal.
import * as v from 'valibot';
import { kinds, solutionDocument, timeOfDay } from '#lib/openset/challenge.ts';
import { slug } from '#lib/openset/id.ts';
import { localText } from '#lib/openset/text.ts';
import { round } from './round.ts';
import { hallShot, tally } from './tally.ts';

export const liveAddress = '/api/v1/live';
export const joinAddress = '/api/v1/live/join';
export const timeAddress = '/api/v1/time';
/** Where phones hand in. */
export const phoneEntryAddress = '/api/v1/live/entries';
/** Header with a phone's token. */
export const phoneHeader = 'open-set-phone';

/** Beats of the hub's streams; who hears nothing for longer than `silentMs` opens a new one. */
export const beatMs = 5_000;
export const silentMs = 12_500;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const uuid = v.pipe(v.string(), v.uuid());
const timeMs = v.number();
/** Milliseconds since 1970, as far as dates go: what a device says may be anything. */
export const dateMs = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15));

/** What became of an answer. `twice`: this seat had handed in already; the first one holds. */
export const verdict = v.picklist(['counted', 'day', 'twice', 'refused']);
export type Verdict = v.InferOutput<typeof verdict>;

/** `play`: the answer itself; `ballot`: the vote over the shots of `direct`. */
export const parts = ['play', 'ballot'] as const;
export type Part = (typeof parts)[number];

export const counts = v.object({
  joined: count,
  entered: count,
  balloted: count,
  /** Joined, and with more time asked for, and not handed in yet. */
  unhurried: count,
});
export type Counts = v.InferOutput<typeof counts>;

export const result = v.object({
  tally,
  solution: solutionDocument,
  /** How many have how many points, most first; empty where there is no right answer. */
  standings: v.array(v.tuple([v.number(), count])),
});
export type Result = v.InferOutput<typeof result>;

/** The round as everybody may see it. */
export const roundView = v.object({
  ...round.entries,
  kind: v.picklist(kinds),
  title: localText,
  brief: localText,
  counts,
  /** From the reveal on. */
  result: v.nullable(result),
  /** The hall's shots to vote between, while `direct` is closed: without their votes. */
  ballot: v.nullable(v.array(hallShot)),
});
export type RoundView = v.InferOutput<typeof roundView>;

/** What the last vote changes, and from when on. */
export const change = v.object({
  round: uuid,
  title: localText,
  says: localText,
  film: slug,
  /** Votes that it got, and all that were cast. */
  votes: count,
  of: count,
  at: timeOfDay,
  atMs: timeMs,
});
export type Change = v.InferOutput<typeof change>;

/** A crew role on today's board: the mean points of all who played as it, rounded. */
export const boardLine = v.object({ role: count, points: count, entries: count });
export type BoardLine = v.InferOutput<typeof boardLine>;

/** A round on the run sheet. */
export const sheetLine = v.object({
  ...round.entries,
  kind: v.picklist(kinds),
  title: localText,
  plannedMs: timeMs,
  counts,
});
export type SheetLine = v.InferOutput<typeof sheetLine>;

/** A tablet as the host sees it in this round. */
export const seated = v.object({
  number: count,
  hall: v.string(),
  station: v.string(),
  /** Its stream is open. */
  isListening: v.boolean(),
  hasJoined: v.boolean(),
  hasEntered: v.boolean(),
});
export type Seated = v.InferOutput<typeof seated>;

/** Own entries in the current round, so that nobody is asked twice. */
const you = v.object({
  seat: v.nullable(count),
  hasJoined: v.boolean(),
  entries: v.array(v.object({ id: uuid, part: v.picklist(parts), verdict })),
});
export type You = v.InferOutput<typeof you>;

const forEveryone = {
  /** Another one is another hub, or one that has lost its memory. */
  epoch: v.string(),
  revision: count,
  nowMs: timeMs,
  round: v.nullable(roundView),
  change: v.nullable(change),
};

/** To tablets and phones. `you` comes with the first event and whenever it changes. */
export const playerState = v.object({ ...forEveryone, you: v.optional(you) });
export type PlayerState = v.InferOutput<typeof playerState>;

/** To the big screen. */
export const stageState = v.object({
  ...forEveryone,
  board: v.array(boardLine),
  /** Seats that take part in the round, and whose answers are in, in the order in which they came. */
  crew: v.object({ joined: v.array(count), entered: v.array(count) }),
  /** The next one on the run sheet, where there is one. */
  next: v.nullable(v.object({ title: localText, brief: localText })),
  /** Where phones join; `null` where staff do not allow them. */
  phones: v.nullable(v.object({ address: v.string(), joined: count })),
  tablets: v.object({ listening: count, all: count }),
});
export type StageState = v.InferOutput<typeof stageState>;

/** To hosts. */
export const hostState = v.object({
  ...stageState.entries,
  sheet: v.array(sheetLine),
  seats: v.array(seated),
  /** Big screens that listen. */
  stages: count,
  phonesAllowed: v.boolean(),
});
export type HostState = v.InferOutput<typeof hostState>;

/** Names of a stream's events: the whole state, what changed in the counts, who handed in. */
export const liveEvents = ['state', 'counts', 'landed', 'you'] as const;

/** Event `counts`, at most ten times a second to the stage and hosts, twice to tablets. */
export const countsNews = v.object({ round: uuid, counts });
/** Event `landed`, to the stage: seats whose entries came since the last. */
export const landedNews = v.object({ round: uuid, seats: v.array(count) });
/** Event `you`. */
export const youNews = you;

/** A tablet or phone joins a round; sending it again changes nothing. */
export const joining = v.strictObject({
  device: v.optional(v.string()),
  round: uuid,
  /** The visitor asked for more time (rule 49). */
  isExtended: v.boolean(),
});
export type Joining = v.InferOutput<typeof joining>;
export const joined = v.object({ seat: count });

/** What a visitor handed in, wherever it was made. */
export const handedAnswer = v.strictObject({
  id: uuid,
  challenge: slug,
  /** `null`: played alone. */
  round: v.nullable(uuid),
  part: v.picklist(parts),
  /** Checked by the challenge that it belongs to. */
  answer: v.unknown(),
  /** When, by the hub's clock as this device knows it. */
  madeMs: dateMs,
  isExtended: v.boolean(),
});
export type HandedAnswer = v.InferOutput<typeof handedAnswer>;

export const phoneJoin = v.strictObject({ code: v.pipe(v.string(), v.regex(/^[A-Z2-9]{6}$/)) });
export const phoneTicket = v.object({ token: v.string() });
export const phoneAnswer = v.object({ verdict });

/** The day's totals of a challenge, rounds and lone players together. */
export const dayTotals = v.object({
  entries: count,
  tally: v.nullable(tally),
  standings: v.array(v.tuple([v.number(), count])),
});
export type DayTotals = v.InferOutput<typeof dayTotals>;

/** Staff allow phones or not. */
export const phonesChange = v.strictObject({ isAllowed: v.boolean() });
