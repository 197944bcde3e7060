// A live production challenge: as people write it (challenges/<challenge>.yaml), and as tablets, phones
// and the hub read it. What is asked and what is right are two documents, so that the one can be
// handed out while the other is still open.
import * as v from 'valibot';
import { slug, takeRef, versionId } from './id.ts';
import { aigcLabel, digitalSourceType, picture } from './media.ts';
import { setChoice } from './set.ts';
import { localText } from './text.ts';

export const kinds = ['keep', 'order', 'cause', 'match', 'direct', 'cut', 'vote'] as const;
export type Kind = (typeof kinds)[number];

/** Choices on one screen (rule 61). */
const fewest = 3;
const most = 6;
const some = <S extends v.GenericSchema>(one: S, least = fewest) =>
  v.pipe(v.array(one), v.minLength(least), v.maxLength(most));

const asked = {
  id: slug,
  title: localText,
  /** What to do, in a breath. */
  brief: localText,
  /** How long a round runs unless the host says otherwise. */
  seconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(600)), 60),
};

/** `HH:MM`, by the venue's clock. */
export const timeOfDay = v.pipe(
  v.string(),
  v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is written 17:00'),
);

/** Lengths that a shot of a cut may have, in seconds, shortest first. */
const lengthsS = v.pipe(
  v.array(v.pipe(v.number(), v.minValue(0.5), v.maxValue(10))),
  v.minLength(2),
  v.maxLength(4),
);

/** The authored file. */
export const challenge = v.variant('kind', [
  /** Which take did the director keep? */
  v.strictObject({
    ...asked,
    kind: v.literal('keep'),
    film: slug,
    shot: slug,
    takes: some(takeRef),
    kept: takeRef,
    why: localText,
  }),
  /** Bring versions into the order in which they were made: that of the shot's file. */
  v.strictObject({
    ...asked,
    kind: v.literal('order'),
    film: slug,
    shot: slug,
    versions: some(versionId),
    why: localText,
  }),
  /** Which change of the prompt made this change of the picture? */
  v.strictObject({
    ...asked,
    kind: v.literal('cause'),
    film: slug,
    shot: slug,
    before: takeRef,
    after: takeRef,
    changes: some(v.strictObject({ id: slug, says: localText })),
    cause: slug,
    why: localText,
  }),
  /** Reach the frame on the wall, in the film's set. What it is, the prompt of its version says. */
  v.strictObject({
    ...asked,
    kind: v.literal('match'),
    film: slug,
    shot: slug,
    take: takeRef,
    why: localText,
  }),
  /** Your own shot to a brief, in the film's set; no right answer. */
  v.strictObject({ ...asked, kind: v.literal('direct'), film: slug }),
  /** Put the accepted takes of these shots into an order, with lengths. */
  v.strictObject({
    ...asked,
    kind: v.literal('cut'),
    film: slug,
    shots: some(slug),
    lengthsS: v.optional(lengthsS, [1, 2, 4]),
  }),
  /** The film that wins leads the stage and every tablet's attract loop from `at` on. */
  v.strictObject({
    ...asked,
    kind: v.literal('vote'),
    options: some(v.strictObject({ id: slug, says: localText, film: slug }), 2),
    at: timeOfDay,
  }),
]);
export type Challenge = v.InferOutput<typeof challenge>;

const shown = {
  picture,
  description: v.optional(localText),
  digitalSourceType: v.optional(digitalSourceType),
  aigc: v.optional(aigcLabel),
  sample: v.boolean(),
};

/** A picture that somebody is asked about. */
export const shownPicture = v.strictObject(shown);
export type ShownPicture = v.InferOutput<typeof shownPicture>;

/** One of the things to choose from. Its id says nothing of what is right. */
export const choice = v.strictObject({
  id: slug,
  says: v.optional(localText),
  shows: v.optional(shownPicture),
});
export type Choice = v.InferOutput<typeof choice>;

const played = {
  id: slug,
  title: localText,
  brief: localText,
  seconds: v.number(),
};
const ofFilm = { film: v.strictObject({ id: slug, title: localText, sample: v.boolean() }) };
/** What a shot can say of the film's set. */
const scene = v.array(setChoice);

/** The document `challenge/<challenge>`: what is asked. */
export const challengeDocument = v.variant('kind', [
  v.strictObject({ ...played, ...ofFilm, kind: v.literal('keep'), choices: v.array(choice) }),
  v.strictObject({ ...played, ...ofFilm, kind: v.literal('order'), choices: v.array(choice) }),
  v.strictObject({
    ...played,
    ...ofFilm,
    kind: v.literal('cause'),
    before: shownPicture,
    after: shownPicture,
    choices: v.array(choice),
  }),
  v.strictObject({ ...played, ...ofFilm, kind: v.literal('match'), target: shownPicture, scene }),
  v.strictObject({ ...played, ...ofFilm, kind: v.literal('direct'), scene }),
  v.strictObject({
    ...played,
    ...ofFilm,
    kind: v.literal('cut'),
    choices: v.array(choice),
    lengthsS,
  }),
  v.strictObject({
    ...played,
    kind: v.literal('vote'),
    choices: v.array(
      v.strictObject({
        ...choice.entries,
        film: v.strictObject({ id: slug, title: localText, sample: v.boolean() }),
      }),
    ),
    at: timeOfDay,
  }),
]);
export type ChallengeDocument = v.InferOutput<typeof challengeDocument>;
export type DocumentOf<K extends Kind> = Extract<ChallengeDocument, { kind: K }>;

/** The document `solution/<challenge>`: what is right, and why. */
export const solutionDocument = v.variant('kind', [
  v.strictObject({ kind: v.literal('keep'), right: slug, why: localText }),
  v.strictObject({ kind: v.literal('order'), right: v.array(slug), why: localText }),
  v.strictObject({ kind: v.literal('cause'), right: slug, why: localText }),
  /** `right` is the prompt, byte for byte; the previs language reads the shot from it. */
  v.strictObject({ kind: v.literal('match'), right: v.string(), why: localText }),
  v.strictObject({ kind: v.picklist(['direct', 'cut', 'vote']) }),
]);
export type SolutionDocument = v.InferOutput<typeof solutionDocument>;

/** A challenge on the list of them. */
export const challengeCard = v.strictObject({
  id: slug,
  kind: v.picklist(kinds),
  title: localText,
  brief: localText,
  seconds: v.number(),
  picture: v.optional(shownPicture),
});
export type ChallengeCard = v.InferOutput<typeof challengeCard>;

/** The document `challenges`, in the event's order. */
export const challengesDocument = v.strictObject({ cards: v.array(challengeCard) });
export type ChallengesDocument = v.InferOutput<typeof challengesDocument>;
