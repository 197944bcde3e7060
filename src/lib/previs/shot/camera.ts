// Where the camera is: a shot's words turned into metres, degrees and millimetres. Pure arithmetic, so
// that a description gives the same camera on every device.
import type { Character, Mark } from '#lib/openset/set.ts';
import { holds } from './holds.ts';
import type { ShotDescription } from './shot-description.ts';

/** Seconds that a directed shot lasts. */
export const shotSeconds = 6;

/** Width of the frame on a full-frame sensor in millimetres; lenses are named by it. */
const frameMm = 36;

export interface CameraPose {
  position: [number, number, number];
  /** Degrees: 0 looks along -z, positive yaw to the left, positive pitch up, positive roll to the left. */
  yawDeg: number;
  pitchDeg: number;
  rollDeg: number;
  /** Vertical opening. */
  fovDeg: number;
  lensMm: number;
}

/** Height of the frame at the subject and what is looked at, as multiples of the subject's height. */
export const framing = {
  'extreme-wide': { frame: 8.5, look: 1.1, stands: 0.9 },
  wide: { frame: 3.1, look: 0.95, stands: 0.85 },
  full: { frame: 1.4, look: 0.52, stands: 0.7 },
  'medium-wide': { frame: 0.95, look: 0.68, stands: 0.78 },
  medium: { frame: 0.68, look: 0.76, stands: 0.82 },
  'medium-close': { frame: 0.48, look: 0.84, stands: 0.88 },
  close: { frame: 0.3, look: 0.9, stands: 0.92 },
  'extreme-close': { frame: 0.15, look: 0.92, stands: 0.92 },
} as const;

const elevationDeg = { low: -16, level: 0, high: 28, overhead: 84, dutch: 0 } as const;
const standsM = { ground: 0.16, knee: 0.5, eye: null, crane: 4.6 } as const;
/** How far the subject turns away from the camera. */
export const turnDeg = { front: 0, 'three-quarter': 42, profile: 90, back: 180 } as const;

const rad = Math.PI / 180;

/** The mark that the shot plays on: the first whose condition holds. */
export const markOf = (marks: readonly Mark[], shot: ShotDescription): Mark =>
  marks.find(({ when }) => holds(when, shot)) ?? marks[0]!;

/** Metres a second of the first character that shows. */
export function speedOf(characters: readonly Character[], shot: ShotDescription): number {
  const first = characters.find(({ when }) => holds(when, shot));
  return first ? actOf(first, shot).speed : 0;
}

/** What a character does in this shot. */
export function actOf(
  character: Character,
  shot: ShotDescription,
): Character['acts']['poses'][string] {
  const { choice, poses } = character.acts;
  return (choice && poses[shot.scene[choice] ?? '']) || Object.values(poses)[0]!;
}

/**
 * How far the subject has come from its mark, along its own way, at `at` (0 to 1) of the shot. In
 * tighter shots it goes less far: nobody walks out of their own close-up.
 */
export function travelled(mark: Mark, shot: ShotDescription, speed: number, at: number): number {
  const roomM = framing[shot.size].frame * mark.subjectM * 0.5;
  const half = Math.min(mark.travelM, (speed * shotSeconds) / 2, roomM);
  return half * (at - 0.5) * 2;
}

/** Slow in, slow out: jerk-free, like a dolly with weight (Perlin's quintic). */
export const eased = (p: number): number => p * p * p * (p * (p * 6 - 15) + 10);

/** Progress of each command at `at`, and how much of it lies before the middle of the shot. */
function progressOf(moves: string[][], at: number): Map<string, number> {
  const progress = new Map<string, number>();
  moves.forEach((group, place) => {
    const within = (when: number): number =>
      eased(Math.min(1, Math.max(0, when * moves.length - place)));
    for (const move of group)
      progress.set(move, (progress.get(move) ?? 0) + within(at) - within(0.5));
  });
  return progress;
}

/**
 * The camera at `at` (0 to 1) of the shot. The framing that the words ask for holds at the middle,
 * which is also the still; moves lie around it. `aspect` is width over height.
 */
