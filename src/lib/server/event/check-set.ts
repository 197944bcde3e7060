// What must agree inside a film's set, and what would weigh too much on a tablet.
import { type Condition, type FilmSet, type Piece, setBudget } from '#lib/openset/set.ts';
import { trianglesOf } from '#lib/openset/set-weight.ts';
import { checkText } from './check-text.ts';
import type { Keys } from './fields.ts';
import type { Problem } from './problem.ts';
import type { YamlFile } from './yaml-file.ts';

/** What a condition may ask of besides the set's own choices. */
const lightAndAir: Record<string, readonly string[]> = {
  time: ['dawn', 'noon', 'golden', 'dusk', 'blue', 'night'],
  weather: ['clear', 'mist', 'fog', 'rain', 'snow'],
  ground: ['dry', 'wet'],
};

/** Problems of `set.yaml`; `shots` are those that the film lists. */
export function checkSet(file: YamlFile<FilmSet>, shots: string[]): Problem[] {
  const set = file.draft;
  if (!set) return [];
  const problems: Problem[] = [];
  const error = (keys: Keys, what: string, fix: string): void =>
    void problems.push(file.at(keys, { severity: 'error', what, fix }));
  if (!shots.includes(set.shot))
    error(
      ['shot'],
      `the set is for shot “${set.shot}”, which the film does not list`,
      'Correct the name.',
    );

  const known = new Map(Object.entries(lightAndAir));
  set.choices.forEach(({ id, plain, options }, place) => {
    const ids = options.map((option) => option.id);
    if (known.has(id))
      error(['choices', place, 'id'], `“${id}” is taken already`, 'Give this choice another id.');
    known.set(id, ids);
    if (!ids.includes(plain))
      error(
        ['choices', place, 'plain'],
        `“${plain}” is none of the options`,
        `Write one of ${ids.join(', ')}.`,
      );
    const twice = ids.find((one, at) => ids.indexOf(one) !== at);
    if (twice)
      error(
        ['choices', place, 'options'],
        `option “${twice}” is there twice`,
        'Rename one of them.',
      );
  });
  const checkWhen = (when: Condition, keys: Keys): void => {
    for (const [choice, values] of Object.entries(when)) {
      const options = known.get(choice);
      if (!options)
        error(
          [...keys, 'when'],
          `no choice is called “${choice}”`,
          `Use one of ${[...known.keys()].join(', ')}.`,
        );
      else
        for (const value of values)
          if (!options.includes(value))
            error(
              [...keys, 'when', choice],
              `“${choice}” has no option “${value}”`,
              `Use one of ${options.join(', ')}.`,
            );
    }
  };
  const checkPieces = (pieces: readonly Piece[], keys: Keys): void =>
    pieces.forEach((piece, place) => {
      checkWhen(piece.when, [...keys, place]);
      if (piece.kind === 'group' && !(piece.group in set.groups))
        error(
          [...keys, place, 'group'],
          `no group is called “${piece.group}”`,
          'Add it under “groups”, or correct the name.',
        );
    });
  checkPieces(set.pieces, ['pieces']);
  for (const [name, pieces] of Object.entries(set.groups)) {
    checkPieces(pieces, ['groups', name]);
    if (leadsTo(set, name, name))
      error(
        ['groups', name],
        `group “${name}” contains itself`,
        'Take it out of the groups inside it.',
      );
  }
  for (const part of ['marks', 'characters', 'lamps', 'cards', 'models'] as const)
    set[part].forEach(({ when }, place) => checkWhen(when, [part, place]));
  if (set.motes) checkWhen(set.motes.when, ['motes']);
  set.characters.forEach(({ acts, scarf }, place) => {
    for (const [key, of] of [
      ['acts', acts],
      ['scarf', scarf],
    ] as const) {
      if (!of?.choice) continue;
      const options = known.get(of.choice);
      const named = Object.keys('poses' in of ? of.poses : of.colours);
      const strange = options ? named.find((one) => !options.includes(one)) : of.choice;
      if (strange !== undefined)
        error(
          ['characters', place, key],
          `“${strange}” is not in the set’s choices`,
          'Correct the name, or add it to “choices”.',
        );
    }
    if (Object.keys(acts.poses).length === 0)
      error(['characters', place, 'acts'], 'this character has no pose', 'Add one to “poses”.');
  });
  if (!set.marks.some(({ when }) => Object.keys(when).length === 0))
    error(
      ['marks'],
      'every mark has a condition, so that some shots have nowhere to play',
      'Leave “when” out of the last one.',
    );
  problems.push(...words(file, set), ...weight(file, set));
  return problems;
}

function leadsTo(set: FilmSet, from: string, to: string, seen = new Set<string>()): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  return (set.groups[from] ?? []).some(
    (piece) =>
      piece.kind === 'group' && (piece.group === to || leadsTo(set, piece.group, to, seen)),
  );
}

function words(file: YamlFile<FilmSet>, set: FilmSet): Problem[] {
  const said = new Map<string, string>();
  const twice: Problem[] = [];
  set.choices.forEach(({ options }, c) =>
    options.forEach((option, o) => {
      for (const word of [...option.words.zh, ...option.words.en].map((one) => one.toLowerCase())) {
        const other = said.get(word);
        if (other !== undefined)
          twice.push(
            file.at(['choices', c, 'options', o, 'words'], {
              severity: 'error',
              what: `“${word}” already means ${other}`,
              fix: 'One wording can mean one thing only.',
            }),
          );
        said.set(word, option.id);
      }
    }),
  );
  return [
    ...twice,
    ...checkText(file, ['title'], set.title, 'title'),
    ...checkText(file, ['brief'], set.brief, 'sentence'),
    ...set.choices.flatMap(({ name, options }, c) => [
      ...checkText(file, ['choices', c, 'name'], name, 'title'),
      ...options.flatMap(({ lesson }, o) =>
        checkText(file, ['choices', c, 'options', o, 'lesson'], lesson, 'sentence'),
      ),
    ]),
  ];
}

function weight(file: YamlFile<FilmSet>, set: FilmSet): Problem[] {
  const triangles = trianglesOf(set);
  if (triangles <= setBudget.triangles) return [];
  return [
    file.at(['pieces'], {
      severity: 'warning',
      what: `the set has about ${triangles.toLocaleString('en')} triangles, and tablets draw ${setBudget.triangles.toLocaleString('en')} well`,
      fix: 'Use fewer copies.',
    }),
  ];
}
