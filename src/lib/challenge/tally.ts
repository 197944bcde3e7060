// What the hall made of a challenge. Computed from all counted answers, whatever order they came in.
import * as v from 'valibot';
import type { ChallengeDocument } from '#lib/openset/challenge.ts';
import { slug } from '#lib/openset/id.ts';
import { shotDescription } from '#lib/previs/shot/shot-description.ts';
import type { Answer, Order, OwnCut, OwnShot, Pick } from './answer.ts';

/** An answer that counts, with its id and the seat it came from. */
export interface Counted<A = Answer> {
  id: string;
  seat: number;
  answer: A;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const id = v.pipe(v.string(), v.uuid());
const seat = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A shot of the hall, with the votes it got. */
export const hallShot = v.strictObject({ id, seat, shot: shotDescription, votes: count });
export type HallShot = v.InferOutput<typeof hallShot>;

export const tally = v.variant('kind', [
  /** Who chose what. `first` has most; of several with as many, all are `shared`. */
  v.strictObject({
    kind: v.picklist(['keep', 'cause', 'vote']),
    counts: v.record(slug, count),
    first: v.nullable(slug),
    shared: v.array(slug),
  }),
  /** The hall's order, by mean place. */
  v.strictObject({ kind: v.literal('order'), order: v.array(slug) }),
  v.strictObject({ kind: v.literal('match'), best: v.array(hallShot) }),
  /** The shots as the wall cuts them: most votes last. */
  v.strictObject({ kind: v.literal('direct'), shots: v.array(hallShot), best: v.array(id) }),
  /** The hall's cut. */
  v.strictObject({
    kind: v.literal('cut'),
    order: v.array(slug),
    lengthsS: v.array(v.number()),
  }),
]);
export type Tally = v.InferOutput<typeof tally>;

/** Shots of one wall: as many as a minute holds. */
export const mostShots = 24;
/** Shots of a `match` that the wall shows beside the team's. */
const mostBest = 3;

/**
 * `ballots` are the ids of the shots that were voted for (`direct` only); `found` is the quality of an
 * answer by its id (`match` only).
 */
export function tallyOf(
  asked: ChallengeDocument,
  answers: readonly Counted[],
  {
    ballots = [],
    found = new Map<string, number>(),
  }: {
    ballots?: readonly string[];
    found?: ReadonlyMap<string, number>;
  } = {},
): Tally {
  const all = answers.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (asked.kind === 'direct') return directed(all as Counted<OwnShot>[], ballots);
  if (asked.kind === 'match') {
    const best = (all as Counted<OwnShot>[])
      .toSorted((a, b) => (found.get(b.id) ?? 0) - (found.get(a.id) ?? 0))
      .slice(0, mostBest);
    return { kind: 'match', best: best.map((one) => hallShotOf(one, 0)) };
  }
  const ids = asked.choices.map((choice) => choice.id);
  if (asked.kind === 'order')
    return {
      kind: 'order',
      order: consensus(
        ids,
        (all as Counted<Order>[]).map(({ answer }) => answer.order),
      ),
    };
  if (asked.kind === 'cut') return cut(ids, asked.lengthsS, all as Counted<OwnCut>[]);
  const counts = Object.fromEntries(ids.map((one) => [one, 0]));
  for (const { answer } of all as Counted<Pick>[]) counts[answer.choice]! += 1;
  const top = Math.max(...Object.values(counts));
  const shared = top === 0 ? [] : ids.filter((one) => counts[one] === top);
  return { kind: asked.kind, counts, first: shared[0] ?? null, shared };
}

/**
 * The order by mean place (Borda's count). Of choices with the same mean, the one goes first that more
 * people put before more of the others of that mean (so that three who each beat the next, in a ring,
 * are even); where that is even too, the one that the challenge lists first.
 */
export function consensus(
  ids: readonly string[],
  orders: readonly (readonly string[])[],
): string[] {
  const places = new Map(ids.map((one) => [one, 0]));
  for (const order of orders)
    order.forEach((one, place) => places.set(one, (places.get(one) ?? 0) + place));
  const before = (a: string, b: string): number =>
    orders.filter((order) => order.indexOf(a) < order.indexOf(b)).length;
  const wins = (one: string): number =>
    ids.filter(
      (other) => places.get(other) === places.get(one) && before(one, other) > before(other, one),
    ).length;
  const won = new Map(ids.map((one) => [one, wins(one)]));
  return ids.toSorted(
    (a, b) =>
      places.get(a)! - places.get(b)! ||
      won.get(b)! - won.get(a)! ||
      ids.indexOf(a) - ids.indexOf(b),
  );
}

/** The consensus with each shot as long as the median asked for; of an even number, the shorter middle. */
function cut(ids: string[], lengthsS: readonly number[], all: Counted<OwnCut>[]): Tally {
  const order = consensus(
    ids,
    all.map(({ answer }) => answer.order),
  );
  const usual = lengthsS[Math.floor((lengthsS.length - 1) / 2)]!;
  const lengths = order.map((one) => {
    const asked = all
      .map(({ answer }) => answer.lengthsS[answer.order.indexOf(one)]!)
      .sort((a, b) => a - b);
    return asked[Math.floor((asked.length - 1) / 2)] ?? usual;
  });
  return { kind: 'cut', order, lengthsS: lengths };
}

/** Fewest votes first, so that the wall ends on the hall's favourite. Ties stand by the shot's id. */
function directed(all: Counted<OwnShot>[], ballots: readonly string[]): Tally {
  const votes = (one: string): number => ballots.filter((vote) => vote === one).length;
  const shots = all.map((one) => hallShotOf(one, votes(one.id)));
  const byVotes = shots.toSorted((a, b) => a.votes - b.votes).slice(-mostShots);
  const top = byVotes.at(-1)?.votes ?? 0;
  const best = top === 0 ? [] : byVotes.filter((shot) => shot.votes === top).map((shot) => shot.id);
  return { kind: 'direct', shots: byVotes, best };
}

const hallShotOf = ({ id, seat, answer }: Counted<OwnShot>, votes: number): HallShot => ({
  id,
  seat,
  shot: answer.shot,
  votes,
});

/** Shots that one seat is asked to vote between. */
export const ballotSize = 4;

/**
 * The shots of a ballot, never one's own. All stand in a ring: who has a shot gets the next ones after
 * it, so that each stands on as many ballots as any other; who has none goes on where the seat before
 * ends.
 */
export function ballotFor<S extends { id: string; seat: number }>(
  seat: number,
  shots: readonly S[],
): S[] {
  const ring = shots.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const own = ring.findIndex((shot) => shot.seat === seat);
  const from = own < 0 ? (seat * ballotSize) % Math.max(1, ring.length) : own + 1;
  return [...ring.slice(from), ...ring.slice(0, from)]
    .filter((shot) => shot.seat !== seat)
    .slice(0, ballotSize);
}
