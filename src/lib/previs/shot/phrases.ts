// Phrases: a shot as cards that can be laid down, taken away and put in another order.
import type { SetChoice } from '#lib/openset/set.ts';
import { moves, moveWords } from './moves.ts';
import { plainShot, type ShotDescription } from './shot-description.ts';
import { fieldNames, fields, type FieldName, type Term } from './vocabulary.ts';

export type Phrase =
  | { kind: 'field'; field: FieldName; value: string }
  | { kind: 'scene'; choice: string; value: string }
  | { kind: 'moves'; group: string[] };

/** Every phrase that the shot does not share with the plain one, in the order prompts are written. */
export function toPhrases(shot: ShotDescription, choices: readonly SetChoice[]): Phrase[] {
  const plain = plainShot(choices);
  return [
    ...choices.flatMap(({ id }): Phrase[] => {
      const value = shot.scene[id];
      return value === undefined || value === plain.scene[id]
        ? []
        : [{ kind: 'scene', choice: id, value }];
    }),
    ...fieldNames.flatMap((field): Phrase[] =>
      shot[field] === plain[field] ? [] : [{ kind: 'field', field, value: shot[field] }],
    ),
    ...shot.moves.map((group): Phrase => ({ kind: 'moves', group })),
  ];
}

/** The plain shot with the phrases laid on it; where two speak of one thing, the later one holds. */
export function fromPhrases(
  phrases: readonly Phrase[],
  choices: readonly SetChoice[],
): ShotDescription {
  return phrases.reduce(withPhrase, plainShot(choices));
}

export function withPhrase(shot: ShotDescription, phrase: Phrase): ShotDescription {
  if (phrase.kind === 'moves') return { ...shot, moves: [...shot.moves, phrase.group] };
  if (phrase.kind === 'scene')
    return { ...shot, scene: { ...shot.scene, [phrase.choice]: phrase.value } };
  return { ...shot, [phrase.field]: phrase.value };
}

/** The term that a field's value stands for. */
export function termOf(field: FieldName, value: string): Term {
  return fields[field].terms.find(({ id }) => id === value)!;
}

/** What of the scene is said: all but the plain options that nothing in the picture shows. */
export function spokenOptions(
  shot: ShotDescription,
  choices: readonly SetChoice[],
): SetChoice['options'] {
  return choices.flatMap(({ id, plain, options }) =>
    options.filter(
      (option) =>
        option.id === shot.scene[id] && (option.id !== plain || option.shows !== undefined),
    ),
  );
}

/** A shot as prompt text. What is plain goes without saying, but for subject, place, size and lens. */
export function toPrompt(
  shot: ShotDescription,
  choices: readonly SetChoice[],
  language: 'zh' | 'en',
): string {
  const spoken = spokenOptions(shot, choices).map(({ words }) => words[language][0]!);
  const terms = fieldNames
    .filter(
      (name) => name === 'size' || name === 'lens' || shot[name] !== (fields[name].plain as string),
    )
    .map((name) => termOf(name, shot[name])[language][0]);
  const [comma, open, close] = language === 'zh' ? ['，', '[', ']'] : [', ', '[', ']'];
  const brackets = shot.moves.map(
    (group) =>
      open + group.map((move) => moveWords(move, language)).join(comma.replace('，', ',')) + close,
  );
  return [...spoken, ...terms, ...brackets].join(comma);
}

/** The little lesson on a command or a term, where there is one. */
export const moveTerm = (move: string): Term | null => moves.find(({ id }) => id === move) ?? null;
