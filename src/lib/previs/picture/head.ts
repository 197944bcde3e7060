// Heads: of people, of machines, and the three of one giant; with hair and hats.
import * as THREE from 'three';
import type { Character } from '#lib/openset/set.ts';

/** Hangs a part into a bone, at a place of it, and casts its shadow. */
export type Put = (
  bone: THREE.Object3D,
  geometry: THREE.BufferGeometry,
  material: THREE.Material,
  x?: number,
  y?: number,
  z?: number,
  name?: string,
) => THREE.Mesh;

/** `number` is the head's place among three, or -1 where there is one. */
export function makeHead(
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
