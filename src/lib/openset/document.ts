// The documents of a release, as tablets read them. They are written by `pack` from the authored
// files: media paths have become renditions, prompt changes are computed, edges are explicit.
// Each is found in the media index under its name.
import * as v from 'valibot';
import { fact } from './fact.ts';
import { aiDisclosure, credit, rights, sequence, tool } from './film.ts';
import { sha256, slug, takeId, takeRef, versionId } from './id.ts';
import { aigcLabel, clip, digitalSourceType, picture } from './media.ts';
import { promptChange } from './prompt-change.ts';
import { releaseSet } from './set.ts';
import { localText } from './text.ts';
import {
  decision,
  derivation,
  highlight,
  moment,
  note,
  prompt,
  run,
  stage,
  takeStates,
} from './version.ts';

/** Names of documents; each is kept in the media index under the SHA-256 of its name. */
export const documentName = {
  event: 'event',
  /** Pages of film cards count from 0. */
  films: (page: number) => `films/${page}`,
  film: (film: string) => `film/${film}`,
  shot: (film: string, shot: string) => `shot/${film}/${shot}`,
  set: (film: string) => `set/${film}`,
  challenges: 'challenges',
  challenge: (challenge: string) => `challenge/${challenge}`,
  solution: (challenge: string) => `solution/${challenge}`,
};

/** Film cards on one page of the films screen (rule 61: at most seven choices, two of them turn pages). */
export const filmsPerPage = 4;

/** Pictures of the attract loop; it is short (rule 56). */
export const maxAttractSlides = 6;

/** What must be known before a picture shows: source, AI label, sample mark. */
const disclosure = {
  digitalSourceType: v.optional(digitalSourceType),
  aigc: v.optional(aigcLabel),
};

/** A prompt-to-picture moment of the attract loop: the accepted take of a shot and what it came from. */
export const attractSlide = v.strictObject({
  film: slug,
  shot: slug,
  title: localText,
  picture,
  before: v.optional(picture),
  prompt: v.optional(v.string()),
  description: v.optional(localText),
  sample: v.boolean(),
  ...disclosure,
});
export type AttractSlide = v.InferOutput<typeof attractSlide>;

export const eventDocument = v.strictObject({
  id: slug,
  title: localText,
  venue: v.optional(localText),
  dates: v.optional(v.strictObject({ from: moment, to: moment })),
  sampleNotice: v.optional(localText),
  privacy: v.optional(localText),
  attract: v.array(attractSlide),
  filmCount: v.number(),
  challengeCount: v.optional(v.number(), 0),
});
export type EventDocument = v.InferOutput<typeof eventDocument>;

export const filmCard = v.strictObject({
  id: slug,
  title: localText,
  logline: v.optional(localText),
  sample: v.boolean(),
  poster: v.optional(picture),
  posterDescription: v.optional(localText),
  shots: v.number(),
  versions: v.number(),
  durationS: v.optional(v.number()),
  ...disclosure,
});
export type FilmCard = v.InferOutput<typeof filmCard>;

/** One page of the films screen, in the event's order. */
export const filmsDocument = v.strictObject({ cards: v.array(filmCard) });
export type FilmsDocument = v.InferOutput<typeof filmsDocument>;

/** A shot on its film's page. `startS` is where it stands in the film. */
export const shotCard = v.strictObject({
  id: slug,
  title: localText,
  description: v.optional(localText),
  picture: v.optional(picture),
  versions: v.number(),
  takes: v.number(),
  startS: v.optional(v.number()),
  endS: v.optional(v.number()),
  ...disclosure,
});
export type ShotCard = v.InferOutput<typeof shotCard>;

export const filmDocument = v.strictObject({
  id: slug,
  title: localText,
  year: v.optional(v.number()),
  sample: v.boolean(),
  logline: v.optional(localText),
  synopsis: v.optional(localText),
  poster: v.optional(picture),
  posterDescription: v.optional(localText),
  ...disclosure,
  credits: v.array(credit),
  tools: v.array(tool),
  aiDisclosure: v.optional(aiDisclosure),
  rights: v.optional(rights),
  sequences: v.array(sequence),
  shots: v.array(shotCard),
  film: v.optional(
    v.strictObject({
      clip,
      poster: v.optional(picture),
      description: v.optional(localText),
      ...disclosure,
    }),
  ),
  /** Visitors can direct this shot in the film's own set. */
  directs: v.optional(v.strictObject({ shot: slug, title: localText })),
});
export type FilmDocument = v.InferOutput<typeof filmDocument>;

/** A C2PA manifest store as it stood in the team's file, under `/media/<sha256>`. */
export const provenance = v.strictObject({
  /** Where in the file, such as `jpeg:APP11:C2PA`. */
  locator: v.string(),
  sha256,
  bytes: v.number(),
});
export type Provenance = v.InferOutput<typeof provenance>;

/** A take on a tablet. A clip has its poster as `picture`. */
export const releaseTake = v.strictObject({
  id: takeId,
  state: v.picklist(takeStates),
  title: v.optional(localText),
  description: v.optional(localText),
  picture,
  clip: v.optional(clip),
  highlights: v.array(highlight),
  facts: v.array(fact),
  provenance: v.optional(v.array(provenance), []),
  ...disclosure,
});
export type ReleaseTake = v.InferOutput<typeof releaseTake>;

export const releaseVersion = v.strictObject({
  id: versionId,
  stage,
  title: localText,
  changed: v.optional(localText),
  at: v.optional(moment),
  by: v.optional(slug),
  derivedFrom: v.array(derivation),
  prompt: v.optional(prompt),
  /** What changed in the prompt since the version named in it. */
  promptChange: v.optional(promptChange),
  run: v.optional(run),
  takes: v.array(releaseTake),
  notes: v.array(note),
  decision: v.optional(decision),
});
export type ReleaseVersion = v.InferOutput<typeof releaseVersion>;

/** A shot's whole history, oldest first, with the credits that its ids name. */
export const shotDocument = v.strictObject({
  id: slug,
  film: v.strictObject({ id: slug, title: localText, sample: v.boolean() }),
  title: localText,
  description: v.optional(localText),
  accepted: v.optional(takeRef),
  /** The film's clip and the shot's place in it: "see it in the film now". */
  inFilm: v.optional(v.strictObject({ clip, startS: v.number(), endS: v.number() })),
  next: v.optional(v.strictObject({ id: slug, title: localText })),
  credits: v.array(credit),
  versions: v.array(releaseVersion),
});
export type ShotDocument = v.InferOutput<typeof shotDocument>;

/** A film's set, for those who direct in it. */
export const setDocument = releaseSet;
export type SetDocument = v.InferOutput<typeof setDocument>;
