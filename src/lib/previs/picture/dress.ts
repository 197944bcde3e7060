// Set data → what stands in the picture: pieces of one finish and one name become one mesh, so that a
// set of thousands of pieces is a handful of draw calls.
import * as THREE from 'three';
import type { Piece, ReleaseSet } from '#lib/openset/set.ts';
import { holds } from '../shot/holds.ts';
import { randomFrom } from '../shot/random.ts';
import type { ShotDescription } from '../shot/shot-description.ts';
import { inAir, type Air } from './air.ts';
import { shapeOf } from './shapes.ts';

type Finish = Piece['finish'];
interface Batch {
  finish: Finish;
  name: string;
  strength: number;
  positions: number[];
  colours: number[];
}

/** Everything of the set that shows in this shot; a child of the group is named as its pieces are. */
export function dress(set: ReleaseSet, shot: ShotDescription, air: Air): THREE.Group {
  const batches = new Map<string, Batch>();
  gather(set.pieces, new THREE.Matrix4(), set, shot, batches, '', 0);
  const group = new THREE.Group();
  for (const batch of batches.values()) group.add(mesh(batch, air));
  return group;
}

/** Groups may stand in groups, but not without end. */
const deepest = 6;

function gather(
  pieces: readonly Piece[],
  place: THREE.Matrix4,
  set: ReleaseSet,
  shot: ShotDescription,
  batches: Map<string, Batch>,
  name: string,
  depth: number,
): void {
  if (depth > deepest) return;
  for (const piece of pieces) {
    if (!holds(piece.when, shot)) continue;
    const random = randomFrom((piece.copies?.seed ?? 1) * 7919 + depth);
    const called = piece.name ?? name;
    for (const copy of copiesOf(piece, random)) {
      const at = place.clone().multiply(copy);
      if (piece.kind === 'group')
        gather(set.groups[piece.group] ?? [], at, set, shot, batches, called, depth + 1);
      else add(batchFor(batches, piece, called), piece, at, random);
    }
  }
}

function copiesOf(piece: Piece, random: () => number): THREE.Matrix4[] {
  const rad = THREE.MathUtils.degToRad;
  const turn = new THREE.Euler(...(piece.turnDeg.map(rad) as [number, number, number]), 'YXZ');
  const at = new THREE.Vector3(...piece.at);
  const { copies } = piece;
  const one = new THREE.Vector3(1, 1, 1);
  if (!copies)
    return [new THREE.Matrix4().compose(at, new THREE.Quaternion().setFromEuler(turn), one)];
  const either = (): number => random() * 2 - 1;
  return Array.from({ length: copies.count }, (_, number) => {
    const [sx, sy, sz] = copies.step;
    const spot = at.clone().add(new THREE.Vector3(sx, sy, sz).multiplyScalar(number));
    const around = copies.ringM === undefined ? 0 : (number / copies.count) * Math.PI * 2;
    if (copies.ringM !== undefined)
      spot.add(
        new THREE.Vector3(Math.sin(around) * copies.ringM, 0, Math.cos(around) * copies.ringM),
      );
    const [wx, wy, wz] = copies.strew;
    spot.add(new THREE.Vector3(either() * wx, either() * wy, either() * wz));
    const fromOrigin = Math.hypot(spot.x, spot.z);
    if (fromOrigin < copies.clearM) {
      const out = copies.clearM / Math.max(0.01, fromOrigin);
      spot.x *= out;
      spot.z *= out;
    }
    const by = copies.scale[0] + (copies.scale[1] - copies.scale[0]) * random();
    const own = new THREE.Euler(
      turn.x + rad(either() * copies.tiltDeg),
      turn.y + around + rad(either() * copies.turnDeg),
      turn.z + rad(either() * copies.tiltDeg),
      'YXZ',
    );
    return new THREE.Matrix4().compose(
      spot,
      new THREE.Quaternion().setFromEuler(own),
      one.clone().multiplyScalar(by),
    );
  });
}

function batchFor(batches: Map<string, Batch>, piece: Piece, name: string): Batch {
  const { finish, strength } = piece;
  const key = `${finish}/${name}/${strength}`;
  let batch = batches.get(key);
  if (!batch) batches.set(key, (batch = { finish, name, strength, positions: [], colours: [] }));
  return batch;
}

function add(
  batch: Batch,
  piece: Exclude<Piece, { kind: 'group' }>,
  at: THREE.Matrix4,
  random: () => number,
): void {
  const points = shapeOf(piece, random).applyMatrix4(at).getAttribute('position').array;
  const colours = typeof piece.colour === 'string' ? [piece.colour] : piece.colour;
  const paint = new THREE.Color(colours[Math.floor(random() * colours.length)]);
  for (let i = 0; i < points.length; i += 9) {
    // No two faces are quite alike: a little dirt keeps big plain surfaces alive.
    const dirt = piece.finish === 'glow' ? 1 : 0.94 + 0.12 * random();
    for (let corner = 0; corner < 9; corner += 3) {
      batch.positions.push(points[i + corner]!, points[i + corner + 1]!, points[i + corner + 2]!);
      batch.colours.push(paint.r * dirt, paint.g * dirt, paint.b * dirt);
    }
  }
}

function mesh(batch: Batch, air: Air): THREE.Mesh {
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute('position', new THREE.Float32BufferAttribute(batch.positions, 3));
  geometry.setAttribute('color', new THREE.Float32BufferAttribute(batch.colours, 3));
  geometry.computeVertexNormals();
  const one = new THREE.Mesh(geometry, surface(batch.finish, air, batch.strength));
  one.name = batch.name;
  one.castShadow = batch.finish !== 'glow' && batch.finish !== 'ghost' && batch.finish !== 'water';
  one.receiveShadow = batch.finish !== 'glow' && batch.finish !== 'ghost';
  return one;
}

/** The material of a finish; colours come from the corners. */
function surface(finish: Finish, air: Air, strength: number): THREE.Material {
  switch (finish) {
    case 'glow':
      return inAir(
        new THREE.MeshBasicMaterial({
          vertexColors: true,
          color: new THREE.Color().setScalar(strength),
        }),
        air,
      );
    case 'ghost':
      return inAir(
        new THREE.MeshBasicMaterial({
          vertexColors: true,
          transparent: true,
          opacity: Math.min(1, strength),
          depthWrite: false,
          side: THREE.DoubleSide,
          blending: THREE.AdditiveBlending,
        }),
        air,
      );
    case 'gloss':
      return inAir(
        new THREE.MeshPhongMaterial({
          vertexColors: true,
          shininess: 50,
          specular: 0x555555,
          side: THREE.DoubleSide,
        }),
        air,
      );
    case 'water':
      return inAir(new THREE.MeshLambertMaterial({ vertexColors: true }), air, 0.95);
    case 'cloth':
      return inAir(
        new THREE.MeshLambertMaterial({ vertexColors: true, side: THREE.DoubleSide }),
        air,
      );
    case 'matte':
      return inAir(
        new THREE.MeshLambertMaterial({ vertexColors: true, side: THREE.DoubleSide }),
        air,
      );
  }
}
