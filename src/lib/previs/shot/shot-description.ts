// What a shot is, in a director's terms: everything that the previs engine can draw and nothing else.
import * as v from 'valibot';
import { slug } from '#lib/openset/id.ts';
import type { SetChoice } from '#lib/openset/set.ts';
import { fieldNames, fields, type FieldName, type ValueOf } from './vocabulary.ts';

export type ShotDescription = { [F in FieldName]: ValueOf<F> } & {
  /** Groups in sequence; the commands of one group run at once. Unknown ones stand as written. */
  moves: string[][];
  /** What the set leaves open, by the id of its choice: place, subject, action, props. */
  scene: Record<string, string>;
};

const entries = Object.fromEntries(
  fieldNames.map((name) => [name, v.picklist(fields[name].terms.map(({ id }) => id))]),
);

/** For shots from outside: a take-away, an entry, a stored take. */
export const shotDescription = v.strictObject({
  ...entries,
  moves: v.pipe(
    v.array(v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.minLength(1), v.maxLength(6))),
    v.maxLength(12),
  ),
  scene: v.record(slug, slug),
}) as unknown as v.GenericSchema<ShotDescription>;

/** Nothing said: every field and every choice of the set as it is where a prompt is silent. */
export function plainShot(choices: readonly SetChoice[]): ShotDescription {
  const values = Object.fromEntries(fieldNames.map((name) => [name, fields[name].plain]));
  return {
    ...(values as { [F in FieldName]: ValueOf<F> }),
    moves: [],
    scene: Object.fromEntries(choices.map(({ id, plain }) => [id, plain])),
  };
}
