// Answers at random, for rehearsals: tablets that do not exist hand in what visitors could.
import type { ChallengeDocument } from '#lib/openset/challenge.ts';
import type { SetChoice } from '#lib/openset/set.ts';
import { moves } from '#lib/previs/shot/moves.ts';
import { plainShot, type ShotDescription } from '#lib/previs/shot/shot-description.ts';
import { fieldNames, fields } from '#lib/previs/shot/vocabulary.ts';
import type { Answer } from './answer.ts';

/** An answer that the challenge takes; `random` gives numbers from 0 to below 1. */
export function guess(asked: ChallengeDocument, random: () => number): Answer {
  if (asked.kind === 'match' || asked.kind === 'direct')
    return { shot: shotIn(asked.scene, random) };
  const ids = asked.choices.map(({ id }) => id);
  if (asked.kind === 'order') return { order: shuffled(ids, random) };
  if (asked.kind !== 'cut') return { choice: oneOf(ids, random) };
  return {
    order: shuffled(ids, random),
    lengthsS: ids.map(() => oneOf(asked.lengthsS, random)),
  };
}

/** Every term of the language at random, and one move of the camera. */
function shotIn(scene: readonly SetChoice[], random: () => number): ShotDescription {
  const shot = plainShot(scene);
  for (const name of fieldNames)
    Object.assign(shot, { [name]: oneOf<{ id: string }>(fields[name].terms, random).id });
  for (const { id, options } of scene) shot.scene[id] = oneOf(options, random).id;
  shot.moves = [[oneOf(moves, random).id]];
  return shot;
}

const oneOf = <T>(all: readonly T[], random: () => number): T =>
  all[Math.floor(random() * all.length)]!;

const shuffled = (ids: readonly string[], random: () => number): string[] =>
  ids
    .map((id) => ({ id, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ id }) => id);
