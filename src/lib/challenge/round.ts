// A round: one timed run of a challenge, as a machine without clocks or storage. The hub writes each
// step down before anybody hears of it.
import * as v from 'valibot';
import { slug } from '#lib/openset/id.ts';
import { paces } from './score.ts';

/**
 * `open`: tablets invite and people join; `running`: answers are made; `closed`: those still on their
 * way arrive, and `direct` is voted on; `revealed`: everybody learns what was right.
 */
export const states = ['scheduled', 'open', 'running', 'closed', 'revealed', 'archived'] as const;
export type State = (typeof states)[number];

const timeMs = v.pipe(v.number(), v.integer());

export const round = v.strictObject({
  id: v.pipe(v.string(), v.uuid()),
  challenge: slug,
  pace: v.picklist(paces),
  /** Tablets that do not exist play; nothing of it counts for the day. */
  isRehearsal: v.boolean(),
  state: v.picklist(states),
  /** Grows with each step of this round. */
  revision: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Taken back by the host; `restore` undoes that. */
  isVoid: v.boolean(),
  /** How long answers may be made, pauses left out. */
  totalMs: timeMs,
  /** When the run began, by the hub's clock, pauses left out; it lies a little ahead at first. */
  startsAtMs: v.nullable(timeMs),
  /** When it ends; `null` before it runs and while it pauses. */
  closesAtMs: v.nullable(timeMs),
  /** What is left of a run that pauses. */
  leftMs: v.nullable(timeMs),
  /** Entries made earlier are impossible. */
  begunAtMs: v.nullable(timeMs),
});
export type Round = v.InferOutput<typeof round>;

export const actions = [
  'open',
  'run',
  'pause',
  'resume',
  'extend',
  'close',
  'reopen',
  'reveal',
  'archive',
  'void',
  'restore',
] as const;
export type Action = (typeof actions)[number];

/** A host's wish. `op` makes it one wish however often it is sent; `revision` is what the host saw. */
export const wish = v.strictObject({
  op: v.pipe(v.string(), v.uuid()),
  action: v.picklist(actions),
  revision: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** For `extend` and `reopen`. */
  seconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(600)), 30),
});
export type Wish = v.InferOutput<typeof wish>;

/** What a host plans. */
export const plan = v.strictObject({
  id: v.pipe(v.string(), v.uuid()),
  challenge: slug,
  pace: v.optional(v.picklist(paces), 'calm'),
  isRehearsal: v.optional(v.boolean(), false),
  /** In place of the challenge's own. */
  seconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(600))),
});
export type Plan = v.InferOutput<typeof plan>;

/** Everybody hears of the start before it comes. */
export const leadMs = 3_000;

export const planned = ({ id, challenge, pace, isRehearsal }: Plan, seconds: number): Round => ({
  id,
  challenge,
  pace,
  isRehearsal,
  state: 'scheduled',
  revision: 1,
  isVoid: false,
  totalMs: seconds * 1000,
  startsAtMs: null,
  closesAtMs: null,
  leftMs: null,
  begunAtMs: null,
});

const from: Record<Action, readonly State[]> = {
  open: ['scheduled'],
  run: ['open'],
  pause: ['running'],
  resume: ['running'],
  extend: ['running'],
  close: ['running'],
  reopen: ['closed'],
  reveal: ['closed'],
  archive: ['revealed'],
  void: ['scheduled', 'open', 'running', 'closed', 'revealed', 'archived'],
  restore: ['scheduled', 'open', 'running', 'closed', 'revealed', 'archived'],
};

/** What the host may do now, in the order of the evening. */
export const possible = (round: Round): Action[] =>
  actions.filter((action) => allows(round, action));

function allows({ state, isVoid, leftMs }: Round, action: Action): boolean {
  if (action === 'restore') return isVoid;
  if (isVoid || !from[action].includes(state)) return false;
  if (action === 'resume') return leftMs !== null;
  return action !== 'pause' || leftMs === null;
}

