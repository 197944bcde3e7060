// Whether a tablet is ready, by its evidence. Pure: the hub judges every tablet with it, and a
// tablet itself when the hub is away.
import type { Evidence } from './evidence.ts';
import type { Problem } from './problems.ts';
import { silentAfterS, type Expected } from './report.ts';

/** The four piles of the board (EXPERIENCE §4.2). */
export const piles = ['needs-you', 'silent', 'working', 'ready'] as const;
export type Pile = (typeof piles)[number];

/** A proof is older than this only when re-reading has stopped. */
export const proofHoldsS = 2 * 3600;
/** Clocks further apart than this give entries the wrong hour. */
export const clockWithinS = 120;
/** A tablet that charges starts the day with at least this (EXPERIENCE §4.2). */
export const batteryAtLeast = 0.6;
/** What a tablet needs to write counts and entries for a day. */
export const spareBytes = 100e6;
/** Counts that wait longer than this are not on their way. */
export const unsentWithinS = 300;

export const checkNames = [
  'content',
  'shell',
  'restart',
  'persists',
  'secure',
  'controlled',
  'media',
  'space',
  'awake',
  'clock',
  'battery',
  'unsent',
] as const;
export type CheckName = (typeof checkNames)[number];

/** One line of the proof. `unknown` is what the platform cannot say; it does not hold a tablet back. */
export interface Check {
  name: CheckName;
  state: 'proven' | 'working' | 'failed' | 'unknown';
  /** Seconds since it was proven; 0 is the report itself. */
  agoS: number | null;
}

export interface Verdict {
  pile: Pile;
  checks: Check[];
  /** What staff must do, most urgent first; what mends itself comes last. */
  problems: Problem[];
  /**
   * Silent, but fine when last heard: it shows everything without a hub. For how long, in seconds,
   * `null` where nothing ends it: mains power.
   */
  offline: { runwayS: number | null } | null;
}

export interface Heard {
  evidence: Evidence;
  /** Seconds since the evidence was taken. */
  agoS: number;
  /** The tablet's clock minus the hub's, seconds; `null` where there is no hub to compare with. */
  clockOffsetS: number | null;
}

/** Hours that a full tablet shows the exhibition on its battery; a guess on the safe side. */
const batteryHours = 4;

/** Judges a tablet by what was heard of it; `null` where it joined and never reported. */
export function judge(heard: Heard | null, expected: Expected): Verdict {
  if (!heard)
    return {
      pile: 'silent',
      checks: checkNames.map((name) => ({ name, state: 'failed', agoS: null })),
      problems: [{ id: 'never-heard' }],
      offline: null,
    };
  const found = findings(heard, expected);
  const checks = found.map(({ name, state, agoS }) => ({ name, state, agoS }));
  const problems = found
    .flatMap(({ problem, state }) => (problem ? [{ problem, state }] : []))
    .sort((a, b) => Number(a.state === 'working') - Number(b.state === 'working'))
    .map(({ problem }) => problem);
  const pile = checks.some(({ state }) => state === 'failed')
    ? 'needs-you'
    : checks.some(({ state }) => state === 'working')
      ? 'working'
      : 'ready';
  if (heard.agoS <= silentAfterS) return { pile, checks, problems, offline: null };
  const silence: Problem = { id: 'silent', minutes: Math.floor(heard.agoS / 60) };
  return {
    pile: 'silent',
    checks,
    problems: [silence, ...problems],
    offline: pile === 'ready' ? { runwayS: runway(heard) } : null,
  };
}

function runway({ evidence: { battery }, agoS }: Heard): number | null {
  if (!battery || battery.isCharging) return null;
  return Math.max(0, battery.level * batteryHours * 3600 - agoS);
}

interface Finding extends Check {
  problem?: Problem;
}

/** Every check with its evidence, in the order in which staff would have to mend what is wrong. */
function findings({ evidence, agoS, clockOffsetS }: Heard, expected: Expected): Finding[] {
  const now = { state: 'proven', agoS } as const;
  const failed = (name: CheckName, problem: Problem): Finding => ({
    name,
    state: 'failed',
    agoS: null,
    problem,
  });
  const holds = (name: CheckName, isProven: boolean, problem: Problem): Finding =>
    isProven ? { name, ...now } : failed(name, problem);
  return [
    holds('secure', evidence.isSecure, { id: 'insecure' }),
    content(evidence, agoS, expected),
    // The app is kept while the first films come; it is late only after them.
    evidence.isControlled || evidence.provenAgoS !== null
      ? holds('controlled', evidence.isControlled, { id: 'not-kept' })
      : { name: 'controlled', state: 'working', agoS: null },
    shell(evidence, agoS, expected),
    evidence.persists === null
      ? { name: 'persists', state: 'unknown', agoS: null }
      : holds('persists', evidence.persists, { id: 'may-be-cleared' }),
    media(evidence, agoS),
    evidence.restartAgoS !== null
      ? { name: 'restart', state: 'proven', agoS: agoS + evidence.restartAgoS }
      : evidence.provenAgoS === null
        ? { name: 'restart', state: 'working', agoS: null }
        : failed('restart', { id: 'no-restart' }),
    space(evidence, agoS),
    evidence.isAwake === null
      ? { name: 'awake', state: 'unknown', agoS: null }
      : holds('awake', evidence.isAwake, { id: 'may-sleep' }),
    clockOffsetS === null
      ? { name: 'clock', state: 'unknown', agoS: null }
      : holds('clock', Math.abs(clockOffsetS) <= clockWithinS, {
          id: 'clock-off',
          minutes: Math.round(Math.abs(clockOffsetS) / 60),
        }),
    power(evidence, agoS),
    holds('unsent', (evidence.unsent.oldestS ?? 0) <= unsentWithinS, {
      id: 'unsent',
      count: evidence.unsent.count,
    }),
  ];
}

