// How far two shots lie apart. Each term has its own unit and is divided by the largest value that it
// can take, so that it counts from 0 (the same) to 1 (as different as can be); the weights say how
// much a viewer notices it, and add up to 100 points. Two shots of one picture are 0 apart, and the
// distance is the same in both directions.
import type { SetChoice } from '#lib/openset/set.ts';
import type { ShotDescription } from './shot-description.ts';
import { fields, type FieldName } from './vocabulary.ts';

export interface DistanceTerm {
  term: FieldName | 'moves' | 'scene';
  /** In `unit`. */
  amount: number;
  unit: 'steps' | 'stops' | 'degrees' | 'edits' | 'choices';
  /** `amount` over the largest that it can be, times the weight: its part of the 100 points. */
  points: number;
}

/** Points of 100. */
const weights = {
  size: 20,
  lens: 8,
  angle: 8,
  height: 5,
  view: 8,
  composition: 5,
  moves: 14,
  time: 9,
  light: 6,
  quality: 1,
  weather: 4,
  ground: 1,
  palette: 3,
  scene: 8,
} as const;

/** Elevation of the camera over its subject, and roll for the canted frame, in degrees. */
const angleDeg = { low: -25, level: 0, high: 35, overhead: 85, dutch: 30 } as const;
/** Where the camera stands around the subject, and the light around the camera's axis, in degrees. */
const viewDeg = { front: 0, 'three-quarter': 45, profile: 90, back: 180 } as const;
const lightDeg = { front: 0, left: -90, right: 90, rim: 145, back: 180 } as const;

/** Degrees between two directions, 0 to 180. */
const between = (a: number, b: number): number => Math.abs(((((a - b) % 360) + 540) % 360) - 180);

/** The terms, in order of weight, and their sum: 0 to 100 points, rounded to a whole number. */
export function distance(
  a: ShotDescription,
  b: ShotDescription,
  choices: readonly SetChoice[],
): { points: number; terms: DistanceTerm[] } {
  const terms: DistanceTerm[] = [];
  const add = (
    term: DistanceTerm['term'],
    amount: number,
    largest: number,
    unit: DistanceTerm['unit'],
  ): void => {
    terms.push({ term, amount, unit, points: (amount / largest) * weights[term] });
  };
  const steps = (field: FieldName): number => {
    const order: readonly string[] = fields[field].terms.map(({ id }) => id);
    return Math.abs(order.indexOf(a[field]) - order.indexOf(b[field]));
  };
  const differs = (field: FieldName): number => (a[field] === b[field] ? 0 : 1);

  add('size', steps('size'), fields.size.terms.length - 1, 'steps');
  add('moves', moveEdits(a.moves, b.moves), 1, 'edits');
  add('time', hoursApart(a.time, b.time), 3, 'steps');
  add('lens', Math.abs(Math.log2(Number(a.lens) / Number(b.lens))), Math.log2(135 / 18), 'stops');
  add('angle', angleApart(a.angle, b.angle), 115, 'degrees');
  add('view', between(viewDeg[a.view], viewDeg[b.view]), 180, 'degrees');
  add(
    'scene',
    choices.filter(({ id }) => a.scene[id] !== b.scene[id]).length,
    Math.max(1, choices.length),
    'choices',
  );
  add('light', between(lightDeg[a.light], lightDeg[b.light]), 180, 'degrees');
  add('height', steps('height'), fields.height.terms.length - 1, 'steps');
  add('composition', steps('composition'), fields.composition.terms.length - 1, 'steps');
  add('weather', differs('weather'), 1, 'choices');
  add('palette', differs('palette'), 1, 'choices');
  add('quality', differs('quality'), 1, 'choices');
  add('ground', differs('ground'), 1, 'choices');
  return { points: Math.round(terms.reduce((sum, { points }) => sum + points, 0)), terms };
}

/** Hours of the day lie on a ring: night is one step from dawn. */
function hoursApart(a: ShotDescription['time'], b: ShotDescription['time']): number {
  const ring: readonly string[] = fields.time.terms.map(({ id }) => id);
  const steps = Math.abs(ring.indexOf(a) - ring.indexOf(b));
  return Math.min(steps, ring.length - steps);
}

/** A canted frame is a roll: it differs from every elevation by its own roll as well. */
function angleApart(a: ShotDescription['angle'], b: ShotDescription['angle']): number {
  if (a === b) return 0;
  const roll = (angle: ShotDescription['angle']): number =>
    angle === 'dutch' ? angleDeg.dutch : 0;
  const up = (angle: ShotDescription['angle']): number => (angle === 'dutch' ? 0 : angleDeg[angle]);
  return Math.abs(up(a) - up(b)) + Math.abs(roll(a) - roll(b));
}

/**
 * Edits that turn one sequence of moves into the other (Levenshtein: a group added, dropped or
 * exchanged is one edit; two groups that share commands cost the part they do not share), over the
 * longer sequence: 0 to 1. Nothing said is a camera that stands still.
 */
function moveEdits(a: string[][], b: string[][]): number {
  const [from, to] = [meant(a), meant(b)];
  const longer = Math.max(from.length, to.length);
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [i, group] of from.entries()) {
    const next = [i + 1];
    for (const [j, other] of to.entries())
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + unlike(group, other)));
    row = next;
  }
  return row[to.length]! / longer;
}

const meant = (groups: string[][]): string[][] => (groups.length > 0 ? groups : [['static shot']]);

/** Jaccard distance of two groups, 0 to 1. */
function unlike(a: string[], b: string[]): number {
  const all = new Set([...a, ...b]);
  const shared = [...new Set(a)].filter((move) => b.includes(move)).length;
  return 1 - shared / all.size;
}
