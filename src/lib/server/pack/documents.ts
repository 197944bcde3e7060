// The documents of a release, written from the authored files and their renditions.
import {
  filmsPerPage,
  maxAttractSlides,
  type AttractSlide,
  type EventDocument,
  type FilmCard,
  type FilmDocument,
  type ReleaseTake,
  type ReleaseVersion,
  type SetDocument,
  type ShotCard,
  type ShotDocument,
} from '#lib/openset/document.ts';
import { comparePrompts } from '#lib/openset/compare-prompts.ts';
import type { Fact } from '#lib/openset/fact.ts';
import { edges, mainLine, nearestAncestor } from '#lib/openset/graph.ts';
import type { Clip, DigitalSourceType } from '#lib/openset/media.ts';
import type { PromptChange } from '#lib/openset/prompt-change.ts';
import type { Shot } from '#lib/openset/shot.ts';
import type { Take, Version } from '#lib/openset/version.ts';
import type { EventFolder, FilmFolder } from '#lib/server/event/read.ts';
import type { Rendered } from './cache.ts';

/** Finds what became of a media file of a film, and of its captions. */
export interface Made {
  media(film: FilmFolder, media: string): Rendered;
  captions(film: FilmFolder, captions: { zh?: string; en?: string }): Clip['captions'];
  /** A plate or model of the film's set, by the hash of its bytes. */
  belonging(film: FilmFolder, media: string): string;
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const segment = (text: string): string[] =>
  Array.from(segmenter.segment(text), (part) => part.segment);

/** A shot with everything that its screen shows. */
export function shotDocument(film: FilmFolder, shot: Shot, made: Made): ShotDocument {
  const order = film.film.sequences.flatMap(({ shots }) => shots);
  const next = film.shots.get(order[order.indexOf(shot.id) + 1] ?? '');
  const item = film.film.edit?.items.find((part) => part.shot === shot.id);
  const clip = item && filmClip(film, made);
  const all = edges(shot.versions);
  return {
    id: shot.id,
    film: { id: film.film.id, title: film.film.title, sample: film.film.sample },
    title: shot.title,
    description: shot.description,
    accepted: shot.accepted,
    inFilm: item && clip ? { clip, startS: item.startS, endS: item.endS } : undefined,
    next: next && { id: next.id, title: next.title },
    credits: film.film.credits,
    versions: shot.versions.map((version, place): ReleaseVersion => ({
      ...version,
      derivedFrom: all[place]!,
      promptChange: promptChange(shot.versions, place),
      takes: version.takes.map((take) => releaseTake(film, version, take, made)),
    })),
  };
}

function releaseTake(film: FilmFolder, version: Version, take: Take, made: Made): ReleaseTake {
  const { picture, clip, provenance } = made.media(film, take.media);
  return {
    id: take.id,
    state: take.state,
    title: take.title,
    description: take.description,
    picture,
    clip: clip ? { ...clip, captions: made.captions(film, take.captions ?? {}) } : undefined,
    highlights: take.highlights,
    facts: take.facts.filter((fact) => stillHolds(fact, version)),
    digitalSourceType: take.digitalSourceType,
    aigc: take.aigc,
    provenance,
  };
}

/** A fact whose field people have rewritten rests on them, no longer on the file. */
function stillHolds({ field, value }: Fact, version: Version): boolean {
  const [part, name] = field.split('.');
  const holder: unknown = part === 'prompt' ? version.prompt : part === 'run' ? version.run : null;
  if (holder === null || name === undefined) return true;
  return holder !== undefined && Reflect.get(holder as object, name) === value;
}

function promptChange(versions: Version[], place: number): PromptChange | undefined {
  const prompt = versions[place]?.prompt;
  const before = nearestAncestor(versions, place, (at) => versions[at]?.prompt !== undefined);
  const older = before === null ? undefined : versions[before];
  if (!prompt || !older?.prompt) return undefined;
  const [was, is] = [older.prompt.negative ?? '', prompt.negative ?? ''];
  return {
    since: older.id,
    positive: comparePrompts(older.prompt.text, prompt.text, segment),
    negative: was || is ? comparePrompts(was, is, segment) : undefined,
  };
}

function filmClip(film: FilmFolder, made: Made): Clip | undefined {
  const { edit } = film.film;
  const clip = edit && made.media(film, edit.media).clip;
  return clip ? { ...clip, captions: made.captions(film, edit.captions) } : undefined;
}

/** The accepted take of a shot, else its last one. */
function face(shot: Shot): { version: Version; take: Take } | null {
  const all = shot.versions.flatMap((version) => version.takes.map((take) => ({ version, take })));
  return (
    all.find(({ version, take }) => `${version.id}.${take.id}` === shot.accepted) ??
    all.at(-1) ??
    null
  );
}

function disclosure(take: Take | undefined): {
  digitalSourceType?: DigitalSourceType;
  aigc?: Take['aigc'];
} {
  return { digitalSourceType: take?.digitalSourceType, aigc: take?.aigc };
}

/** A film's open set. */
export function filmDocument(film: FilmFolder, made: Made): FilmDocument {
  const { film: authored } = film;
  const clip = filmClip(film, made);
  const poster = authored.edit && made.media(film, authored.edit.media).picture;
  const shots = [...film.shots.values()].map((shot): ShotCard => {
    const shown = face(shot);
    const item = authored.edit?.items.find((part) => part.shot === shot.id);
    return {
      id: shot.id,
      title: shot.title,
      description: shot.description,
      picture: shown ? made.media(film, shown.take.media).picture : undefined,
      versions: shot.versions.length,
      takes: shot.versions.reduce((sum, version) => sum + version.takes.length, 0),
      startS: item?.startS,
      endS: item?.endS,
      ...disclosure(shown?.take),
    };
  });
  return {
    id: authored.id,
    title: authored.title,
    year: authored.year,
    sample: authored.sample,
    logline: authored.logline,
    synopsis: authored.synopsis,
    ...posterOf(film, made),
    credits: authored.credits,
    tools: authored.tools,
    aiDisclosure: authored.aiDisclosure,
    rights: authored.rights,
    sequences: authored.sequences,
    shots,
    film: clip && {
      clip,
      poster,
      description: authored.edit?.description,
      digitalSourceType: authored.edit?.digitalSourceType,
    },
    directs: film.set ? { shot: film.set.shot, title: film.set.title } : undefined,
  };
}

/** A film's set, or `null` where it has none. */
export function setDocument(film: FilmFolder, made: Made): SetDocument | null {
  if (!film.set) return null;
  const packed = <T extends { media: string }>(part: T): T => ({
    ...part,
    media: made.belonging(film, part.media),
  });
  return { ...film.set, cards: film.set.cards.map(packed), models: film.set.models.map(packed) };
}

/** The film's poster: its own, else the face of its first shot. */
export function posterOf(
  film: FilmFolder,
  made: Made,
): Pick<FilmCard, 'poster' | 'posterDescription' | 'digitalSourceType' | 'aigc'> {
  const { poster, posterDescription, edit } = film.film;
  const first = [...film.shots.values()].map(face).find((shown) => shown !== null);
  if (poster)
    return {
      poster: made.media(film, poster).picture,
      posterDescription,
      digitalSourceType: edit?.digitalSourceType ?? first?.take.digitalSourceType,
    };
  if (!first) return {};
  return {
    poster: made.media(film, first.take.media).picture,
    posterDescription: posterDescription ?? first.take.description,
    ...disclosure(first.take),
  };
}

/** The film as one of the cards on the films screen. */
export function filmCard(film: FilmFolder, made: Made): FilmCard {
  const shots = [...film.shots.values()];
  return {
    id: film.film.id,
    title: film.film.title,
    logline: film.film.logline,
    sample: film.film.sample,
    ...posterOf(film, made),
    shots: shots.length,
    versions: shots.reduce((sum, shot) => sum + shot.versions.length, 0),
    durationS: filmClip(film, made)?.durationS,
  };
}

/** Pages of cards, as the films screen turns them. */
export function filmPages(cards: FilmCard[]): FilmCard[][] {
  const pages = Math.max(1, Math.ceil(cards.length / filmsPerPage));
  return Array.from({ length: pages }, (_, page) =>
    cards.slice(page * filmsPerPage, (page + 1) * filmsPerPage),
  );
}

/** What must be known before anything is touched. */
export function eventDocument({ event, films }: EventFolder, made: Made): EventDocument {
  const perFilm = films.map((film) =>
    [...film.shots.values()].flatMap((shot) => slide(film, shot, made) ?? []),
  );
  const slides: AttractSlide[] = [];
  for (
    let round = 0;
    slides.length < maxAttractSlides && perFilm.some((list) => list[round]);
    round += 1
  )
    for (const list of perFilm)
      if (list[round] && slides.length < maxAttractSlides) slides.push(list[round]!);
  return {
    id: event.id,
    title: event.title,
    venue: event.venue,
    dates: event.dates,
    sampleNotice: event.sampleNotice,
    privacy: event.privacy,
    attract: slides,
    filmCount: films.length,
    challengeCount: event.challenges.length,
  };
}

/** A shot's accepted picture with the earliest picture of its main line: where it came from. */
function slide(film: FilmFolder, shot: Shot, made: Made): AttractSlide | null {
  const shown = face(shot);
  if (!shown) return null;
  const line = mainLine(shot.versions, shot.accepted);
  const origin = shot.versions.find(
    ({ id, takes }) => line.has(id) && takes.length > 0 && id !== shown.version.id,
  );
  const prompt = nearestPrompt(shot, shown.version);
  return {
    film: film.film.id,
    shot: shot.id,
    title: shot.title,
    picture: made.media(film, shown.take.media).picture,
    before: origin?.takes[0] && made.media(film, origin.takes[0].media).picture,
    prompt,
    description: shown.take.description,
    sample: film.film.sample,
    ...disclosure(shown.take),
  };
}

function nearestPrompt(shot: Shot, version: Version): string | undefined {
  if (version.prompt) return version.prompt.text;
  const place = shot.versions.indexOf(version);
  const from = nearestAncestor(
    shot.versions,
    place,
    (at) => shot.versions[at]?.prompt !== undefined,
  );
  return from === null ? undefined : shot.versions[from]?.prompt?.text;
}
