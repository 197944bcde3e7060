// Parametric pieces → geometry. Every shape comes back without an index and centred as its kind says:
// boxes, spheres and plants stand on their place, planes lie flat, cloth hangs from it.
import * as THREE from 'three';
import type { Piece } from '#lib/openset/set.ts';
import { randomFrom } from '../shot/random.ts';

type Shape = Exclude<Piece, { kind: 'group' }>;

/** The geometry of one piece at the origin, in metres. */
export function shapeOf(piece: Shape, random: () => number): THREE.BufferGeometry {
  const made = make(piece, random);
  return made.index ? made.toNonIndexed() : made;
}

function make(piece: Shape, random: () => number): THREE.BufferGeometry {
  switch (piece.kind) {
    case 'box':
      return new THREE.BoxGeometry(...piece.size).translate(0, piece.size[1] / 2, 0);
    case 'sphere':
      return new THREE.SphereGeometry(piece.radius, 24, 16).scale(...piece.squash);
    case 'cylinder':
      return new THREE.CylinderGeometry(
        piece.top ?? piece.radius,
        piece.radius,
        piece.height,
        piece.sides,
        1,
      ).translate(0, piece.height / 2, 0);
    case 'ring':
      return new THREE.TorusGeometry(
        piece.radius,
        piece.tube,
        6,
        48,
        THREE.MathUtils.degToRad(piece.arcDeg),
      );
    case 'bowl':
      return new THREE.SphereGeometry(
        piece.radius,
        32,
        10,
        0,
        Math.PI * 2,
        Math.PI - THREE.MathUtils.degToRad(piece.openDeg),
        THREE.MathUtils.degToRad(piece.openDeg),
      ).translate(0, piece.radius, 0);
    case 'plane':
      return new THREE.PlaneGeometry(...piece.size).rotateX(-Math.PI / 2);
    case 'rock':
      return rock(piece.radius, piece.dent, random).scale(...piece.squash);
    case 'cloth':
      return cloth(...piece.size, piece.wave, random);
    case 'rope':
      return rope(piece.to, piece.sag, piece.radius);
    case 'gable':
      return gable(...piece.size);
    case 'hip':
      return hip(...piece.size, piece.lift);
    case 'tree':
      return tree(piece.height, piece.crown, piece.growth, random);
    case 'ridge':
      return piece.skyline
        ? skyline(piece.length, piece.height, piece.steps, random)
        : ridge(piece.length, piece.height, piece.rough, piece.steps, random);
    case 'water':
      return water(...piece.size, piece.wave, random);
  }
}

function rock(radius: number, dent: number, random: () => number): THREE.BufferGeometry {
  const geometry = new THREE.IcosahedronGeometry(radius, 2);
  const points = geometry.getAttribute('position');
  // Corners that are one point must stay one: the dent comes from where they are.
  const seed = Math.floor(random() * 2 ** 31);
  for (let i = 0; i < points.count; i += 1) {
    const [x, y, z] = [points.getX(i), points.getY(i), points.getZ(i)];
    const key =
      Math.round(x * 50) * 73856093 + Math.round(y * 50) * 19349663 + Math.round(z * 50) * 83492791;
    const by = 1 - dent * randomFrom(key ^ seed)();
    points.setXYZ(i, x * by, y * by, z * by);
  }
  return geometry;
}

function cloth(
  width: number,
  height: number,
  wave: number,
  random: () => number,
): THREE.BufferGeometry {
  const geometry = new THREE.PlaneGeometry(width, height, 6, 6).translate(0, -height / 2, 0);
  const points = geometry.getAttribute('position');
  const phase = random() * 6;
  for (let i = 0; i < points.count; i += 1) {
    const hangs = -points.getY(i) / height;
    points.setZ(
      i,
      Math.sin(points.getX(i) * 6 + phase + hangs * 2) * wave * 0.25 * (0.3 + hangs) +
        hangs * hangs * wave * 0.2,
    );
  }
  return geometry;
}

