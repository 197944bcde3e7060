// Reads an event folder: event.yaml, films/<film>/film.yaml, films/<film>/shots/<shot>.yaml.
import path from 'node:path';
import { event as eventSchema, type Event } from '#lib/openset/event.ts';
import { film as filmSchema, type Film } from '#lib/openset/film.ts';
import { shot as shotSchema, type Shot } from '#lib/openset/shot.ts';
import { checkFilm } from './check-film.ts';
import { checkShot } from './check-shot.ts';
import { checkMedia } from './check-media.ts';
import type { Problem } from './problem.ts';
import { readYaml, type YamlFile } from './yaml-file.ts';

export interface FilmFolder {
  /** Absolute; media paths in its files start here. */
  dir: string;
  film: Film;
  /** By id, in the order of the film's sequences. */
  shots: Map<string, Shot>;
}

export interface EventFolder {
  dir: string;
  event: Event;
  films: FilmFolder[];
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
  const problems = [...file.problems];
  const films: FilmFolder[] = [];
  const seen = new Set<string>();
  for (const [place, id] of (file.data?.films ?? []).entries()) {
    if (seen.has(id))
      problems.push(
        file.at(['films', place], {
          severity: 'error',
          what: `film “${id}” is listed twice`,
          fix: 'Remove one of the two lines.',
        }),
      );
    seen.add(id);
    const film = await readFilm(root, id, problems, look);
    if (film) films.push(film);
  }
  const broken = file.data === null || problems.some(({ severity }) => severity === 'error');
  return { folder: broken ? null : { dir: root, event: file.data!, films }, problems };
}

async function readFilm(
  root: string,
  id: string,
  problems: Problem[],
  look: { media: boolean },
): Promise<FilmFolder | null> {
  const home = `films/${id}`;
  const file = await readYaml(root, `${home}/film.yaml`, filmSchema);
  problems.push(...file.problems);
  if (!file.data) return null;
  const shotFiles = new Map<string, YamlFile<Shot>>();
  for (const [s, sequence] of file.data.sequences.entries())
    for (const [place, shotId] of sequence.shots.entries()) {
      if (shotFiles.has(shotId)) {
        problems.push(
          file.at(['sequences', s, 'shots', place], {
            severity: 'error',
            what: `shot “${shotId}” stands in the film twice`,
            fix: 'Keep it in one sequence only.',
          }),
        );
        continue;
      }
      shotFiles.set(shotId, await readYaml(root, `${home}/shots/${shotId}.yaml`, shotSchema));
    }
  const dir = path.join(root, home);
  problems.push(...checkFilm(id, file, shotFiles));
  for (const [shotId, shotFile] of shotFiles) {
    problems.push(...shotFile.problems);
    if (shotFile.data) problems.push(...checkShot(shotId, shotFile, file.data));
  }
  if (look.media) problems.push(...(await checkMedia(dir, file, [...shotFiles.values()])));
  const shots = new Map(
    [...shotFiles].flatMap(([shotId, { data }]) => (data ? [[shotId, data] as const] : [])),
  );
  return { dir, film: file.data, shots };
}
