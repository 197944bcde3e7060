import * as THREE from 'three';
import type { Belongings } from './belongings.ts';

/** Gives back what the graphics card holds of a thing, but for textures and models that are shared. */
export function dispose(thing: THREE.Object3D, { shared }: Belongings): void {
  thing.traverse((part) => {
    if (!(part instanceof THREE.Mesh)) return;
    const { geometry, material } = part as THREE.Mesh;
    if (!shared.has(geometry)) geometry.dispose();
    for (const one of Array.isArray(material) ? material : [material])
      if (!shared.has(one)) one.dispose();
  });
}
