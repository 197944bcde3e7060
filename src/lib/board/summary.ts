// What a board full of tablets comes to: can we open, what is there to do, how long will it take.
import type { Row, Standing } from '#lib/fleet/board.ts';
import { tell, type Problem, type ProblemId, type Told } from '#lib/fleet/problems.ts';
import type { Pile } from '#lib/fleet/readiness.ts';
import type { Language } from '#lib/openset/text.ts';

export interface Summary {
  total: number;
  counts: Record<Pile, number>;
  canOpen: boolean;
  /** Until all are ready, if one person does one thing after the other; `null` with nothing to do. */
  minutes: number | null;
}

export function summarize(rows: readonly Row[]): Summary {
  const counts: Record<Pile, number> = { ready: 0, 'needs-you': 0, working: 0, silent: 0 };
  for (const { pile } of rows) counts[pile] += 1;
  const canOpen = rows.length > 0 && counts.ready === rows.length;
  const hands = rows.filter(({ pile }) => pile === 'needs-you' || pile === 'silent');
  const byHand = hands.reduce((sum, row) => sum + minutesOf(row), 0);
  const alone = Math.max(0, ...rows.filter(({ pile }) => pile === 'working').map(minutesOf));
  return {
    total: rows.length,
    counts,
    canOpen,
    minutes: canOpen || rows.length === 0 ? null : Math.max(1, byHand, alone),
  };
}

const minutesOf = ({ problems }: Row): number =>
  problems.reduce((sum, problem) => sum + tell(problem, 0, 'en').minutes, 0);

/** One thing to do, for all tablets that need it. */
export interface Job {
  id: ProblemId;
  told: Told;
  rows: Row[];
}

/** What staff must do, the most tablets first and of those the fastest; what mends itself is no job. */
export function jobsOf(rows: readonly Row[], language: Language): Job[] {
  const jobs = new Map<ProblemId, { problem: Problem; rows: Row[] }>();
  for (const row of rows) {
    const [problem] = row.problems;
    const isJob = row.pile === 'needs-you' || (row.pile === 'silent' && row.offline === null);
    if (!problem || !isJob) continue;
    const job = jobs.get(problem.id) ?? { problem, rows: [] };
    job.rows.push(row);
    jobs.set(problem.id, job);
  }
  return [...jobs]
    .map(([id, job]) => ({
      id,
      rows: job.rows,
      told: tell(job.problem, job.rows[0]?.number ?? null, language),
    }))
    .sort((a, b) => b.rows.length - a.rows.length || a.told.minutes - b.told.minutes);
}

export interface Plan {
  /** Bytes that tablets still need, and those that they have of the release. */
  leftBytes: number;
  hereBytes: number;
  /** Tablets that have room, of all that still need something. */
  fits: number;
  needing: number;
  /** At the hub's present speed; `null` while nothing flows. */
  secondsLeft: number | null;
}

/** The transfer to the whole fleet; `null` where every tablet has what it needs. */
export function planOf(rows: readonly Row[], { release, bytesPerSecond }: Standing): Plan | null {
  if (!release) return null;
  const needing = rows.filter(
    ({ transfer, problems }) => transfer !== null || problems.some(({ id }) => id === 'no-room'),
  );
  if (needing.length === 0) return null;
  const hereBytes = needing.reduce((sum, { transfer }) => sum + (transfer?.doneBytes ?? 0), 0);
  const leftBytes = Math.max(0, needing.length * release.bytes - hereBytes);
  const full = needing.filter(({ problems }) => problems.some(({ id }) => id === 'no-room'));
  return {
    leftBytes,
    hereBytes,
    fits: needing.length - full.length,
    needing: needing.length,
    secondsLeft: bytesPerSecond > 0 ? leftBytes / bytesPerSecond : null,
  };
}
