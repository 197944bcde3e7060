// What must agree between a challenge and the films that it asks about: every name leads somewhere,
// there is one right answer, and it can be found.
import type { Challenge } from '#lib/openset/challenge.ts';
import { faceOf, mainLine } from '#lib/openset/graph.ts';
import type { FilmSet } from '#lib/openset/set.ts';
import type { Shot } from '#lib/openset/shot.ts';
import type { Take, Version } from '#lib/openset/version.ts';
import { moves } from '#lib/previs/shot/moves.ts';
import { readPrompt } from '#lib/previs/shot/read-prompt.ts';
import { checkText } from './check-text.ts';
import type { Keys } from './fields.ts';
import type { Problem } from './problem.ts';
import type { YamlFile } from './yaml-file.ts';

/** What a challenge can ask about of a film; shots by their id, as far as they could be read. */
export interface Askable {
  shots: Map<string, YamlFile<Shot>>;
  set: YamlFile<FilmSet>;
}

/** The films that event.yaml lists; `null` where a film's own file says nothing that could be followed. */
export type Films = ReadonlyMap<string, Askable | null>;

interface Surroundings {
  films: Films;
  error(keys: Keys, what: string, fix: string): void;
  warn(keys: Keys, what: string, fix: string, rule: string): void;
}

type Asking<K extends Challenge['kind']> = Extract<Challenge, { kind: K }>;

/** Problems of `challenges/<id>.yaml`. */
export function checkChallenge(id: string, file: YamlFile<Challenge>, films: Films): Problem[] {
  const challenge = file.draft;
  if (!challenge) return [];
  const problems: Problem[] = [];
  const around: Surroundings = {
    films,
    error: (keys, what, fix) => void problems.push(file.at(keys, { severity: 'error', what, fix })),
    warn: (keys, what, fix, rule) =>
      void problems.push(file.at(keys, { severity: 'warning', what, fix, rule })),
  };
  if (challenge.id !== id)
    around.error(
      ['id'],
      `“id” is ${challenge.id}, but the file is ${id}.yaml`,
      `Write “id: ${id}”.`,
    );
  checkKind(challenge, around);
  return [...problems, ...wording(file, challenge)];
}

function checkKind(challenge: Challenge, around: Surroundings): void {
  if (challenge.kind === 'vote') return checkVote(challenge, around);
  const film = filmOf(challenge.film, ['film'], around);
  if (!film) return;
  if (challenge.kind === 'direct') return void setOf(challenge, film, around);
  if (challenge.kind === 'cut') return checkCut(challenge, film, around);
  const shot = shotOf(challenge.shot, ['shot'], challenge.film, film, around);
  if (!shot) return;
  if (challenge.kind === 'keep') checkKeep(challenge, shot, around);
  if (challenge.kind === 'order') checkOrder(challenge, shot, around);
  if (challenge.kind === 'cause') checkCause(challenge, shot, around);
  if (challenge.kind === 'match') checkMatch(challenge, film, shot, around);
}

function checkKeep({ takes, kept }: Asking<'keep'>, shot: Shot, around: Surroundings): void {
  once(takes, 'take', ['takes'], around);
  takes.forEach((ref, place) => takeOf(ref, ['takes', place], shot, around));
  if (!takes.includes(kept))
    around.error(
      ['kept'],
      `${kept} is kept, but is none of the takes to choose from`,
      'Name one of “takes”, or add it to them.',
    );
  else if (findTake(shot, kept)?.take.state === 'rejected')
    around.error(
      ['kept'],
      `${kept} is kept here, but its shot says that it was rejected`,
      `Name another take, or correct its state in shots/${shot.id}.yaml.`,
    );
}

function checkOrder({ versions }: Asking<'order'>, shot: Shot, around: Surroundings): void {
  once(versions, 'version', ['versions'], around);
  const known = versions.filter((id, place) => {
    const version = shot.versions.find((one) => one.id === id);
    const keys = ['versions', place];
    if (!version)
      around.error(keys, `${id} is not a version of ${shot.id}`, 'Name one of its versions.');
    else {
      const face = faceOf(version);
      if (face) describe(`${id}.${face.id}`, face, keys, around);
      else around.error(keys, `${id} has no picture to show`, 'Name a version that has a take.');
    }
    return version !== undefined;
  });
  const inLine = shot.versions.filter(({ id }) => known.includes(id)).map(({ id }) => id);
  inLine.forEach((id, place) => {
    const before = inLine[place - 1];
    if (before !== undefined && !mainLine(shot.versions, id).has(before))
      around.error(
        ['versions', versions.indexOf(id)],
        `${id} did not grow from ${before}, so that there is no one right order`,
        'Name versions of one line only: each made from the one before it.',
      );
  });
}

function checkCause(challenge: Asking<'cause'>, shot: Shot, around: Surroundings): void {
  const { before, after, changes, cause } = challenge;
  takeOf(before, ['before'], shot, around);
  takeOf(after, ['after'], shot, around);
  if (before === after)
    around.error(
      ['after'],
      'before and after are the same take',
      'Name the take that the change made.',
    );
  const ids = changes.map(({ id }) => id);
  once(ids, 'change', ['changes'], around, 'id');
  if (!ids.includes(cause))
    around.error(
      ['cause'],
      `“${cause}” is none of the changes`,
      `Write one of ${ids.join(', ')}, or add it to them.`,
    );
}

