// Somebody: a jointed figure of simple parts, posed by angles. Metres before scaling, 1.7 tall, feet on
// y = 0, facing +z.
import * as THREE from 'three';
import type { Character, Pose } from '#lib/openset/set.ts';
import { inAir, type Air } from './air.ts';
import { bicycle, lantern, machineLamp, mask, box as crate, staff } from './things.ts';

export interface FigureLook {
  character: Character;
  coat: string;
  scarf: string | null;
  pose: Pose;
  air: Air;
}

export interface Figure {
  group: THREE.Group;
  /** Moves the joints to where they are at these seconds. */
  act(seconds: number): void;
}

/** Bones hang from each other: turning the hip carries knee and foot. */
interface Bones {
  body: THREE.Group;
  neck: THREE.Group;
  hips: [THREE.Group, THREE.Group];
  knees: [THREE.Group, THREE.Group];
  shoulders: [THREE.Group, THREE.Group];
  elbows: [THREE.Group, THREE.Group];
}

export function makeFigure({ character, coat, scarf, pose, air }: FigureLook): Figure {
  const { build, costume, heads, hat, colours } = character;
  const paint = (colour: string, gloss = false): THREE.Material =>
    inAir(
      gloss
        ? new THREE.MeshPhongMaterial({ color: colour, shininess: 40, specular: 0x444444 })
        : new THREE.MeshLambertMaterial({ color: colour }),
      air,
    );
  const isMachine = build === 'machine';
  const paints = {
    coat: paint(coat, isMachine),
    legs: paint(colours.legs, isMachine),
    skin: paint(colours.skin, isMachine),
    hair: paint(colours.hair),
    hat: paint(colours.hat, isMachine),
    glow: inAir(
      new THREE.MeshBasicMaterial({ color: new THREE.Color(colours.glow).multiplyScalar(1.8) }),
      air,
    ),
    dark: paint('#15161a'),
  };
  const group = new THREE.Group();
  group.name = character.name;
  const bones = skeleton(group);
  const put = (
    bone: THREE.Object3D,
    geometry: THREE.BufferGeometry,
    material: THREE.Material,
    x = 0,
    y = 0,
    z = 0,
    name = '',
  ): THREE.Mesh => {
    const mesh = new THREE.Mesh(geometry, material);
    mesh.position.set(x, y, z);
    mesh.castShadow = mesh.receiveShadow = true;
    if (name) mesh.name = name;
    bone.add(mesh);
    return mesh;
  };
  const limb = (
    bone: THREE.Group,
    length: number,
    from: number,
    to: number,
    material: THREE.Material,
  ): void => {
    put(
      bone,
      new THREE.CylinderGeometry(from, to, length, isMachine ? 6 : 10).translate(0, -length / 2, 0),
      material,
    );
    put(bone, new THREE.SphereGeometry(from * 1.02, 10, 8), material);
  };

  // Legs and arms.
  for (const side of [0, 1] as const) {
    limb(bones.hips[side], 0.42, 0.085, 0.065, paints.legs);
    limb(bones.knees[side], 0.4, 0.064, 0.05, paints.legs);
    put(bones.knees[side], new THREE.BoxGeometry(0.1, 0.07, 0.24), paints.dark, 0, -0.4, 0.055);
    limb(
      bones.shoulders[side],
      0.29,
      costume === 'robe' ? 0.085 : 0.062,
      costume === 'robe' ? 0.1 : 0.052,
      paints.coat,
    );
    limb(
      bones.elbows[side],
      0.25,
      costume === 'robe' ? 0.1 : 0.052,
      costume === 'robe' ? 0.13 : 0.04,
      paints.coat,
    );
    put(bones.elbows[side], new THREE.SphereGeometry(0.05, 10, 8), paints.skin, 0, -0.28, 0);
  }
  // Trunk.
  if (costume === 'robe')
    put(
      bones.body,
      new THREE.CylinderGeometry(0.17, 0.36, 1.28, 14).translate(0, -0.32, 0),
      paints.coat,
      0,
      0.2,
    );
  else if (isMachine) {
    put(bones.body, new THREE.BoxGeometry(0.42, 0.34, 0.26), paints.coat, 0, 0.36);
    put(bones.body, new THREE.CylinderGeometry(0.11, 0.13, 0.24, 8), paints.dark, 0, 0.1);
    put(bones.body, new THREE.BoxGeometry(0.32, 0.14, 0.22), paints.coat, 0, 0.0);
    put(
      bones.body,
      new THREE.CylinderGeometry(0.055, 0.055, 0.02, 16).rotateX(Math.PI / 2),
      paints.glow,
      0,
      0.38,
      0.14,
      'heart',
    );
  } else {
    put(
      bones.body,
      new THREE.CapsuleGeometry(0.165, 0.3, 4, 14).scale(1.12, 1, 0.78),
      paints.coat,
      0,
      0.28,
    );
    put(
      bones.body,
      new THREE.CylinderGeometry(0.17, costume === 'suit' ? 0.2 : 0.22, 0.28, 14).scale(
        1.08,
        1,
        0.8,
      ),
      costume === 'overall' ? paints.legs : paints.coat,
      0,
      0.08,
    );
    if (costume === 'overall')
      put(bones.body, new THREE.BoxGeometry(0.26, 0.24, 0.04), paints.legs, 0, 0.3, 0.125);
  }
  if (scarf) {
    // What a story hangs on must read against the light.
    const wool = inAir(
      new THREE.MeshLambertMaterial({ color: scarf, emissive: scarf, emissiveIntensity: 0.28 }),
      air,
    );
    put(
      bones.body,
      new THREE.TorusGeometry(0.115, 0.055, 8, 18).rotateX(Math.PI / 2),
      wool,
      0,
      0.56,
      0,
      'scarf',
    );
    for (const [x, length] of [
      [-0.07, 0.42],
      [0.05, 0.55],
    ] as const) {
      const tail = put(
        bones.body,
        new THREE.BoxGeometry(0.085, length, 0.02, 1, 6, 1).translate(0, -length / 2, 0),
        wool,
        x,
        0.56,
        -0.12,
        'scarf',
      );
      tail.rotation.x = 0.75 + x * 3;
    }
  }
  // Heads.
  const turns = heads === 3 ? [0, 1.05, -1.05] : [0];
  for (const turn of turns) {
    const head = new THREE.Group();
    head.rotation.y = turn;
    if (turn !== 0) head.position.set(Math.sin(turn) * 0.22, -0.02, Math.cos(turn) * 0.2 - 0.17);
    bones.neck.add(head);
    makeHead(head, character, paints, put, heads === 3 ? turns.indexOf(turn) : -1);
  }
  if (hat === 'crown' || heads === 3)
    put(bones.neck, new THREE.ConeGeometry(0.13, 0.26, 8, 1), paints.hat, 0, 0.4, 0);

  group.scale.setScalar(character.heightM / 1.7);
  const grip = bones.elbows[0];
  let wheels: THREE.Object3D[] = [];
  if (character.prop === 'bicycle') {
    const ridden = bicycle(air);
    if (pose !== 'ride') ridden.position.set(0.42, 0, 0.12);
    group.add(ridden);
    wheels = ridden.children.filter(({ name }) => name === 'wheel');
  }
  if (character.prop === 'lantern') grip.add(at(lantern(air, colours.glow), 0, -0.28, 0));
  if (character.prop === 'lamp') grip.add(at(machineLamp(air, colours.glow), 0, -0.28, 0.05));
  if (character.prop === 'staff') grip.add(at(staff(air), 0, -0.3, 0.02));
  if (character.prop === 'box') bones.body.add(at(crate(air, '#b98b52'), 0, 0.2, 0.42));
  if (character.prop === 'mask') grip.add(at(mask(air, colours.glow), 0, -0.36, 0.08));
  return {
    group,
    act(seconds) {
      poses[pose](bones, seconds);
      for (const wheel of wheels) wheel.rotation.x = pose === 'ride' ? seconds * 6 : 0;
    },
  };
}

