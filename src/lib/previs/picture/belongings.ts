// What a set brings as files: plates on cards and glTF models. Loaded once, shared by every shot.
import * as THREE from 'three';
import type { ReleaseSet } from '#lib/openset/set.ts';
import { holds } from '../shot/holds.ts';
import type { ShotDescription } from '../shot/shot-description.ts';
import { inAir, type Air } from './air.ts';

export interface Belongings {
  plates: Map<string, THREE.Texture>;
  models: Map<string, THREE.Object3D>;
  /** Geometries and materials of models: they live as long as the belongings. */
  shared: Set<unknown>;
}

/** Where a file's bytes are; on a tablet `/media/<sha256>`. */
export type AddressOf = (media: string) => string;

/**
 * Loads every file that the set names. A file that cannot be read is left out, and named in `missing`:
 * the set stands without it.
 */
export async function loadBelongings(
  set: ReleaseSet,
  addressOf: AddressOf,
): Promise<Belongings & { missing: string[] }> {
  const belongings: Belongings = { plates: new Map(), models: new Map(), shared: new Set() };
  const missing: string[] = [];
  const plates = [...new Set(set.cards.map(({ media }) => media))];
  const models = [...new Set(set.models.map(({ media }) => media))];
  await Promise.all([
    ...plates.map(async (media) => {
      try {
        const texture = await new THREE.TextureLoader().loadAsync(addressOf(media));
        texture.colorSpace = THREE.SRGBColorSpace;
        belongings.plates.set(media, texture);
      } catch {
        missing.push(media);
      }
    }),
    ...models.map(async (media) => {
      try {
        const { GLTFLoader } = await import('three/addons/loaders/GLTFLoader.js');
        const { scene } = await new GLTFLoader().loadAsync(addressOf(media));
        keep(scene, belongings);
        belongings.models.set(media, scene);
      } catch {
        missing.push(media);
      }
    }),
  ]);
  return { ...belongings, missing };
}

function keep(scene: THREE.Object3D, { shared }: Belongings): void {
  scene.traverse((part) => {
    if (!(part instanceof THREE.Mesh)) return;
    part.castShadow = part.receiveShadow = true;
    shared.add(part.geometry);
    for (const one of Array.isArray(part.material) ? part.material : [part.material])
      shared.add(one);
  });
}

export function placeCards(
  set: ReleaseSet,
  shot: ShotDescription,
  air: Air,
  { plates }: Belongings,
): THREE.Object3D[] {
  return set.cards.flatMap((card) => {
    const map = plates.get(card.media);
    if (!map || !holds(card.when, shot)) return [];
    const image = map.image as { width: number; height: number };
    const width = (card.heightM * image.width) / image.height;
    // Half-covered edges are cut rather than blended, so that cards can stand behind each other.
    const look = { map, alphaTest: 0.5, side: THREE.DoubleSide };
    const mesh = new THREE.Mesh(
      new THREE.PlaneGeometry(width, card.heightM).translate(0, card.heightM / 2, 0),
      inAir(
        card.lit ? new THREE.MeshLambertMaterial(look) : new THREE.MeshBasicMaterial(look),
        air,
      ),
    );
    mesh.position.set(...card.at);
    mesh.rotation.y = THREE.MathUtils.degToRad(card.turnDeg);
    mesh.userData.facesCamera = card.facing;
    mesh.name = card.name ?? '';
    mesh.castShadow = mesh.receiveShadow = card.lit;
    return [mesh];
  });
}

export function placeModels(
  set: ReleaseSet,
  shot: ShotDescription,
  air: Air,
  { models }: Belongings,
): THREE.Object3D[] {
  return set.models.flatMap((model) => {
    const original = models.get(model.media);
    if (!original || !holds(model.when, shot)) return [];
    const copy = original.clone();
    copy.traverse((part) => {
      if (part instanceof THREE.Mesh)
        for (const one of Array.isArray(part.material) ? part.material : [part.material])
          inAir(one as THREE.Material, air);
    });
    const [x, y, z] = model.turnDeg.map(THREE.MathUtils.degToRad) as [number, number, number];
    copy.position.set(...model.at);
    copy.rotation.set(x, y, z, 'YXZ');
    copy.scale.setScalar(model.scale);
    copy.name = model.name ?? '';
    return [copy];
  });
}
