// Somebody: a jointed figure of simple parts, posed by angles. Metres before scaling, 1.7 tall, feet on
// y = 0, facing +z.
import * as THREE from 'three';
import type { Character, Pose } from '#lib/openset/set.ts';
import { inAir, type Air } from './air.ts';
import { makeHead } from './head.ts';
import { poses, skeleton } from './poses.ts';
import { bicycle, lantern, staff } from './things.ts';

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
  if (character.prop === 'staff') grip.add(at(staff(air), 0, -0.3, 0.02));
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
