// What visitors hand in, for each kind of challenge.
import * as v from 'valibot';
import type { ChallengeDocument, Kind } from '#lib/openset/challenge.ts';
import { slug } from '#lib/openset/id.ts';
import type { SetChoice } from '#lib/openset/set.ts';
import { shotDescription, type ShotDescription } from '#lib/previs/shot/shot-description.ts';
import { moves as commands } from '#lib/previs/shot/moves.ts';

/** One thing chosen: `keep`, `cause`, `vote`, and the ballot over the shots of `direct`. */
export interface Pick {
  choice: string;
}
/** All choices, first to last. */
export interface Order {
  order: string[];
}
/** A shot in the film's set. */
export interface OwnShot {
  shot: ShotDescription;
}
/** All choices, first to last, each with its length. */
export interface OwnCut {
  order: string[];
  lengthsS: number[];
}

export interface Answers {
  keep: Pick;
  order: Order;
  cause: Pick;
  match: OwnShot;
  direct: OwnShot;
  cut: OwnCut;
  vote: Pick;
}
export type Answer = Answers[Kind];

/** The schema of an answer to this very challenge: what is not among its choices does not pass. */
export function answerSchema(asked: ChallengeDocument): v.GenericSchema<unknown, Answer> {
  if (asked.kind === 'match' || asked.kind === 'direct')
    return v.strictObject({ shot: shotIn(asked.scene) });
  const ids = asked.choices.map(({ id }) => id);
  if (asked.kind === 'order') return v.strictObject({ order: allOf(ids) });
  if (asked.kind !== 'cut') return v.strictObject({ choice: v.picklist(ids) });
  return v.strictObject({
    order: allOf(ids),
    lengthsS: v.pipe(v.array(v.picklist(asked.lengthsS)), v.length(ids.length)),
  });
}

/** Each of `ids` once. */
const allOf = (ids: string[]) =>
  v.pipe(
    v.array(slug),
    v.length(ids.length),
    v.check((given) => ids.every((id) => given.includes(id)), 'names each choice once'),
  );

/** A shot that the set knows: its own options, and moves that the engine can draw. */
const shotIn = (scene: readonly SetChoice[]) =>
  v.pipe(
    shotDescription,
    v.check(
      (shot) =>
        Object.keys(shot.scene).length === scene.length &&
        scene.every(({ id, options }) => options.some((option) => option.id === shot.scene[id])),
      'says what the set knows',
    ),
    v.check(
      ({ moves }) => moves.flat().every((move) => commands.some(({ id }) => id === move)),
      'moves as the engine can',
    ),
  );