export function cameraAt(
  shot: ShotDescription,
  mark: Mark,
  { aspect, at, speed }: { aspect: number; at: number; speed: number },
): CameraPose {
  const tall = mark.subjectM;
  const { frame, look, stands } = framing[shot.size];
  const progress = progressOf(shot.moves, at);
  const done = (move: string): number => progress.get(move) ?? 0;

  const frameM = frame * tall;
  // As far as zooms of the trade reach, however often the words ask for more.
  const lensMm = clamp(Number(shot.lens) * 1.8 ** (done('zoom in') - done('zoom out')), 12, 400);
  const opening = (mm: number): number => 2 * Math.atan(frameMm / aspect / 2 / mm);
  const near = Math.max(0.35, tall * 0.12);
  const rest = Math.min(
    mark.roomM,
    Math.max(near, frameM / (2 * Math.tan(opening(Number(shot.lens)) / 2))),
  );
  const distance = Math.max(near, rest * (1 - 0.45 * done('push in') + 0.45 * done('pull out')));

  const lookM = look * tall;
  const asked = standsM[shot.height];
  const rise = rest * Math.sin(elevationDeg[shot.angle] * rad);
  const level = shot.angle === 'level' || shot.angle === 'dutch' ? stands * tall : lookM + rise;
  const standM = Math.max(0.14, asked ?? level);
  const back = Math.sqrt(
    Math.max(near ** 2, distance ** 2 - Math.min(standM - lookM, distance * 0.995) ** 2),
  );

  const aside = { left: 0.17, centre: 0, right: -0.17 }[shot.composition] * frameM * aspect;
  const truck = clamp(frameM * 0.9, 0.3, 9) * (done('truck right') - done('truck left'));
  const lift = clamp(frameM * 0.65, 0.25, 5) * (done('pedestal up') - done('pedestal down'));
  const orbit = speed === 0 ? 34 * done('tracking shot') : 0;
  const along = travelled(mark, shot, speed, at);
  const follows = shot.moves.some((group) => group.includes('tracking shot')) ? along : 0;
  const way = (mark.axisDeg + orbit) * rad;
  const walk = (mark.axisDeg + turnDeg[shot.view]) * rad;

  // In the camera's own axes first: x to its right, z back from the subject.
  const [x, z] = [aside * 0.35 + truck, back];
  const lookAt = [aside + truck, lookM + (shot.angle === 'low' && frame > 2 ? frameM * 0.16 : 0)];
  const overX = lookAt[0]! - x;
  const pitch = Math.atan2(lookAt[1]! - standM, Math.hypot(z, overX)) / rad;
  const yaw = Math.atan2(-overX, z) / rad;
  const shake = shakeAt(
    shot.moves.some((group) => group.includes('shake')) ? 1 : 0,
    at * shotSeconds,
  );

  return {
    position: [
      mark.at[0] +
        x * Math.cos(way) +
        z * Math.sin(way) +
        follows * Math.sin(walk) +
        shake.x * 0.02 * rest,
      Math.max(0.1, mark.at[1] + standM + lift + shake.y * 0.015 * rest),
      mark.at[2] - x * Math.sin(way) + z * Math.cos(way) + follows * Math.cos(walk),
    ],
    yawDeg: mark.axisDeg + orbit + yaw + 26 * (done('pan left') - done('pan right')) + shake.yaw,
    pitchDeg: pitch + 17 * (done('tilt up') - done('tilt down')) + shake.pitch,
    rollDeg: (shot.angle === 'dutch' ? 14 : 0) + shake.roll,
    fovDeg: opening(lensMm) / rad,
    lensMm,
  };
}

/** A carried camera: slow sway of the body, quicker steps over it. */
function shakeAt(amount: number, seconds: number) {
  const wave = (hz: number, phase: number): number =>
    amount *
    (Math.sin(seconds * hz * 6.283 + phase) + 0.5 * Math.sin(seconds * hz * 14.7 + phase * 2.3));
  return {
    x: wave(0.7, 0),
    y: wave(1.3, 1),
    yaw: 0.55 * wave(0.9, 2),
    pitch: 0.45 * wave(1.5, 3),
    roll: 0.4 * wave(0.6, 4),
  };
}

const clamp = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, value));