/** The round after the action, or `null` where it may not be done. */
export function step(
  before: Round,
  { action, seconds }: Pick<Wish, 'action' | 'seconds'>,
  nowMs: number,
): Round | null {
  if (!allows(before, action)) return null;
  const after: Round = { ...before, revision: before.revision + 1 };
  const restMs = before.leftMs ?? Math.max(0, (before.closesAtMs ?? nowMs) - nowMs);
  if (action === 'open') after.state = 'open';
  if (action === 'run') runFor(after, before.totalMs, nowMs);
  if (action === 'pause')
    Object.assign(after, { leftMs: Math.min(restMs, before.totalMs), closesAtMs: null });
  if (action === 'resume') runFor(after, restMs, nowMs);
  if (action === 'extend') extend(after, seconds * 1000);
  if (action === 'close') close(after, nowMs);
  if (action === 'reopen') reopen(after, seconds * 1000, nowMs);
  if (action === 'reveal') after.state = 'revealed';
  if (action === 'archive') after.state = 'archived';
  if (action === 'void' || action === 'restore') after.isVoid = action === 'void';
  return after;
}

/** Runs on for `restMs`; the start is moved so that pauses do not count as time spent. */
function runFor(round: Round, restMs: number, nowMs: number): void {
  round.state = 'running';
  round.closesAtMs = nowMs + leadMs + restMs;
  round.startsAtMs = round.closesAtMs - round.totalMs;
  round.leftMs = null;
  round.begunAtMs ??= nowMs + leadMs;
}

function extend(round: Round, moreMs: number): void {
  round.totalMs += moreMs;
  if (round.leftMs !== null) round.leftMs += moreMs;
  if (round.closesAtMs !== null) round.closesAtMs += moreMs;
}

/** From its start to its close is as long as it ran: a pause that nobody ended is left out, too. */
function close(round: Round, nowMs: number): void {
  round.state = 'closed';
  round.closesAtMs = Math.min(round.closesAtMs ?? nowMs, nowMs);
  if (round.leftMs !== null) round.startsAtMs = nowMs - (round.totalMs - round.leftMs);
  round.leftMs = null;
}

/** Time that was not used when it closed is not time spent. */
function reopen(round: Round, moreMs: number, nowMs: number): void {
  round.totalMs = Math.max(0, round.closesAtMs! - round.startsAtMs!) + moreMs;
  runFor(round, moreMs, nowMs);
}

/** Whether its time is over though nobody closed it. */
export const isOver = ({ state, isVoid, closesAtMs }: Round, nowMs: number): boolean =>
  state === 'running' && !isVoid && closesAtMs !== null && nowMs >= closesAtMs;

/** Whether the hall is busy with it. */
export const isLive = ({ state, isVoid }: Round): boolean =>
  !isVoid && (state === 'open' || state === 'running' || state === 'closed');

/** Clocks of tablets are this near to the hub's, at worst. */
export const clockWithinMs = 250;

/**
 * What becomes of an answer that says it was made at `madeMs` by the hub's clock. `counted`: in the
 * round; `day`: only in the totals of the day; `refused`: it cannot be true. Answers that were made in
 * time count until the reveal, however late they arrive; so do those of visitors who asked for more
 * time. What a round counts while it is taken back is in no result, and there when it is restored.
 */
export function verdictOn(
  { state, begunAtMs, closesAtMs }: Round,
  { madeMs, isExtended }: { madeMs: number; isExtended: boolean },
  nowMs: number,
): 'counted' | 'day' | 'refused' {
  if (begunAtMs === null || madeMs < begunAtMs - clockWithinMs) return 'refused';
  if (madeMs > nowMs + clockWithinMs) return 'refused';
  if (state !== 'running' && state !== 'closed') return 'day';
  const inTime = closesAtMs === null || madeMs <= closesAtMs + clockWithinMs;
  return inTime || isExtended ? 'counted' : 'day';
}
