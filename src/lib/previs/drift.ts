// What a generator gets wrong although the prompt was right. The sample trail names the fault it
// shows (`run.other.drift`), so that a rejected take is honestly drawn and can be drawn again.
import type { ShotDescription } from './shot-description.ts';

export const drifts = {
  'scarf-blue': { scarf: 'blue' },
  'scarf-lost': { scarf: 'none' },
  'extra-child': { children: 4 },
  'flat-light': { sun: 'front', time: 'noon' },
  'wide-lens': { lensMm: 18 },
  'clear-air': { mist: 0.02 },
  'dry-ground': { wet: false },
  'wrong-hour': { time: 'noon', sun: 'right' },
  'too-cold': { tone: 'cool' },
  stopped: { action: 'standing' },
} satisfies Record<string, Partial<ShotDescription>>;

export type Drift = keyof typeof drifts;

/** The shot as it came out; several drifts stand in one text, separated by spaces. */
export function withDrift(shot: ShotDescription, names: string): ShotDescription {
  return names
    .split(' ')
    .filter((name): name is Drift => Object.hasOwn(drifts, name))
    .reduce((sum, name) => ({ ...sum, ...drifts[name] }), shot);
}
