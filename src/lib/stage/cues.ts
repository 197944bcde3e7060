// Which sounds belong to a change of what the wall knows.
import type { RoundView } from '#lib/challenge/live.ts';
import type { Countdown } from './countdown.ts';
import { sceneOf } from './scene.ts';

export type SoundName = 'join' | 'landed' | 'start' | 'tick' | 'gong' | 'reveal' | 'applause';

export interface Heard {
  round: RoundView | null;
  time: Countdown | null;
}

/** The last seconds that are counted aloud. */
const aloud = 5;

/** What sounds between two looks at the wall. Coming back into the middle of a round is silent. */
export function cuesBetween(before: Heard | null, after: Heard): SoundName[] {
  if (!before) return [];
  const { round } = after;
  if (!round || round.id !== before.round?.id) return [];
  const [was, is] = [sceneOf(before.round), sceneOf(round)];
  const cues: SoundName[] = [];
  if (was === 'running' && is === 'closed') cues.push('gong');
  if (was !== 'reveal' && is === 'reveal') {
    cues.push('reveal');
    if (round.result && round.counts.entered > 0) cues.push('applause');
  }
  if (round.counts.entered > before.round.counts.entered) cues.push('landed');
  else if (round.counts.joined > before.round.counts.joined) cues.push('join');
  if (before.time?.phase === 'lead' && after.time?.phase === 'running') cues.push('start');
  if (ticks(before.time, after.time)) cues.push('tick');
  return cues;
}

const ticks = (before: Countdown | null, after: Countdown | null): boolean =>
  before !== null &&
  after !== null &&
  before.phase === after.phase &&
  (after.phase === 'lead' || (after.phase === 'running' && after.seconds <= aloud)) &&
  after.seconds < before.seconds &&
  after.seconds > 0;
