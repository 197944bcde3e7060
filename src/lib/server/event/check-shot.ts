// What must agree inside a shot's file: every name leads somewhere, nothing is there twice.
import type { Film } from '#lib/openset/film.ts';
import type { Shot } from '#lib/openset/shot.ts';
import type { Take, Version } from '#lib/openset/version.ts';
import { advise } from './advise.ts';
import type { Keys } from './fields.ts';
import type { Problem } from './problem.ts';
import type { YamlFile } from './yaml-file.ts';

/** What the check of one version needs to know of its shot and film. */
interface Surroundings {
  takes: Map<string, Take>;
  credits: Set<string>;
  /** Versions above this one; derivations lead to these only, so that they never run in circles. */
  earlier: Set<string>;
  error(keys: Keys, what: string, fix: string): void;
}

/** Problems of the shot file `id`. */
export function checkShot(id: string, file: YamlFile<Shot>, film: Film): Problem[] {
  const shot = file.draft;
  if (!shot) return [];
  const problems: Problem[] = [];
  const around: Surroundings = {
    takes: new Map(
      shot.versions.flatMap((version) =>
        version.takes.map((take) => [`${version.id}.${take.id}`, take] as const),
      ),
    ),
    credits: new Set(film.credits.map((credit) => credit.id)),
    earlier: new Set(),
    error: (keys, what, fix) => void problems.push(file.at(keys, { severity: 'error', what, fix })),
  };
  if (shot.id !== id)
    around.error(['id'], `“id” is ${shot.id}, but the file is ${id}.yaml`, `Write “id: ${id}”.`);
  checkAccepted(shot, around);
  shot.versions.forEach((version, place) => {
    checkVersion(version, ['versions', place], around);
    around.earlier.add(version.id);
  });
  return [...problems, ...advise(file, shot)];
}

function checkAccepted({ accepted, versions }: Shot, { takes, error }: Surroundings): void {
  const take = accepted === undefined ? undefined : takes.get(accepted);
  if (accepted !== undefined && !take)
    error(
      ['accepted'],
      `“accepted” names ${accepted}, which is not there`,
      'Name a take of this shot, such as v003.t01.',
    );
  else if (take && take.state !== 'accepted')
    error(
      ['accepted'],
      `take ${accepted} is in the film but marked ${take.state}`,
      'Write “state: accepted” at that take.',
    );
  versions.forEach((version, v) =>
    version.takes.forEach((one, t) => {
      const name = `${version.id}.${one.id}`;
      if (accepted !== undefined && one.state === 'accepted' && name !== accepted)
        error(
          ['versions', v, 'takes', t, 'state'],
          `take ${name} is marked accepted, but the film has ${accepted}`,
          'Write “circled” or “rejected” here, or name this take in “accepted”.',
        );
    }),
  );
}

function checkVersion(version: Version, here: Keys, around: Surroundings): void {
  const { earlier, error } = around;
  if (earlier.has(version.id))
    error(
      [...here, 'id'],
      `version ${version.id} is there twice`,
      'Number versions in the order of making.',
    );
  version.derivedFrom?.forEach(({ from }, place) => {
    if (!earlier.has(from))
      error(
        [...here, 'derivedFrom', place, 'from'],
        `${version.id} comes from ${from}, which is not an earlier version`,
        'Name a version that stands above this one.',
      );
  });
  version.run?.inputs?.forEach(({ from }, place) => {
    if (/^v\d+\.t\d+$/.test(from) && !around.takes.has(from))
      error(
        [...here, 'run', 'inputs', place, 'from'],
        `${from} is not a take of this shot`,
        'Name a take such as v002.t01.',
      );
  });
  checkPeople(version, here, around);
  checkVerdicts(version, here, around);
  checkTakes(version, here, around);
}

function checkPeople(version: Version, here: Keys, { credits, error }: Surroundings): void {
  const mentions: [string | undefined, Keys][] = [
    [version.by, ['by']],
    [version.prompt?.writer, ['prompt', 'writer']],
    [version.decision?.by, ['decision', 'by']],
    ...version.notes.map((note, place): [string | undefined, Keys] => [
      note.by,
      ['notes', place, 'by'],
    ]),
  ];
  for (const [who, keys] of mentions)
    if (who !== undefined && !credits.has(who))
      error(
        [...here, ...keys],
        `“${who}” is not in the film’s credits`,
        'Add them to credits in film.yaml, or correct the id.',
      );
}

/** Notes and decisions are about takes that are there. */
function checkVerdicts(version: Version, here: Keys, { takes, error }: Surroundings): void {
  const isOwn = (take: string): boolean => takes.has(`${version.id}.${take}`);
  version.notes.forEach(({ take, timeS }, place) => {
    if (take !== undefined && !isOwn(take))
      error(
        [...here, 'notes', place, 'take'],
        `the note is on ${take}, which ${version.id} does not have`,
        'Name one of its takes.',
      );
    if (timeS && (timeS[0] < 0 || timeS[1] < timeS[0]))
      error(
        [...here, 'notes', place, 'timeS'],
        'the note’s time ends before it starts',
        'Write the start first: [1.5, 3].',
      );
  });
  const { decision } = version;
  if (!decision) return;
  if (decision.take !== undefined && !isOwn(decision.take))
    error(
      [...here, 'decision', 'take'],
      `the decision is on ${decision.take}, which ${version.id} does not have`,
      'Name one of its takes.',
    );
  decision.alternatives.forEach((ref, place) => {
    const keys = [...here, 'decision', 'alternatives', place];
    if (!takes.has(ref))
      error(keys, `${ref} is not a take of this shot`, 'Name a take such as v002.t01.');
    else if (ref === `${version.id}.${decision.take}`)
      error(keys, `${ref} is an alternative to itself`, 'Name the takes that it was chosen over.');
  });
}

function checkTakes(version: Version, here: Keys, { error }: Surroundings): void {
  const seen = new Set<string>();
  version.takes.forEach((take, place) => {
    const at = [...here, 'takes', place];
    if (seen.has(take.id))
      error([...at, 'id'], `take ${take.id} is there twice`, 'Rename one of them.');
    seen.add(take.id);
    take.highlights.forEach(({ phrase }, spot) => {
      if (phrase !== undefined && !version.prompt?.text.includes(phrase))
        error(
          [...at, 'highlights', spot, 'phrase'],
          `“${phrase}” does not stand in the prompt`,
          'Copy the words from the prompt letter for letter.',
        );
    });
  });
}