/** The release that is wanted, whole, and read again from storage not long ago. */
function content(evidence: Evidence, agoS: number, expected: Expected): Finding {
  const name = 'content';
  const { transfer, provenAgoS } = evidence;
  const stopped = stoppedBy(evidence);
  if (stopped) return { name, state: 'failed', agoS: null, problem: stopped };
  const isWanted = evidence.release !== null && evidence.release === expected.release;
  if (isWanted && provenAgoS !== null && transfer.phase !== 'damaged') {
    const provenS = agoS + provenAgoS;
    return provenS <= proofHoldsS
      ? { name, state: 'proven', agoS: provenS }
      : { name, state: 'working', agoS: provenS, problem: { id: 'proof-old' } };
  }
  return { name, state: 'working', agoS: null, problem: underWay(evidence, expected) };
}

function stoppedBy({ transfer }: Evidence): Problem | null {
  switch (transfer.phase) {
    case 'no-room':
      return { id: 'no-room', shortBytes: transfer.shortBytes };
    case 'refused-altered':
    case 'refused-unknown-key':
    case 'refused-malformed':
    case 'refused-unreadable':
    case 'no-storage':
    case 'storage-failed':
    case 'worker-failed':
    case 'paused':
      return { id: transfer.phase };
    default:
      return null;
  }
}

function underWay({ transfer, release }: Evidence, expected: Expected): Problem {
  const leftBytes = Math.max(0, transfer.totalBytes - transfer.doneBytes);
  const seconds = transfer.bytesPerSecond > 0 ? leftBytes / transfer.bytesPerSecond : 0;
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  if (expected.release === null && release === null) return { id: 'nothing-to-show' };
  if (transfer.phase === 'damaged') return { id: 'damaged', minutes: Math.max(minutes, 3) };
  if (transfer.phase === 'proving') return { id: 'proving', minutes };
  if (transfer.phase === 'fetching') return { id: 'fetching', minutes, leftBytes };
  if (transfer.phase === 'waiting') return { id: 'waiting' };
  return { id: 'looking' };
}

function shell(evidence: Evidence, agoS: number, expected: Expected): Finding {
  const isCurrent = expected.shell === null || evidence.shell === expected.shell;
  if (evidence.shell === null) return { name: 'shell', state: 'working', agoS: null };
  if (isCurrent) return { name: 'shell', state: 'proven', agoS };
  return { name: 'shell', state: 'working', agoS: null, problem: { id: 'old-app' } };
}

/** A kind that was neither shown nor failed is still being tried. */
function media({ media: { shown, failed }, release }: Evidence, agoS: number): Finding {
  const [first] = failed;
  if (first !== undefined)
    return {
      name: 'media',
      state: 'failed',
      agoS: null,
      problem: { id: 'cannot-play', kind: first },
    };
  return release !== null && shown.length > 0
    ? { name: 'media', state: 'proven', agoS }
    : { name: 'media', state: 'working', agoS: null };
}

function space({ freeBytes }: Evidence, agoS: number): Finding {
  if (freeBytes === null) return { name: 'space', state: 'unknown', agoS: null };
  if (freeBytes >= spareBytes) return { name: 'space', state: 'proven', agoS };
  const problem: Problem = { id: 'nearly-full', shortBytes: Math.ceil(spareBytes - freeBytes) };
  return { name: 'space', state: 'failed', agoS: null, problem };
}

function power({ battery }: Evidence, agoS: number): Finding {
  if (!battery) return { name: 'battery', state: 'unknown', agoS: null };
  const percent = Math.round(battery.level * 100);
  if (!battery.isCharging)
    return {
      name: 'battery',
      state: 'failed',
      agoS: null,
      problem: { id: 'unplugged', percent },
    };
  if (battery.level >= batteryAtLeast) return { name: 'battery', state: 'proven', agoS };
  return { name: 'battery', state: 'working', agoS: null, problem: { id: 'charging', percent } };
}