function rope(to: [number, number, number], sag: number, radius: number): THREE.BufferGeometry {
  const end = new THREE.Vector3(...to);
  const middle = end
    .clone()
    .multiplyScalar(0.5)
    .add(new THREE.Vector3(0, -sag * 2, 0));
  const curve = new THREE.QuadraticBezierCurve3(new THREE.Vector3(), middle, end);
  return new THREE.TubeGeometry(curve, 16, radius, 4);
}

/** Triangles from corners, each given once. */
function faces(...corners: [number, number, number][][]): THREE.BufferGeometry {
  const flat = corners.flatMap((face) =>
    face.length === 3 ? face : [face[0]!, face[1]!, face[2]!, face[0]!, face[2]!, face[3]!],
  );
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute('position', new THREE.Float32BufferAttribute(flat.flat(), 3));
  return geometry;
}

function gable(width: number, height: number, depth: number): THREE.BufferGeometry {
  const [x, z] = [width / 2, depth / 2];
  return faces(
    [
      [-x, 0, z],
      [x, 0, z],
      [x, height, 0],
      [-x, height, 0],
    ],
    [
      [x, 0, -z],
      [-x, 0, -z],
      [-x, height, 0],
      [x, height, 0],
    ],
    [
      [-x, 0, -z],
      [-x, 0, z],
      [-x, height, 0],
    ],
    [
      [x, 0, z],
      [x, 0, -z],
      [x, height, 0],
    ],
    [
      [-x, 0, -z],
      [x, 0, -z],
      [x, 0, z],
      [-x, 0, z],
    ],
  );
}

/** Each slope is a fan of strips whose eaves rise towards the corners. */
function hip(width: number, height: number, depth: number, lift: number): THREE.BufferGeometry {
  const strips = 8;
  const ridge = Math.max(0, width - depth) / 2;
  const quads: [number, number, number][][] = [];
  const slope = (
    eave: (s: number) => [number, number, number],
    top: (s: number) => [number, number, number],
  ): void => {
    for (let i = 0; i < strips; i += 1) {
      const [a, b] = [i / strips, (i + 1) / strips];
      const mid = (s: number): [number, number, number] => {
        const [e, t] = [eave(s), top(s)];
        // Roofs of this kind sag between ridge and eave.
        return [(e[0] + t[0]) / 2, e[1] + (t[1] - e[1]) * 0.36, (e[2] + t[2]) / 2];
      };
      quads.push([eave(a), eave(b), mid(b), mid(a)], [mid(a), mid(b), top(b), top(a)]);
    }
  };
  const up = (s: number): number => lift * Math.abs(2 * s - 1) ** 3;
  const [x, z] = [width / 2, depth / 2];
  slope(
    (s) => [-x + width * s, up(s), z],
    (s) => [-ridge + 2 * ridge * s, height, 0],
  );
  slope(
    (s) => [x - width * s, up(s), -z],
    (s) => [ridge - 2 * ridge * s, height, 0],
  );
  slope(
    (s) => [x, up(s), z - depth * s],
    () => [ridge, height, 0],
  );
  slope(
    (s) => [-x, up(s), -z + depth * s],
    () => [-ridge, height, 0],
  );
  return faces(...quads);
}

function join(parts: THREE.BufferGeometry[]): THREE.BufferGeometry {
  const flat = parts.map((part) => (part.index ? part.toNonIndexed() : part));
  const geometry = new THREE.BufferGeometry();
  const positions = flat.flatMap((part) => Array.from(part.getAttribute('position').array));
  geometry.setAttribute('position', new THREE.Float32BufferAttribute(positions, 3));
  return geometry;
}

