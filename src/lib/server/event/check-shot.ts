// What must agree inside a shot's file, and what a visitor would miss in it.
import type { Film } from '#lib/openset/film.ts';
import { madeWithAi } from '#lib/openset/media.ts';
import type { Shot } from '#lib/openset/shot.ts';
import type { Take, Version } from '#lib/openset/version.ts';
import type { Problem } from './problem.ts';
import { checkText } from './wording.ts';
import type { Keys, YamlFile } from './yaml-file.ts';

/** Problems of one shot file. References must lead somewhere; warnings name the visitors' rule. */
export function checkShot(id: string, file: YamlFile<Shot>, film: Film): Problem[] {
  const shot = file.data;
  if (!shot) return [];
  const problems: Problem[] = [];
  const error = (keys: Keys, what: string, fix: string): void => {
    problems.push(file.at(keys, { severity: 'error', what, fix }));
  };
  const takes = new Map<string, Take>();
  for (const version of shot.versions)
    for (const take of version.takes) takes.set(`${version.id}.${take.id}`, take);

  if (shot.id !== id)
    error(['id'], `“id” is ${shot.id}, but the file is ${id}.yaml`, `Write “id: ${id}”.`);
  if (shot.accepted !== undefined) {
    const accepted = takes.get(shot.accepted);
    if (!accepted)
      error(
        ['accepted'],
        `“accepted” names ${shot.accepted}, which is not there`,
        'Name a take of this shot, such as v003.t01.',
      );
    else if (accepted.state !== 'accepted')
      error(
        ['accepted'],
        `take ${shot.accepted} is in the film but marked ${accepted.state}`,
        'Write “state: accepted” at that take.',
      );
  }
  const credits = new Set(film.credits.map((credit) => credit.id));
  const mustCredit = (who: string | undefined, keys: Keys): void => {
    if (who !== undefined && !credits.has(who))
      error(
        keys,
        `“${who}” is not in the film’s credits`,
        'Add them to credits in film.yaml, or correct the id.',
      );
  };
  const earlier = new Set<string>();
  shot.versions.forEach((version, place) => {
    const here: Keys = ['versions', place];
    if (earlier.has(version.id))
      error(
        [...here, 'id'],
        `version ${version.id} is there twice`,
        'Number versions in the order of making.',
      );
    version.derivedFrom?.forEach(({ from }, number) => {
      if (!earlier.has(from))
        error(
          [...here, 'derivedFrom', number, 'from'],
          `${version.id} comes from ${from}, which is not an earlier version`,
          'Name a version that stands above this one.',
        );
    });
    earlier.add(version.id);
    mustCredit(version.by, [...here, 'by']);
    mustCredit(version.prompt?.writer, [...here, 'prompt', 'writer']);
    mustCredit(version.decision?.by, [...here, 'decision', 'by']);
    version.notes.forEach((note, number) => {
      mustCredit(note.by, [...here, 'notes', number, 'by']);
      if (note.take !== undefined && !takes.has(`${version.id}.${note.take}`))
        error(
          [...here, 'notes', number, 'take'],
          `the note is on ${note.take}, which ${version.id} does not have`,
          'Name one of its takes.',
        );
    });
    version.decision?.alternatives.forEach((ref, number) => {
      if (!takes.has(ref))
        error(
          [...here, 'decision', 'alternatives', number],
          `${ref} is not a take of this shot`,
          'Name a take such as v002.t01.',
        );
    });
    if (
      version.decision?.take !== undefined &&
      !takes.has(`${version.id}.${version.decision.take}`)
    )
      error(
        [...here, 'decision', 'take'],
        `the decision is on ${version.decision.take}, which ${version.id} does not have`,
        'Name one of its takes.',
      );
    const seen = new Set<string>();
    version.takes.forEach((take, number) => {
      if (seen.has(take.id))
        error(
          [...here, 'takes', number, 'id'],
          `take ${take.id} is there twice`,
          'Rename one of them.',
        );
      seen.add(take.id);
      take.highlights.forEach(({ phrase }, spot) => {
        if (phrase !== undefined && !version.prompt?.text.includes(phrase))
          error(
            [...here, 'takes', number, 'highlights', spot, 'phrase'],
            `“${phrase}” does not stand in the prompt`,
            'Copy the words from the prompt letter for letter.',
          );
      });
    });
    problems.push(...advise(file, version, here));
  });
  problems.push(...checkText(file, ['title'], shot.title, 'title'));
  problems.push(...checkText(file, ['description'], shot.description, 'paragraph'));
  return problems;
}

/** Warnings on one version: words that visitors would miss, labels that the law wants. */
function advise(file: YamlFile<Shot>, version: Version, here: Keys): Problem[] {
  const problems = [
    ...checkText(file, [...here, 'title'], version.title, 'title'),
    ...checkText(file, [...here, 'changed'], version.changed, 'sentence'),
    ...checkText(file, [...here, 'decision', 'why'], version.decision?.why, 'paragraph'),
    ...version.notes.flatMap((note, n) =>
      checkText(file, [...here, 'notes', n, 'text'], note.text, 'paragraph'),
    ),
  ];
  const warn = (keys: Keys, what: string, fix: string, rule: string): void => {
    problems.push(file.at(keys, { severity: 'warning', what, fix, rule }));
  };
  if (!version.changed)
    warn(
      [...here, 'id'],
      `${version.id} does not say what changed`,
      'Add “changed:”, one sentence in both languages.',
      '68',
    );
  version.takes.forEach((take, number) => {
    const at: Keys = [...here, 'takes', number];
    problems.push(...checkText(file, [...at, 'description'], take.description, 'paragraph'));
    if (!take.description)
      warn(
        [...at, 'id'],
        `take ${version.id}.${take.id} has no description`,
        'Add “description:” for those who cannot see it.',
        '68',
      );
    const generated = version.run?.model !== undefined || take.aigc !== undefined;
    if (generated && !take.digitalSourceType)
      warn(
        [...at, 'id'],
        `take ${version.id}.${take.id} comes from a generator but carries no AI label`,
        `Add “digitalSourceType: ${madeWithAi[0]}”.`,
        '82',
      );
    if (take.state === 'accepted' && version.decision?.verdict !== 'accepted')
      warn(
        [...at, 'state'],
        `nobody says why ${version.id}.${take.id} was accepted`,
        'Add “decision:” with “verdict: accepted” and “why:”.',
        '68',
      );
  });
  return problems;
}
