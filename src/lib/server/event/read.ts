// Reads an event folder: event.yaml, films/<film>/film.yaml, films/<film>/set.yaml,
// films/<film>/shots/<shot>.yaml and challenges/<challenge>.yaml.
import path from 'node:path';
import * as v from 'valibot';
import { challenge as challengeSchema, type Challenge } from '#lib/openset/challenge.ts';
import { event as eventSchema, type Event } from '#lib/openset/event.ts';
import { film as filmSchema, type Film } from '#lib/openset/film.ts';
import { slug } from '#lib/openset/id.ts';
import { filmSet as setSchema, type FilmSet } from '#lib/openset/set.ts';
import { shot as shotSchema, type Shot } from '#lib/openset/shot.ts';
import { checkChallenge, type Askable, type Films } from './check-challenge.ts';
import { checkFilm } from './check-film.ts';
import { checkMedia } from './check-media.ts';
import { checkSet } from './check-set.ts';
import { checkShot } from './check-shot.ts';
import { strayChallenges, strayFilms, strayShots } from './check-strays.ts';
import { checkText } from './check-text.ts';
import type { Problem } from './problem.ts';
import { weighSet } from './weigh-set.ts';
import { readYaml, type YamlFile } from './yaml-file.ts';

export type { Problem } from './problem.ts';

export interface FilmFolder {
  /** Absolute; media paths in its files start here. */
  dir: string;
  film: Film;
  /** By id, in the order of the film's sequences. */
  shots: Map<string, Shot>;
  /** What visitors can direct in, where the film has a set. */
  set: FilmSet | null;
}

export interface EventFolder {
  dir: string;
  event: Event;
  films: FilmFolder[];
  /** In the event's order. */
  challenges: Challenge[];
}

export interface EventReading {
  /** `null` where an error stands in the way of using the folder at all. */
  folder: EventFolder | null;
  problems: Problem[];
}

/**
 * Reads everything and reports every mistake at once, errors and warnings. Without `look.media` the
 * files that are still to be made are not missed.
 */
export async function readEvent(dir: string, look = { media: true }): Promise<EventReading> {
  const root = path.resolve(dir);
  const file = await readYaml(root, 'event.yaml', eventSchema);
  if (file.isMissing) return { folder: null, problems: [noEvent(file)] };
  const problems = [...file.problems, ...furtherIn(file, checkEvent(file))];
  const films: FilmFolder[] = [];
  const askable = new Map<string, Askable | null>();
  const listed = [...new Set(file.draft?.films)].filter((id) => v.is(slug, id));
  for (const id of listed) {
    const at = file.draft!.films.indexOf(id);
    const reading = await readFilm(root, id, look);
    if (reading.isMissing)
      problems.push(
        file.at(['films', at], {
          severity: 'error',
          what: `film “${id}” has no file films/${id}/film.yaml`,
          fix: 'Create it, or correct the name in this list.',
        }),
      );
    problems.push(...reading.problems);
    if (reading.film) films.push(reading.film);
    askable.set(id, reading.askable);
  }
  if (file.draft) problems.push(...(await strayFilms(root, listed)));
  const asked = await readChallenges(root, file, askable);
  problems.push(...asked.problems);
  const isBroken = file.data === null || problems.some(({ severity }) => severity === 'error');
  const { challenges } = asked;
  const folder = isBroken ? null : { dir: root, event: file.data!, films, challenges };
  return { folder, problems };
}

function noEvent(file: YamlFile<Event>): Problem {
  return file.at([], {
    severity: 'error',
    what: 'is not there',
    fix: 'Name the folder that holds event.yaml, or let “openset import” make one.',
  });
}

/** What must agree in event.yaml itself, and what visitors would miss in it. */
function checkEvent(file: YamlFile<Event>): Problem[] {
  const event = file.draft;
  if (!event) return [];
  const twice = (key: 'films' | 'challenges', what: string): Problem[] =>
    event[key].flatMap((id, place) =>
      event[key].indexOf(id) === place
        ? []
        : file.at([key, place], {
            severity: 'error',
            what: `${what} “${id}” is listed twice`,
            fix: 'Remove one of the two lines.',
          }),
    );
  const problems = [...twice('films', 'film'), ...twice('challenges', 'challenge')];
  if (event.dates && Date.parse(event.dates.to) < Date.parse(event.dates.from))
    problems.push(
      file.at(['dates', 'to'], {
        severity: 'error',
        what: 'the event ends before it begins',
        fix: 'Swap “from” and “to”.',
      }),
    );
  return [
    ...problems,
    ...checkText(file, ['title'], event.title, 'title'),
    ...checkText(file, ['venue'], event.venue, 'title'),
    ...checkText(file, ['sampleNotice'], event.sampleNotice, 'sentence'),
    ...checkText(file, ['privacy'], event.privacy, 'paragraph'),
  ];
}

