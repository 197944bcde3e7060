import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mark } from '#lib/openset/set.ts';
import { anyShot, choices } from './arbitrary.ts';
import { cameraAt, eased, framing, type CameraPose } from './camera.ts';
import { moves } from './moves.ts';
import { plainShot, type ShotDescription } from './shot-description.ts';

const mark: Mark = {
  id: 'm',
  when: {},
  at: [0, 0, 0],
  axisDeg: 0,
  subjectM: 1.7,
  roomM: 60,
  travelM: 2,
};
const plain = plainShot(choices);
const at = (shot: Partial<ShotDescription>, moment: number, speed = 0): CameraPose =>
  cameraAt({ ...plain, size: 'medium', ...shot }, mark, { aspect: 16 / 9, at: moment, speed });

/** What the camera does from its first frame to its last, in its own directions. */
function change(move: string, speed = 0) {
  const [from, to] = [at({ moves: [[move]] }, 0, speed), at({ moves: [[move]] }, 1, speed)];
  return {
    right: to.position[0] - from.position[0],
    up: to.position[1] - from.position[1],
    back: to.position[2] - from.position[2],
    yaw: to.yawDeg - from.yawDeg,
    pitch: to.pitchDeg - from.pitchDeg,
    lens: to.lensMm / from.lensMm,
  };
}
type Change = ReturnType<typeof change>;

describe('the fifteen commands', () => {
  it.each([
    ['truck left', { right: -1 }],
    ['truck right', { right: 1 }],
    ['pan left', { yaw: 1 }],
    ['pan right', { yaw: -1 }],
    ['push in', { back: -1 }],
    ['pull out', { back: 1 }],
    ['pedestal up', { up: 1 }],
    ['pedestal down', { up: -1 }],
    ['tilt up', { pitch: 1 }],
    ['tilt down', { pitch: -1 }],
    ['zoom in', { lens: 1 }],
    ['zoom out', { lens: -1 }],
    ['static shot', {}],
  ] as [string, Partial<Change>][])('%s moves the camera so and in no other way', (move, way) => {
    const done = change(move);
    for (const part of ['right', 'up', 'yaw', 'pitch'] as const) {
      const amount = done[part];
      if (way[part]) expect(Math.sign(amount) * way[part], part).toBe(1);
      // Walking closer to a subject below the lens tips the camera a little: that is framing.
      else expect(Math.abs(amount), part).toBeLessThan(part === 'pitch' ? 4 : 0.02);
    }
    if (way.back) expect(Math.sign(done.back) * way.back).toBe(1);
    else expect(Math.abs(done.back)).toBeLessThan(0.02);
    if (way.lens) expect(Math.sign(Math.log(done.lens)) * way.lens).toBe(1);
    else expect(done.lens).toBeCloseTo(1);
  });

  it('shake trembles without going anywhere', () => {
    const poses = Array.from({ length: 60 }, (_, i) => at({ moves: [['shake']] }, i / 60));
    const yaws = poses.map(({ yawDeg }) => yawDeg);
    expect(Math.max(...yaws) - Math.min(...yaws)).toBeGreaterThan(0.5);
    expect(Math.max(...yaws) - Math.min(...yaws)).toBeLessThan(5);
  });

  it('a tracking shot goes along with who moves, and around who stands', () => {
    // Medium: half of the frame's 0.68 × 1.7 m to either side of the mark.
    expect(change('tracking shot', 1).back).toBeCloseTo(0.68 * 1.7);
    expect(Math.abs(change('tracking shot').yaw)).toBeGreaterThan(20);
  });

  it('every command but the static one changes the picture', () => {
    for (const { id } of moves) {
      const [a, b] = [at({ moves: [[id]] }, 0.1, 1), at({ moves: [[id]] }, 0.9, 1)];
      if (id === 'static shot') expect(a).toEqual(b);
      else expect(a).not.toEqual(b);
    }
  });
});

describe('framing', () => {
  it('holds in the middle of every shot, whatever the move', () => {
    for (const { id } of moves)
      if (id !== 'shake') expect(at({ moves: [[id]] }, 0.5)).toEqual(at({}, 0.5));
  });

  it('shows as much of the subject as its size says, through any lens', () => {
    for (const size of ['wide', 'full', 'medium', 'close'] as const)
      for (const lens of ['24', '50', '85'] as const) {
        const { position, fovDeg } = cameraAt(
          { ...plain, size, lens },
          { ...mark, roomM: 500 },
          { aspect: 16 / 9, at: 0.5, speed: 0 },
        );
        const far = Math.hypot(position[1] - framing[size].look * mark.subjectM, position[2]);
        const frameM = 2 * far * Math.tan((fovDeg * Math.PI) / 360);
        expect(frameM / mark.subjectM).toBeCloseTo(framing[size].frame, 1);
      }
  });

  it('runs moves in a row one after the other, and those in one bracket at once', () => {
    const row = { moves: [['truck right'], ['pan left']] };
    expect(at(row, 0.49).yawDeg).toBeCloseTo(at(row, 0).yawDeg, 1);
    expect(at(row, 1).position[0]).toBeCloseTo(at(row, 0.5).position[0], 5);
    const both = { moves: [['truck right', 'pan left']] };
    expect(at(both, 0.3).yawDeg).not.toBeCloseTo(at(both, 0).yawDeg, 1);
  });

  it('starts and ends at rest', () => {
    expect(eased(0.01)).toBeLessThan(0.0001);
    expect(1 - eased(0.99)).toBeLessThan(0.0001);
  });

  it('never stands below the ground, inside the subject or beyond the room', () => {
    fc.assert(
      fc.property(anyShot, fc.double({ min: 0, max: 1, noNaN: true }), (shot, moment) => {
        const pose = cameraAt(
          shot,
          { ...mark, roomM: 20 },
          { aspect: 16 / 9, at: moment, speed: 1 },
        );
        expect(pose.position.every(Number.isFinite)).toBe(true);
        expect(pose.position[1]).toBeGreaterThanOrEqual(0.1);
        expect(pose.fovDeg).toBeGreaterThan(1);
        expect(pose.fovDeg).toBeLessThan(120);
      }),
    );
  });
});