function at(thing: THREE.Object3D, x: number, y: number, z: number): THREE.Object3D {
  thing.position.set(x, y, z);
  return thing;
}

type Put = (
  bone: THREE.Object3D,
  geometry: THREE.BufferGeometry,
  material: THREE.Material,
  x?: number,
  y?: number,
  z?: number,
  name?: string,
) => THREE.Mesh;

function makeHead(
  head: THREE.Group,
  { build, hat, heads }: Character,
  paints: Record<'skin' | 'hair' | 'hat' | 'glow' | 'dark' | 'coat', THREE.Material>,
  put: Put,
  number: number,
): void {
  const size = build === 'child' ? 0.165 : 0.14;
  if (build === 'machine') {
    put(head, new THREE.CylinderGeometry(0.045, 0.06, 0.12, 8), paints.dark, 0, 0.02);
    put(head, new THREE.BoxGeometry(0.27, 0.22, 0.24), paints.skin, 0, 0.18);
    put(head, new THREE.BoxGeometry(0.23, 0.1, 0.02), paints.dark, 0, 0.19, 0.12);
    for (const x of [-0.055, 0.055])
      put(
        head,
        new THREE.CylinderGeometry(0.026, 0.026, 0.02, 14).rotateX(Math.PI / 2),
        paints.glow,
        x,
        0.19,
        0.132,
        'eyes',
      );
    put(head, new THREE.CylinderGeometry(0.008, 0.008, 0.16, 5), paints.dark, 0.09, 0.36);
    put(head, new THREE.SphereGeometry(0.02, 8, 6), paints.glow, 0.09, 0.45);
  } else {
    put(head, new THREE.CylinderGeometry(0.055, 0.065, 0.12, 10), paints.skin, 0, 0);
    put(
      head,
      new THREE.SphereGeometry(size, 20, 16).scale(0.9, 1.08, 0.95),
      paints.skin,
      0,
      0.17,
      0.01,
    );
    for (const x of [-1, 1]) {
      put(
        head,
        new THREE.SphereGeometry(size * 0.12, 10, 8).scale(0.85, 1.15, 0.45),
        heads === 3 ? paints.glow : paints.dark,
        x * size * 0.36,
        0.175,
        size * 0.91,
        'eyes',
      );
      put(head, new THREE.SphereGeometry(0.028, 8, 6), paints.skin, x * size * 0.88, 0.165, 0);
    }
    put(
      head,
      new THREE.ConeGeometry(0.022, 0.045, 6).rotateX(Math.PI / 2.4),
      paints.skin,
      0,
      0.155,
      size * 0.95,
    );
    if (heads === 3) makeMood(head, paints, put, number);
    if (hat === 'none' || hat === 'cap' || hat === 'straw' || hat === 'crown') {
      const crown = new THREE.SphereGeometry(size * 1.07, 22, 14, 0, Math.PI * 2, 0, Math.PI * 0.5);
      put(head, crown.rotateX(-0.5).scale(0.93, 1.09, 0.98), paints.hair, 0, 0.18, 0.004);
      // Three faces side by side leave no room for more hair than this.
      if (heads === 3) return;
      // A fringe, so that a face has an edge; the back hangs to the neck.
      const fringe = new THREE.SphereGeometry(size * 1.07, 18, 6, 0.35, Math.PI - 0.7, 0.5, 0.5);
      put(head, fringe.rotateX(0.28).scale(0.93, 1.06, 0.99), paints.hair, 0, 0.178, 0.012);
      const nape = new THREE.SphereGeometry(size * 0.9, 14, 10).scale(0.92, 0.9, 0.6);
      put(head, nape, paints.hair, 0, 0.13, -size * 0.48);
    }
  }
  if (hat === 'helmet') {
    put(head, new THREE.SphereGeometry(0.21, 24, 16), paints.hat, 0, 0.18);
    put(
      head,
      new THREE.SphereGeometry(0.19, 24, 12, 0, Math.PI * 2, 0, Math.PI * 0.5)
        .rotateX(1.35)
        .scale(0.86, 0.72, 1),
      paints.dark,
      0,
      0.17,
      0.05,
      'visor',
    );
  }
  if (hat === 'cap') {
    put(
      head,
      new THREE.SphereGeometry(size * 1.1, 18, 10, 0, Math.PI * 2, 0, Math.PI * 0.45),
      paints.hat,
      0,
      0.2,
    );
    put(
      head,
      new THREE.CylinderGeometry(0.1, 0.11, 0.015, 14).scale(1, 1, 1.2),
      paints.hat,
      0,
      0.235,
      0.12,
    );
  }
  if (hat === 'straw') put(head, new THREE.ConeGeometry(0.33, 0.16, 18), paints.hat, 0, 0.33);
  if (hat === 'hood')
    put(
      head,
      new THREE.SphereGeometry(size * 1.28, 18, 14, 0, Math.PI * 2, 0, Math.PI * 0.62).rotateX(
        -0.55,
      ),
      paints.coat,
      0,
      0.17,
      -0.02,
    );
}

/** Three heads, three tempers: one laughs, one is silent, one calls. */
const moods = [
  { mouth: 0.055, open: 0.5, brow: -0.28 },
  { mouth: 0.02, open: 0.35, brow: 0 },
  { mouth: 0.036, open: 1.15, brow: 0.42 },
] as const;

function makeMood(
  head: THREE.Group,
  paints: Record<'hair' | 'dark', THREE.Material>,
  put: Put,
  number: number,
): void {
  const { mouth, open, brow } = moods[number] ?? moods[0];
  const face = 0.118;
  put(
    head,
    new THREE.SphereGeometry(mouth, 12, 8).scale(1, open, 0.4),
    paints.dark,
    0,
    0.1,
    face * 0.98,
  );
  for (const x of [-1, 1])
    put(
      head,
      new THREE.BoxGeometry(0.055, 0.013, 0.02).rotateZ(x * brow),
      paints.hair,
      x * 0.055,
      0.222,
      face * 0.99,
    );
}

function skeleton(group: THREE.Group): Bones {
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

const poses: Record<Pose, (bones: Bones, seconds: number) => void> = {
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
