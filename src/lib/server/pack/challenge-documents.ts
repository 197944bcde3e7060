// The documents of a release's challenges: what is asked, and what is right. Whoever holds only the
// first learns nothing of the second: choices are called a, b, c, and where their order would tell,
// they are shuffled; always the same way, so that a release stays the same.
import type {
  Challenge,
  ChallengeCard,
  ChallengeDocument,
  ChallengesDocument,
  ShownPicture,
  SolutionDocument,
} from '#lib/openset/challenge.ts';
import { faceOf } from '#lib/openset/graph.ts';
import type { Shot } from '#lib/openset/shot.ts';
import type { Take, Version } from '#lib/openset/version.ts';
import type { EventFolder, FilmFolder } from '#lib/server/event/read.ts';
import { hashHex } from './blob.ts';
import { posterOf, type Made } from './documents.ts';

export interface Written {
  asked: ChallengeDocument;
  solution: SolutionDocument;
}

/** The challenge's two documents; that all its names lead somewhere was checked. */
export function challengeDocuments(folder: EventFolder, challenge: Challenge, made: Made): Written {
  const { id, title, brief, seconds, kind } = challenge;
  const played = { id, title, brief, seconds };
  if (kind === 'vote')
    return {
      asked: {
        ...played,
        kind,
        choices: challenge.options.map(({ says, film: of }, place) => {
          const film = filmIn(folder, of);
          return { id: letter(place), says, shows: poster(film, made), film: nameOf(film) };
        }),
        at: challenge.at,
      },
      solution: { kind },
    };
  const film = filmIn(folder, challenge.film);
  const asked = { ...played, film: nameOf(film) };
  if (kind === 'direct')
    return { asked: { ...asked, kind, scene: film.set!.choices }, solution: { kind } };
  if (kind === 'cut') {
    const choices = shuffled(id, challenge.shots).map((name, place) => {
      const shot = film.shots.get(name)!;
      const { take } = takeIn(shot, shot.accepted!);
      return { id: letter(place), says: shot.title, shows: shown(film, take, made) };
    });
    return { asked: { ...asked, kind, choices, lengthsS: challenge.lengthsS }, solution: { kind } };
  }
  const { why } = challenge;
  const shot = film.shots.get(challenge.shot)!;
  const show = (ref: string): ShownPicture => shown(film, takeIn(shot, ref).take, made);
  switch (kind) {
    case 'keep': {
      const { takes, kept } = challenge;
      const choices = takes.map((ref, place) => ({ id: letter(place), shows: show(ref) }));
      return {
        asked: { ...asked, kind, choices },
        solution: { kind, right: letter(takes.indexOf(kept)), why },
      };
    }
    case 'order': {
      const right = shot.versions.filter((version) => challenge.versions.includes(version.id));
      const listed = shuffled(id, right);
      const choices = listed.map((version, place) => {
        return { id: letter(place), shows: shown(film, faceOf(version)!, made) };
      });
      return {
        asked: { ...asked, kind, choices },
        solution: { kind, right: right.map((one) => letter(listed.indexOf(one))), why },
      };
    }
    case 'cause': {
      const { before, after, changes, cause } = challenge;
      const choices = changes.map(({ says }, place) => ({ id: letter(place), says }));
      const right = letter(changes.findIndex((change) => change.id === cause));
      return {
        asked: { ...asked, kind, before: show(before), after: show(after), choices },
        solution: { kind, right, why },
      };
    }
    case 'match': {
      const { version } = takeIn(shot, challenge.take);
      return {
        asked: { ...asked, kind, target: show(challenge.take), scene: film.set!.choices },
        solution: { kind, right: version.prompt!.text, why },
      };
    }
  }
}

/** The list of all challenges. */
export const challengesDocument = (all: readonly Written[]): ChallengesDocument => ({
  cards: all.map(({ asked }): ChallengeCard => {
    const { id, kind, title, brief, seconds } = asked;
    return { id, kind, title, brief, seconds, picture: faceOfAsked(asked) };
  }),
});

/** A picture that gives nothing away: what is asked about, or the first choice. */
function faceOfAsked(asked: ChallengeDocument): ShownPicture | undefined {
  if (asked.kind === 'match') return asked.target;
  if (asked.kind === 'cause') return asked.after;
  return asked.kind === 'direct' ? undefined : asked.choices[0]?.shows;
}

const filmIn = ({ films }: EventFolder, id: string): FilmFolder =>
  films.find(({ film }) => film.id === id)!;

const nameOf = ({ film: { id, title, sample } }: FilmFolder) => ({ id, title, sample });

function takeIn(shot: Shot, ref: string): { version: Version; take: Take } {
  const [id, name] = ref.split('.');
  const version = shot.versions.find((one) => one.id === id)!;
  return { version, take: version.takes.find((take) => take.id === name)! };
}

function shown(film: FilmFolder, take: Take, made: Made): ShownPicture {
  const { description, digitalSourceType, aigc } = take;
  const { picture } = made.media(film, take.media);
  return { picture, description, digitalSourceType, aigc, sample: film.film.sample };
}

function poster(film: FilmFolder, made: Made): ShownPicture | undefined {
  const { poster: picture, posterDescription: description, ...owed } = posterOf(film, made);
  return picture && { picture, description, ...owed, sample: film.film.sample };
}

const letter = (place: number): string => 'abcdef'[place]!;

/** By chance that the challenge's id decides; never as it was. */
function shuffled<T extends string | { id: string }>(challenge: string, all: readonly T[]): T[] {
  const chance = (one: T): string =>
    hashHex(`${challenge}/${typeof one === 'string' ? one : one.id}`);
  const by = new Map(all.map((one) => [one, chance(one)]));
  const mixed = all.toSorted((a, b) => (by.get(a)! < by.get(b)! ? -1 : 1));
  const isSame = mixed.every((one, place) => one === all[place]);
  return isSame ? [...mixed.slice(1), mixed[0]!] : mixed;
}
