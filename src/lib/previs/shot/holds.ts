import type { Condition } from '#lib/openset/set.ts';
import type { ShotDescription } from './shot-description.ts';

/** Whether a part of the set shows in this shot. */
export function holds(condition: Condition, shot: ShotDescription): boolean {
  return Object.entries(condition).every(([of, values]) => {
    const said = of in shot.scene ? shot.scene[of] : shot[of as 'time' | 'weather' | 'ground'];
    return typeof said === 'string' && values.includes(said);
  });
}
