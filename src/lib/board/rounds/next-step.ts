// What the host's one large button does now, and what else may be done.
import type { HostState, SheetLine } from '#lib/challenge/live.ts';
import { possible, type Action, type Round } from '#lib/challenge/round.ts';

export interface Step {
  round: Pick<Round, 'id' | 'revision'> & Pick<SheetLine, 'title'>;
  action: Action;
}

/** `wait`: the run closes by itself. `plan`: there is nothing to open. */
export type Next = Step | 'wait' | 'plan';

/** The first one on the sheet that can be opened. */
export const nextPlanned = ({ sheet }: HostState): SheetLine | null =>
  sheet.find(({ state, isVoid }) => state === 'scheduled' && !isVoid) ?? null;

export function nextStep(state: HostState): Next {
  const round = state.round && !state.round.isVoid ? state.round : null;
  const planned = nextPlanned(state);
  if (!round || round.state === 'archived' || round.state === 'scheduled')
    return planned ? { round: planned, action: 'open' } : 'plan';
  if (round.state === 'open') return { round, action: 'run' };
  if (round.state === 'running')
    return round.leftMs === null ? 'wait' : { round, action: 'resume' };
  if (round.state === 'closed') return { round, action: 'reveal' };
  // What was revealed leaves the wall when the next one opens.
  return planned ? { round: planned, action: 'open' } : { round, action: 'archive' };
}

const beside: Action[] = ['pause', 'extend', 'close', 'reopen', 'archive'];

/** What else the host may do with the round on the wall, the large button apart. */
export function besides(state: HostState): Action[] {
  const { round } = state;
  if (!round) return [];
  const next = nextStep(state);
  const taken = typeof next === 'object' && next.round.id === round.id ? next.action : null;
  return possible(round).filter((action) => beside.includes(action) && action !== taken);
}