function tree(
  height: number,
  crown: number,
  growth: 'leafy' | 'pine' | 'bare',
  random: () => number,
): THREE.BufferGeometry {
  const trunk = new THREE.CylinderGeometry(
    height * 0.018,
    height * 0.04,
    height * 0.75,
    6,
  ).translate(0, height * 0.37, 0);
  const parts: THREE.BufferGeometry[] = [trunk];
  if (growth === 'leafy')
    for (let i = 0; i < 8; i += 1) {
      const [turn, out] = [random() * 6.28, Math.sqrt(random()) * crown * 0.7];
      parts.push(
        rock(crown * (0.35 + random() * 0.3), 0.3, random).translate(
          Math.cos(turn) * out,
          height * (0.68 + random() * 0.26),
          Math.sin(turn) * out,
        ),
      );
    }
  if (growth === 'pine')
    // Layers of flat clumps on a leaning trunk, as pines on cliffs grow.
    for (let i = 0; i < 7; i += 1) {
      const [turn, high] = [i * 2.4 + random(), 0.45 + i * 0.085];
      const out = crown * (1 - i * 0.1) * 0.6;
      parts.push(
        rock(crown * (0.55 - i * 0.045), 0.25, random)
          .scale(1.25, 0.3, 1)
          .translate(Math.cos(turn) * out, height * high, Math.sin(turn) * out),
      );
    }
  if (growth === 'bare')
    for (let i = 0; i < 12; i += 1) {
      const length = crown * (0.5 + random() * 0.6);
      parts.push(
        new THREE.CylinderGeometry(0.01 * height * 0.4, height * 0.013, length, 4)
          .translate(0, length / 2, 0)
          .rotateZ(0.5 + random() * 0.6)
          .rotateY(i * 2.4)
          .translate(0, height * (0.4 + 0.35 * random()), 0),
      );
    }
  return join(parts);
}

function ridge(
  length: number,
  height: number,
  rough: number,
  steps: number,
  random: () => number,
): THREE.BufferGeometry {
  const waves = Array.from({ length: 7 }, (_, i) => ({
    hz: (1.3 + random()) * 1.9 ** i,
    phase: random() * 6.28,
    by: (0.62 - 0.16 * (1 - rough)) ** i,
  }));
  const whole = waves.reduce((sum, { by }) => sum + by, 0);
  const high = (s: number): number =>
    height *
    Math.max(
      0.04,
      0.5 +
        waves.reduce((sum, { hz, phase, by }) => sum + Math.sin(s * hz * 6.28 + phase) * by, 0) /
          whole,
    ) *
    (0.35 + 0.65 * Math.sin(Math.PI * Math.min(1, Math.max(0, s))));
  const quads: [number, number, number][][] = [];
  for (let i = 0; i < steps; i += 1) {
    const [a, b] = [i / steps, (i + 1) / steps];
    const at = (s: number, y: number, z: number): [number, number, number] => [
      (s - 0.5) * length,
      y,
      z,
    ];
    quads.push([
      at(a, 0, height * 0.25),
      at(b, 0, height * 0.25),
      at(b, high(b), 0),
      at(a, high(a), 0),
    ]);
  }
  return faces(...quads);
}

function skyline(
  length: number,
  height: number,
  steps: number,
  random: () => number,
): THREE.BufferGeometry {
  return join(
    Array.from({ length: steps }, (_, i) => {
      const [wide, high] = [
        (length / steps) * (0.6 + random() * 0.7),
        height * (0.25 + 0.75 * random() ** 2.2),
      ];
      return new THREE.BoxGeometry(wide, high, wide).translate(
        (i / steps - 0.5) * length,
        high / 2,
        (random() - 0.5) * height,
      );
    }),
  );
}

function water(
  width: number,
  depth: number,
  wave: number,
  random: () => number,
): THREE.BufferGeometry {
  const geometry = new THREE.PlaneGeometry(width, depth, 60, 60).rotateX(-Math.PI / 2);
  const points = geometry.getAttribute('position');
  for (let i = 0; i < points.count; i += 1) points.setY(i, (random() - 0.5) * wave);
  return geometry;
}
