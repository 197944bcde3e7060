// How good an answer is, 0 to 100, and what a round makes of that. Whole numbers by stated rules, the
// same on every device.
import type {
  ChallengeDocument,
  DocumentOf,
  Kind,
  SolutionDocument,
} from '#lib/openset/challenge.ts';
import type { SetChoice } from '#lib/openset/set.ts';
import { distance } from '#lib/previs/shot/distance.ts';
import { readPrompt } from '#lib/previs/shot/read-prompt.ts';
import { plainShot, type ShotDescription } from '#lib/previs/shot/shot-description.ts';
import type { Answer, Order, OwnShot, Pick } from './answer.ts';

/** Full points of an answer, before time. */
export const fullPoints = 100;

/** Kinds without a right answer: there the hall decides, and nobody gets points. */
export const isOpen = (kind: Kind): boolean =>
  kind === 'direct' || kind === 'cut' || kind === 'vote';

/**
 * 0 to 100; `null` where the challenge has no right answer. A choice is right or not; an order counts
 * its pairs (`orderPoints`); a shot counts how near it came (`matchPoints`).
 */
export function quality(
  asked: ChallengeDocument,
  solution: SolutionDocument,
  answer: Answer,
): number | null {
  if (isOpen(asked.kind)) return null;
  if (solution.kind === 'order') return orderPoints((answer as Order).order, solution.right);
  if (solution.kind === 'match' && asked.kind === 'match')
    return matchPoints((answer as OwnShot).shot, wanted(asked, solution), asked.scene);
  if (solution.kind === 'keep' || solution.kind === 'cause')
    return (answer as Pick).choice === solution.right ? fullPoints : 0;
  return null;
}

/**
 * How much of the way from saying nothing to the team's shot was gone, of 100 points, rounded down: by
 * the distance in the previs' terms, and 0 for whatever lies farther off than the plain shot.
 */
export function matchPoints(
  own: ShotDescription,
  team: ShotDescription,
  scene: readonly SetChoice[],
): number {
  const left = distance(own, team, scene).points;
  const way = distance(plainShot(scene), team, scene).points;
  if (left === 0) return fullPoints;
  return Math.max(0, Math.floor(fullPoints * (1 - left / Math.max(1, way))));
}

type MatchSolution = Extract<SolutionDocument, { kind: 'match' }>;
/** A hall asks for one and the same shot at once. */
const read = new WeakMap<MatchSolution, ShotDescription>();

/** The shot on the wall, as its prompt says it. */
export function wanted({ scene }: DocumentOf<'match'>, solution: MatchSolution): ShotDescription {
  const shot = read.get(solution) ?? readPrompt(solution.right, scene).shot;
  read.set(solution, shot);
  return shot;
}

/**
 * The share of pairs that stand in the right order, of 100 points, rounded down: (1 + τ) / 2 with
 * Kendall's rank correlation τ. The order turned around gets 0.
 */
export function orderPoints(given: readonly string[], right: readonly string[]): number {
  const pairs = (right.length * (right.length - 1)) / 2;
  if (pairs === 0) return fullPoints;
  let kept = 0;
  for (let a = 0; a < right.length; a += 1)
    for (let b = a + 1; b < right.length; b += 1)
      if (given.indexOf(right[a]!) < given.indexOf(right[b]!)) kept += 1;
  return Math.floor((kept / pairs) * fullPoints);
}

/** `calm` counts what was found, `race` also how soon. The host chooses; calm is the usual one. */
export const paces = ['calm', 'race'] as const;
export type Pace = (typeof paces)[number];

/** What the network may have cost an entry at most, for a race: milliseconds. */
export const mostLagMs = 250;

/**
 * How long an answer took, by the hub's clock. The time that the entry says it was made is believed
 * as far back as the network can explain, so that neither a slow line nor a busy hub costs points.
 */
export function spentMs({
  startsAtMs,
  madeMs,
  receivedMs,
}: {
  startsAtMs: number;
  madeMs: number;
  receivedMs: number;
}): number {
  return Math.max(0, Math.max(madeMs, receivedMs - mostLagMs) - startsAtMs);
}

/**
 * Points of an answer. A race adds at most half: all of it at once, nothing at the end of the round.
 * Whoever asked for more time is never measured by it.
 */
export function points(
  found: number,
  pace: Pace,
  {
    spentMs: spent,
    totalMs,
    isExtended,
  }: { spentMs: number; totalMs: number; isExtended: boolean },
): number {
  if (pace === 'calm' || isExtended || totalMs <= 0) return found;
  const left = Math.min(1, Math.max(0, 1 - spent / totalMs));
  return found + Math.floor((found * left) / 2);
}

/** The place of `own` among `all`: whoever has as many points shares it, and the next one counts on (1, 2, 2, 4). */
export const placeOf = (
  own: number,
  all: readonly (readonly [points: number, count: number])[],
): number => 1 + all.reduce((sum, [points, count]) => (points > own ? sum + count : sum), 0);

/** How many have how many points, most points first. */
export function standings(all: readonly number[]): [points: number, count: number][] {
  const counts = new Map<number, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => b - a);
}