interface FilmReading {
  film: FilmFolder | null;
  /** What challenges can ask about, mistakes and all; `null` where the film cannot be followed. */
  askable: Askable | null;
  problems: Problem[];
  isMissing: boolean;
}

async function readFilm(root: string, id: string, look: { media: boolean }): Promise<FilmReading> {
  const home = `films/${id}`;
  const dir = path.join(root, home);
  const file = await readYaml(root, `${home}/film.yaml`, filmSchema);
  const nothing = { film: null, askable: null, isMissing: file.isMissing };
  if (file.isMissing) return { ...nothing, problems: [] };
  if (!file.draft) return { ...nothing, problems: file.problems };
  const shots = await readShots(root, home, file);
  const further = [...shots.problems, ...checkFilm(id, file, shots.files)];
  const problems = [...file.problems, ...furtherIn(file, further)];
  for (const [shot, shotFile] of shots.files)
    if (!shotFile.isMissing)
      problems.push(
        ...shotFile.problems,
        ...furtherIn(shotFile, checkShot(shot, shotFile, file.draft)),
      );
  const set = await readYaml(root, `${home}/set.yaml`, setSchema);
  if (!set.isMissing)
    problems.push(...set.problems, ...furtherIn(set, checkSet(set, [...shots.files.keys()])));
  problems.push(...(await strayShots(root, home, [...shots.files.keys()])));
  if (look.media)
    problems.push(
      ...(await checkMedia(dir, file, [...shots.files.values()], set)),
      ...(await weighSet(dir, set)),
    );
  const whole = [...shots.files].flatMap(([shot, { data }]) =>
    data ? [[shot, data] as const] : [],
  );
  const film = file.data && { dir, film: file.data, shots: new Map(whole), set: set.data };
  return { film, askable: { shots: shots.files, set }, problems, isMissing: false };
}

/** The files of all shots that the film's sequences list, and what is wrong with the lists. */
async function readShots(
  root: string,
  home: string,
  film: YamlFile<Film>,
): Promise<{ files: Map<string, YamlFile<Shot>>; problems: Problem[] }> {
  const files = new Map<string, YamlFile<Shot>>();
  const problems: Problem[] = [];
  for (const [s, sequence] of film.draft!.sequences.entries())
    for (const [place, shot] of sequence.shots.entries()) {
      const error = (what: string, fix: string): void =>
        void problems.push(
          film.at(['sequences', s, 'shots', place], { severity: 'error', what, fix }),
        );
      if (!v.is(slug, shot)) continue;
      if (files.has(shot)) {
        error(`shot “${shot}” stands in the film twice`, 'Keep it in one sequence only.');
        continue;
      }
      const file = await readYaml(root, `${home}/shots/${shot}.yaml`, shotSchema);
      files.set(shot, file);
      if (file.isMissing)
        error(
          `shot “${shot}” has no file shots/${shot}.yaml`,
          'Create it, or correct the name in this list.',
        );
    }
  return { files, problems };
}

/** The challenges that event.yaml lists, and what is wrong with their list and their files. */
async function readChallenges(
  root: string,
  event: YamlFile<Event>,
  films: Films,
): Promise<{ challenges: Challenge[]; problems: Problem[] }> {
  const listed = [...new Set(event.draft?.challenges)].filter((id) => v.is(slug, id));
  const challenges: Challenge[] = [];
  const problems: Problem[] = [];
  for (const id of listed) {
    const file = await readYaml(root, `challenges/${id}.yaml`, challengeSchema);
    if (file.isMissing)
      problems.push(
        event.at(['challenges', event.draft!.challenges.indexOf(id)], {
          severity: 'error',
          what: `challenge “${id}” has no file challenges/${id}.yaml`,
          fix: 'Create it, or correct the name in this list.',
        }),
      );
    else problems.push(...file.problems, ...furtherIn(file, checkChallenge(id, file, films)));
    if (file.data) challenges.push(file.data);
  }
  if (event.draft) problems.push(...(await strayChallenges(root, listed)));
  return { challenges, problems };
}

/** In a file that does not fit its schema, what follows from a mistake is not reported again. */
function furtherIn(file: YamlFile<unknown>, problems: Problem[]): Problem[] {
  if (file.data !== null) return problems;
  const lines = new Set(file.problems.map(({ line }) => line));
  return problems.filter((problem) => problem.file !== file.file || !lines.has(problem.line));
}
