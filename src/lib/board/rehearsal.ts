// Tablets that do not exist, one for each thing that can go wrong, so that staff have seen every
// message before the day.
import type { Row, Standing } from '#lib/fleet/board.ts';
import { usualSettings } from '#lib/fleet/generator.ts';
import { examples } from '#lib/fleet/problems.ts';

const ready = (number: number): Row => ({
  id: String(number).padStart(64, '0'),
  number,
  hall: number % 2 === 0 ? 'B' : 'A',
  station: String(number),
  pile: 'ready',
  problems: [],
  offline: null,
  transfer: null,
  findUntilMs: null,
  cleanUntilMs: null,
});

/** Problems that mend themselves. */
const byThemselves = [
  'damaged',
  'proving',
  'fetching',
  'looking',
  'charging',
  'proof-old',
  'old-app',
];

/** A tablet for each problem, among as many that are ready. */
export function rehearsalRows(): Row[] {
  return Object.values(examples).flatMap((problem, place) => {
    const isSilent = problem.id === 'silent' || problem.id === 'never-heard';
    const pile = isSilent ? 'silent' : byThemselves.includes(problem.id) ? 'working' : 'needs-you';
    return [{ ...ready(2 * place + 1), pile, problems: [problem] }, ready(2 * place + 2)];
  });
}

export const rehearsalStanding = (nowMs: number): Standing => ({
  nowMs,
  frozenAtMs: null,
  release: null,
  bytesPerSecond: 0,
  certificateUntilMs: nowMs + 2 * 86_400_000,
  trouble: null,
  generator: {
    enabled: false,
    queued: 0,
    running: 0,
    doneLastHour: 0,
    failedLastHour: 0,
    limitPerHour: usualSettings.limitPerHour,
    lastFailure: null,
  },
});

/** The tablet after staff did what the board said. */
export const mended = (row: Row): Row => ({ ...row, pile: 'ready', problems: [] });
