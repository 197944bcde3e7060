// What the wall shows: decided by the state alone, so that a wall that comes back shows the same.
import type { RoundView } from '#lib/challenge/live.ts';

export type Scene = 'attract' | 'open' | 'running' | 'closed' | 'reveal';

const sceneOfState = {
  scheduled: 'attract',
  open: 'open',
  running: 'running',
  closed: 'closed',
  revealed: 'reveal',
  archived: 'attract',
} as const satisfies Record<RoundView['state'], Scene>;

/** The scene for a round; without one, or when it was taken back, the wall is between rounds. */
export function sceneOf(round: RoundView | null): Scene {
  if (!round || round.isVoid) return 'attract';
  // Its result is what the reveal is about; the hub sends both at once.
  if (round.state === 'revealed' && !round.result) return 'closed';
  return sceneOfState[round.state];
}
