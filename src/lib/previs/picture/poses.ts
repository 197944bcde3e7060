// How a figure holds itself: the angles of its joints at any second of the shot.
import * as THREE from 'three';
import type { Pose } from '#lib/openset/set.ts';

/** Bones hang from each other: turning the hip carries knee and foot. */
export interface Bones {
  body: THREE.Group;
  neck: THREE.Group;
  hips: [THREE.Group, THREE.Group];
  knees: [THREE.Group, THREE.Group];
  shoulders: [THREE.Group, THREE.Group];
  elbows: [THREE.Group, THREE.Group];
}

/** A skeleton that stands, hung into `group`. */
export function skeleton(group: THREE.Group): Bones {
  const joint = (parent: THREE.Object3D, x: number, y: number): THREE.Group => {
    const bone = new THREE.Group();
    bone.position.set(x, y, 0);
    parent.add(bone);
    return bone;
  };
  const body = joint(group, 0, 0.86);
  const hips = [joint(body, 0.1, 0), joint(body, -0.1, 0)] as [THREE.Group, THREE.Group];
  const shoulders = [joint(body, 0.21, 0.5), joint(body, -0.21, 0.5)] as [THREE.Group, THREE.Group];
  return {
    body,
    neck: joint(body, 0, 0.58),
    hips,
    knees: [joint(hips[0], 0, -0.42), joint(hips[1], 0, -0.42)],
    shoulders,
    elbows: [joint(shoulders[0], 0, -0.29), joint(shoulders[1], 0, -0.29)],
  };
}

/** Angles in radians; forward is a negative turn around x. */
function set(
  { body, neck, hips, knees, shoulders, elbows }: Bones,
  to: {
    rise?: number;
    lean?: number;
    nod?: number;
    turn?: number;
    hips?: [number, number];
    knees?: [number, number];
    arms?: [number, number];
    out?: [number, number];
    elbows?: [number, number];
  },
): void {
  body.position.y = 0.86 + (to.rise ?? 0);
  body.rotation.x = to.lean ?? 0;
  neck.rotation.set(to.nod ?? 0, to.turn ?? 0, 0);
  for (const side of [0, 1] as const) {
    hips[side].rotation.x = to.hips?.[side] ?? 0;
    knees[side].rotation.x = to.knees?.[side] ?? 0;
    const outward = to.out?.[side] ?? 0.08;
    shoulders[side].rotation.set(to.arms?.[side] ?? 0, 0, side === 0 ? outward : -outward);
    elbows[side].rotation.x = to.elbows?.[side] ?? -0.15;
  }
}

export const poses: Record<Pose, (bones: Bones, seconds: number) => void> = {
  stand: (bones, s) =>
    set(bones, { nod: 0.04 * Math.sin(s), turn: 0.1 * Math.sin(s * 0.5), out: [0.1, 0.1] }),
  walk: (bones, s) => {
    const swing = Math.sin(s * 5);
    set(bones, {
      rise: -0.015 + 0.02 * Math.abs(Math.cos(s * 5)),
      hips: [-0.5 * swing, 0.5 * swing],
      knees: [0.25 + 0.4 * Math.max(0, swing), 0.25 + 0.4 * Math.max(0, -swing)],
      arms: [0.45 * swing, -0.45 * swing],
      elbows: [-0.4, -0.4],
    });
  },
  ride: (bones, s) => {
    const turn = s * 6;
    const leg = (phase: number): [number, number] => [
      -1.0 - 0.32 * Math.sin(turn + phase),
      1.25 + 0.42 * Math.cos(turn + phase + 0.6),
    ];
    const [left, right] = [leg(0), leg(Math.PI)];
    set(bones, {
      rise: 0.06,
      lean: 0.3,
      nod: -0.24,
      hips: [left[0] - 0.1, right[0] - 0.1],
      knees: [left[1], right[1]],
      arms: [-0.85, -0.85],
      elbows: [-0.35, -0.35],
      out: [0.06, 0.06],
    });
  },
  'push-bike': (bones, s) =>
    set(bones, {
      nod: 0.05 * Math.sin(s * 0.7),
      arms: [-0.75, -0.1],
      out: [0.35, 0.12],
      elbows: [-0.2, -0.2],
    }),
  sit: (bones, s) =>
    set(bones, {
      rise: -0.42,
      nod: 0.1 + 0.03 * Math.sin(s),
      hips: [-1.5, -1.5],
      knees: [1.5, 1.5],
      arms: [-0.5, -0.5],
      elbows: [-0.8, -0.8],
    }),
  'look-up': (bones, s) =>
    set(bones, {
      lean: -0.08,
      nod: -0.52 + 0.03 * Math.sin(s * 0.6),
      arms: [0.1, 0.1],
      out: [0.14, 0.14],
    }),
  reach: (bones, s) =>
    set(bones, {
      nod: -0.3,
      arms: [-2.2 + 0.08 * Math.sin(s * 0.9), -0.1],
      elbows: [-0.25, -0.15],
      out: [0.1, 0.12],
    }),
  kneel: (bones, s) =>
    set(bones, {
      rise: -0.4,
      lean: 0.12,
      nod: 0.25 + 0.03 * Math.sin(s),
      hips: [-1.45, 0.1],
      knees: [1.5, 1.5],
      arms: [-0.8, -0.6],
      elbows: [-0.7, -0.7],
    }),
  work: (bones, s) =>
    set(bones, {
      lean: 0.14,
      nod: 0.22,
      arms: [-1.0 + 0.25 * Math.sin(s * 2.1), -1.0 - 0.25 * Math.sin(s * 2.1)],
      elbows: [-0.7, -0.7],
    }),
  carry: (bones, s) => {
    const swing = Math.sin(s * 4);
    set(bones, {
      hips: [-0.35 * swing, 0.35 * swing],
      knees: [0.2 + 0.3 * Math.max(0, swing), 0.2 + 0.3 * Math.max(0, -swing)],
      arms: [-0.85, -0.85],
      elbows: [-0.75, -0.75],
    });
  },
  dance: (bones, s) => {
    const beat = Math.sin(s * 2.4);
    set(bones, {
      rise: -0.03 + 0.03 * Math.cos(s * 4.8),
      turn: 0.5 * beat,
      hips: [-0.5 - 0.5 * Math.max(0, beat), -0.1],
      knees: [0.7 + 0.6 * Math.max(0, beat), 0.15],
      arms: [-1.7 - 0.5 * beat, -1.2 + 0.6 * beat],
      out: [0.9 + 0.3 * beat, 0.9 - 0.3 * beat],
      elbows: [-0.9, -0.9],
    });
  },
};
