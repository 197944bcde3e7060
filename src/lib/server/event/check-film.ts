// What must agree inside a film's file, and what a visitor would miss in it.
import type { Film } from '#lib/openset/film.ts';
import type { Shot } from '#lib/openset/shot.ts';
import type { Problem } from './problem.ts';
import { checkText } from './wording.ts';
import type { YamlFile } from './yaml-file.ts';

/** Problems of `film.yaml` in the folder `id`; `shots` are the files it names. */
export function checkFilm(
  id: string,
  file: YamlFile<Film>,
  shots: Map<string, YamlFile<Shot>>,
): Problem[] {
  const film = file.data;
  if (!film) return [];
  const problems: Problem[] = [];
  if (film.id !== id)
    problems.push(
      file.at(['id'], {
        severity: 'error',
        what: `“id” is ${film.id}, but the folder is ${id}`,
        fix: `Write “id: ${id}” or rename the folder.`,
      }),
    );
  for (const [place, item] of (film.edit?.items ?? []).entries()) {
    if (!shots.has(item.shot))
      problems.push(
        file.at(['edit', 'items', place, 'shot'], {
          severity: 'error',
          what: `the edit uses shot “${item.shot}”, which no sequence lists`,
          fix: 'Correct the name, or add the shot to a sequence.',
        }),
      );
    if (item.endS <= item.startS)
      problems.push(
        file.at(['edit', 'items', place], {
          severity: 'error',
          what: 'this part of the edit ends before it starts',
          fix: 'Swap startS and endS.',
        }),
      );
  }
  problems.push(...doubles(file, film));
  for (const [key, kind] of [
    ['title', 'title'],
    ['logline', 'sentence'],
    ['synopsis', 'paragraph'],
    ['posterDescription', 'sentence'],
  ] as const)
    problems.push(...checkText(file, [key], film[key], kind));
  film.credits.forEach((credit, place) => {
    problems.push(...checkText(file, ['credits', place, 'name'], credit.name, 'title'));
    credit.roles.forEach((role, number) =>
      problems.push(...checkText(file, ['credits', place, 'roles', number], role, 'title')),
    );
  });
  film.sequences.forEach(({ title }, place) =>
    problems.push(...checkText(file, ['sequences', place, 'title'], title, 'title')),
  );
  if (film.poster && !film.posterDescription)
    problems.push(missing(file, 'posterDescription', 'the poster has no description', '68'));
  if (film.edit && !film.edit.description)
    problems.push(missing(file, 'edit', 'the film has no text description', '68'));
  if (film.edit && !film.edit.captions.zh && !film.edit.captions.en)
    problems.push(missing(file, 'edit', 'the film has no captions', '67'));
  if (!film.aiDisclosure)
    problems.push(
      missing(
        file,
        'title',
        'nothing says how much of the film was made with AI (“aiDisclosure”)',
        '82',
      ),
    );
  return problems;
}

function missing(file: YamlFile<Film>, key: string, what: string, rule: string): Problem {
  return file.at([key], { severity: 'warning', what, fix: 'Add it in both languages.', rule });
}

function doubles(file: YamlFile<Film>, film: Film): Problem[] {
  return (['credits', 'sequences'] as const).flatMap((list) => {
    const seen = new Set<string>();
    return film[list].flatMap(({ id }, place) => {
      const again = seen.has(id);
      seen.add(id);
      if (!again) return [];
      const what = `“${id}” is used twice in ${list}`;
      return [
        file.at([list, place, 'id'], { severity: 'error', what, fix: 'Rename one of them.' }),
      ];
    });
  });
}