function checkMatch(
  challenge: Asking<'match'>,
  film: Askable,
  shot: Shot,
  around: Surroundings,
): void {
  const set = setOf(challenge, film, around);
  const found = takeOf(challenge.take, ['take'], shot, around);
  if (!found) return;
  const text = found.version.prompt?.text;
  if (text === undefined)
    return around.error(
      ['take'],
      `${found.version.id} has no prompt, so that nothing says what shot it is`,
      'Name a take whose version has one.',
    );
  if (!set) return;
  const { understood, shot: read } = readPrompt(text, set.choices);
  if (understood.length === 0)
    return around.error(
      ['take'],
      `the prompt of ${found.version.id} says nothing that the previs language knows`,
      'Name a take whose prompt speaks of shot sizes, light or the set’s choices.',
    );
  const strange = read.moves.flat().find((move) => !moves.some((known) => known.id === move));
  if (strange !== undefined)
    around.error(
      ['take'],
      `the prompt of ${found.version.id} moves the camera by “${strange}”, which nobody can reach in the set`,
      'Name a take whose prompt uses the fifteen camera commands only.',
    );
}

function checkCut(challenge: Asking<'cut'>, film: Askable, around: Surroundings): void {
  once(challenge.shots, 'shot', ['shots'], around);
  challenge.shots.forEach((id, place) => {
    const keys = ['shots', place];
    const shot = shotOf(id, keys, challenge.film, film, around);
    if (!shot) return;
    if (shot.accepted === undefined)
      around.error(keys, `shot “${id}” has no accepted take`, 'Name shots that are in the film.');
    else {
      const accepted = findTake(shot, shot.accepted);
      if (accepted) describe(shot.accepted, accepted.take, keys, around);
    }
  });
  const later = challenge.lengthsS.findIndex((s, at, all) => at > 0 && s <= all[at - 1]!);
  if (later > 0)
    around.error(
      ['lengthsS', later],
      `${challenge.lengthsS[later]} s stands after ${challenge.lengthsS[later - 1]} s`,
      'Write lengths from the shortest to the longest, each once.',
    );
}

function checkVote({ options }: Asking<'vote'>, around: Surroundings): void {
  const ids = options.map(({ id }) => id);
  once(ids, 'option', ['options'], around, 'id');
  const films = options.map(({ film }) => film);
  once(films, 'film', ['options'], around, 'film');
  options.forEach(({ film }, place) => filmOf(film, ['options', place, 'film'], around));
}

function filmOf(id: string, keys: Keys, { films, error }: Surroundings): Askable | null {
  if (!films.has(id))
    error(
      keys,
      `film “${id}” is not in the event`,
      `Name one of ${[...films.keys()].join(', ')}, or add it to “films” in event.yaml.`,
    );
  return films.get(id) ?? null;
}

function shotOf(
  id: string,
  keys: Keys,
  filmId: string,
  film: Askable,
  { error }: Surroundings,
): Shot | null {
  const file = film.shots.get(id);
  if (!file)
    error(
      keys,
      `film “${filmId}” has no shot “${id}”`,
      `Name one of ${[...film.shots.keys()].join(', ')}.`,
    );
  return file?.draft ?? null;
}

function setOf(
  { film: id }: { film: string },
  { set }: Askable,
  { error }: Surroundings,
): FilmSet | null {
  if (set.isMissing)
    error(
      ['film'],
      `film “${id}” has no set to direct in`,
      `Write films/${id}/set.yaml, or name a film that has one.`,
    );
  return set.draft;
}

const findTake = (shot: Shot, ref: string): { version: Version; take: Take } | undefined =>
  shot.versions
    .flatMap((version) => version.takes.map((take) => ({ version, take })))
    .find(({ version, take }) => `${version.id}.${take.id}` === ref);

function takeOf(
  ref: string,
  keys: Keys,
  shot: Shot,
  around: Surroundings,
): { version: Version; take: Take } | undefined {
  const found = findTake(shot, ref);
  if (found) describe(ref, found.take, keys, around);
  else around.error(keys, `${ref} is not a take of ${shot.id}`, 'Name one of its takes: v003.t02.');
  return found;
}

function describe(ref: string, { description }: Take, keys: Keys, { warn }: Surroundings): void {
  if (!description)
    warn(
      keys,
      `${ref} has no description, so that those who cannot see it cannot play`,
      'Add “description:” to the take in its shot’s file.',
      '68',
    );
}

/** Each entry of a list once; `field` is where its name stands in an entry. */
function once(
  names: readonly string[],
  what: string,
  keys: Keys,
  { error }: Surroundings,
  field?: string,
): void {
  names.forEach((name, place) => {
    if (names.indexOf(name) !== place)
      error(
        [...keys, place, ...(field ? [field] : [])],
        `${what} “${name}” is there twice`,
        'Remove one of the two, or correct its name.',
      );
  });
}

function wording(file: YamlFile<Challenge>, challenge: Challenge): Problem[] {
  const texts = [
    ...checkText(file, ['title'], challenge.title, 'title'),
    ...checkText(file, ['brief'], challenge.brief, 'sentence'),
  ];
  if ('why' in challenge) texts.push(...checkText(file, ['why'], challenge.why, 'paragraph'));
  if (challenge.kind === 'cause')
    challenge.changes.forEach(({ says }, place) =>
      texts.push(...checkText(file, ['changes', place, 'says'], says, 'sentence')),
    );
  if (challenge.kind === 'vote')
    challenge.options.forEach(({ says }, place) =>
      texts.push(...checkText(file, ['options', place, 'says'], says, 'sentence')),
    );
  return texts;
}
