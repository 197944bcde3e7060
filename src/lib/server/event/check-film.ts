// What must agree inside a film's file, and what a visitor would miss in it.
import type { Film } from '#lib/openset/film.ts';
import { mainLine } from '#lib/openset/graph.ts';
import { aiLabel } from '#lib/openset/media.ts';
import type { Shot } from '#lib/openset/shot.ts';
import { checkExhibit, checkText, readingS } from './check-text.ts';
import type { Keys } from './fields.ts';
import type { Problem } from './problem.ts';
import type { YamlFile } from './yaml-file.ts';

/** A whole story fits two minutes (rule 59). */
const storyS = 120;

/** Problems of `film.yaml` in the folder `id`; `shots` are the files it names. */
export function checkFilm(
  id: string,
  file: YamlFile<Film>,
  shots: Map<string, YamlFile<Shot>>,
): Problem[] {
  const film = file.draft;
  if (!film) return [];
  return [
    ...agreement(id, file, film, new Set(shots.keys())),
    ...wording(file, film),
    ...absences(file, film),
    ...disclosure(file, film, shots),
    ...story(file, film, shots),
  ];
}

/** Errors: names that lead nowhere, things that are there twice, times that run backwards. */
function agreement(id: string, file: YamlFile<Film>, film: Film, shots: Set<string>): Problem[] {
  const problems: Problem[] = [];
  const error = (keys: Keys, what: string, fix: string): void =>
    void problems.push(file.at(keys, { severity: 'error', what, fix }));
  if (film.id !== id)
    error(['id'], `“id” is ${film.id}, but the folder is ${id}`, `Write “id: ${id}”.`);
  for (const list of ['credits', 'sequences'] as const) {
    const first = new Set<string>();
    film[list].forEach(({ id: one }, place) => {
      if (first.has(one))
        error([list, place, 'id'], `“${one}” is there twice in ${list}`, 'Rename one of them.');
      first.add(one);
    });
  }
  let endS = 0;
  for (const [place, item] of (film.edit?.items ?? []).entries()) {
    const keys = ['edit', 'items', place];
    if (!shots.has(item.shot))
      error(
        [...keys, 'shot'],
        `the edit uses shot “${item.shot}”, which no sequence lists`,
        'Correct the name, or add the shot to a sequence.',
      );
    if (item.startS < 0)
      error([...keys, 'startS'], 'this part of the edit starts before 0', 'Count seconds from 0.');
    if (item.endS <= item.startS)
      error(
        [...keys, 'endS'],
        'this part of the edit ends before it starts',
        'Swap startS and endS.',
      );
    else if (item.startS < endS)
      error(
        [...keys, 'startS'],
        'this part of the edit starts inside the part before it',
        `Begin it at ${endS} or later.`,
      );
    endS = Math.max(endS, item.endS);
  }
  return problems;
}

function wording(file: YamlFile<Film>, film: Film): Problem[] {
  return [
    ...checkText(file, ['title'], film.title, 'title'),
    ...checkText(file, ['logline'], film.logline, 'sentence'),
    ...checkText(file, ['synopsis'], film.synopsis, 'paragraph'),
    ...checkText(file, ['posterDescription'], film.posterDescription, 'paragraph'),
    ...film.credits.flatMap((credit, place) => [
      ...checkText(file, ['credits', place, 'name'], credit.name, 'title'),
      ...checkText(file, ['credits', place, 'statement'], credit.statement, 'paragraph'),
      ...credit.roles.flatMap((role, number) =>
        checkText(file, ['credits', place, 'roles', number], role, 'title'),
      ),
    ]),
    ...film.tools.flatMap(({ use }, place) =>
      checkText(file, ['tools', place, 'use'], use, 'paragraph'),
    ),
    ...film.sequences.flatMap(({ title }, place) =>
      checkText(file, ['sequences', place, 'title'], title, 'title'),
    ),
    ...checkText(file, ['edit', 'description'], film.edit?.description, 'paragraph'),
    ...checkText(file, ['aiDisclosure', 'statement'], film.aiDisclosure?.statement, 'paragraph'),
    ...checkText(file, ['rights', 'holder'], film.rights?.holder, 'title'),
    ...checkText(file, ['rights', 'creditLine'], film.rights?.creditLine, 'sentence'),
    ...checkExhibit(file, ['id'], 'the film’s own page', [film.logline, film.synopsis]),
  ];
}

/** Warnings: what the film lacks for those who cannot see or hear it. */
function absences(file: YamlFile<Film>, film: Film): Problem[] {
  const problems: Problem[] = [];
  const missing = (key: string, what: string, fix: string, rule: string): void =>
    void problems.push(file.at([key], { severity: 'warning', what, fix, rule }));
  if (!film.synopsis)
    missing('id', 'the film has no synopsis', 'Add “synopsis: { zh: …, en: … }”.', '68');
  if (film.poster && !film.posterDescription)
    missing('poster', 'the poster has no description', 'Add “posterDescription:”.', '68');
  if (film.edit && !film.edit.description)
    missing('edit', 'the film has no text description', 'Add “description:” to the edit.', '68');
  for (const [language, name] of [
    ['zh', 'Chinese'],
    ['en', 'English'],
  ] as const)
    if (film.edit && film.edit.captions[language] === undefined)
      missing(
        'edit',
        `the film has no ${name} captions`,
        `Add a WebVTT file as “${language}:” to “captions”.`,
        '67',
      );
  return problems;
}

/** Warnings: AI labels that the film as a whole owes. */
function disclosure(
  file: YamlFile<Film>,
  film: Film,
  shots: Map<string, YamlFile<Shot>>,
): Problem[] {
  const warn = (key: string, what: string, fix: string): Problem[] => [
    file.at([key], { severity: 'warning', what, fix, rule: '82' }),
  ];
  if (!film.aiDisclosure)
    return warn(
      'id',
      'nothing says how much of the film was made with AI',
      'Add “aiDisclosure:” with “scope:” (fully, partly, assisted or none) and “statement:”.',
    );
  const takes = [...shots.values()].flatMap(({ draft }) =>
    (draft?.versions ?? []).flatMap((version) => version.takes),
  );
  if (film.aiDisclosure.scope === 'none' && takes.some((take) => aiLabel(take) !== null))
    return warn(
      'aiDisclosure',
      '“scope” is none, but pictures of the film are labelled as made with AI',
      'Write partly, assisted or fully.',
    );
  return [];
}

/** A mild warning where film and main lines together take longer than a visitor stays. */
function story(file: YamlFile<Film>, film: Film, shots: Map<string, YamlFile<Shot>>): Problem[] {
  const filmS = Math.max(0, ...(film.edit?.items ?? []).map(({ endS }) => endS));
  const chapters = [...shots.values()].flatMap(({ draft }) => (draft ? mainTexts(draft) : []));
  const totalS = Math.round(filmS + readingS([film.logline, film.synopsis, ...chapters]));
  if (totalS <= storyS) return [];
  return [
    file.at(['id'], {
      severity: 'warning',
      what: `film and story take about ${totalS} s, and visitors stay ${storyS} s`,
      fix: 'Shorten “changed” sentences, or show fewer shots.',
      rule: '59',
    }),
  ];
}

/** What is read on the way to the accepted take. */
function mainTexts({ versions, accepted }: Shot): Shot['versions'][number]['changed'][] {
  const line = mainLine(versions, accepted);
  return versions.filter(({ id }) => line.has(id)).map(({ changed }) => changed);
}
