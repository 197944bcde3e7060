// The two places of *Bicycle Kids*: an old lane and the riverside. Metres; the children stand near
// the origin and face +z, towards the camera; the far end lies at -z.
import * as THREE from 'three';
import type { ShotDescription } from './shot-description.ts';

/** Numbers 0 to 1 that are the same for the same seed (mulberry32, public domain algorithm). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const material = (color: number, roughness = 0.92): THREE.MeshStandardMaterial =>
  new THREE.MeshStandardMaterial({ color, roughness, flatShading: true });

function box(
  width: number,
  height: number,
  depth: number,
  x: number,
  y: number,
  z: number,
  paint: THREE.Material,
): THREE.Mesh {
  const mesh = new THREE.Mesh(new THREE.BoxGeometry(width, height, depth), paint);
  mesh.position.set(x, y, z);
  mesh.castShadow = mesh.receiveShadow = true;
  return mesh;
}

/** Ground that mirrors the sky a little when it is wet. */
function ground(shot: ShotDescription, color: number): THREE.Mesh {
  const paint = new THREE.MeshStandardMaterial({
    color: shot.wet ? new THREE.Color(color).multiplyScalar(0.55) : color,
    roughness: shot.wet ? 0.22 : 0.95,
    metalness: shot.wet ? 0.25 : 0,
  });
  const mesh = new THREE.Mesh(new THREE.PlaneGeometry(160, 200), paint);
  mesh.rotation.x = -Math.PI / 2;
  mesh.position.z = -40;
  mesh.receiveShadow = true;
  mesh.name = 'ground';
  return mesh;
}

const plaster = [0xb9a88d, 0xa8957c, 0xc4b49a, 0x9c8f80, 0xb08e74, 0x8f8a80].map((color) =>
  material(color),
);
const brick = material(0x7c4433);
const tile = material(0x3c3a3d);
const wood = material(0x40312a);
const stone = material(0x6f6a63);

function house(side: 1 | -1, z: number, random: () => number, lit: boolean): THREE.Group {
  const group = new THREE.Group();
  const [width, height] = [5.4 + random() * 1.6, 5.2 + random() * 2.6];
  const wall = plaster[Math.floor(random() * plaster.length)]!;
  const face = side * 3.4;
  const x = face + side * 2.5;
  group.add(box(5, height, width, x, height / 2, z, wall));
  group.add(box(5.06, 1.1, width + 0.04, x, 0.55, z, brick));
  const roof = new THREE.Mesh(new THREE.CylinderGeometry(0.01, width * 0.72, 1.7, 4, 1), tile);
  roof.rotation.y = Math.PI / 4;
  roof.scale.set(1.06, 1, 1.06);
  roof.position.set(x, height + 0.85, z);
  roof.castShadow = true;
  group.add(roof);
  const glow = new THREE.MeshStandardMaterial({
    color: 0x4d4a40,
    emissive: lit && random() > 0.45 ? 0xffb45a : 0x000000,
    emissiveIntensity: 1.4,
    roughness: 0.4,
  });
  const rows = Math.floor((height - 2.4) / 1.9);
  for (let row = 0; row < rows; row += 1)
    for (const shift of [-0.28, 0.28]) {
      const y = 3 + row * 1.9;
      group.add(box(0.1, 1.15, 0.9, face - side * 0.02, y, z + shift * width, glow));
      group.add(box(0.2, 0.09, 1.15, face - side * 0.06, y - 0.64, z + shift * width, stone));
      for (const shutter of [-0.62, 0.62])
        group.add(box(0.06, 1.2, 0.36, face - side * 0.06, y, z + shift * width + shutter, wood));
    }
  // A stone gate, as lane houses have: two posts, a lintel, a dark leaf.
  group.add(
    box(0.22, 2.5, 0.28, face - side * 0.08, 1.25, z - 0.75, stone),
    box(0.22, 2.5, 0.28, face - side * 0.08, 1.25, z + 0.75, stone),
  );
  group.add(
    box(0.3, 0.34, 2, face - side * 0.1, 2.66, z, stone),
    box(0.12, 2.4, 1.3, face - side * 0.02, 1.2, z, wood),
  );
  if (random() > 0.5) {
    const y = 2.75 + (rows > 1 ? 1.9 : 0);
    group.add(box(1, 0.12, 2.2, face - side * 0.5, y - 0.2, z, stone));
    for (let bar = -4; bar <= 4; bar += 1)
      group.add(box(0.03, 0.8, 0.03, face - side * 0.98, y + 0.25, z + bar * 0.26, wood));
    group.add(box(0.05, 0.05, 2.2, face - side * 0.98, y + 0.65, z, wood));
  }
  return group;
}

function laundryLine(z: number, y: number, random: () => number): THREE.Group {
  const line = new THREE.Group();
  line.name = 'laundry';
  const colours = [0xe9e2d2, 0x8fa9b8, 0xc98c5b, 0xd8c9a8, 0x6b7f8f, 0xb7c4b1];
  const sag = (x: number): number => y - 0.3 * (1 - (x / 3.4) ** 2);
  for (let x = -3.2; x < 3.2; x += 0.4) {
    const rope = box(0.42, 0.025, 0.025, x + 0.2, (sag(x) + sag(x + 0.4)) / 2, z, wood);
    rope.rotation.z = Math.atan2(sag(x + 0.4) - sag(x), 0.4);
    line.add(rope);
  }
  for (let x = -2.7 + random() * 0.3; x < 2.7; x += 0.62 + random() * 0.35) {
    const [width, height] = [0.42 + random() * 0.3, 0.55 + random() * 0.6];
    const paint = new THREE.MeshStandardMaterial({
      color: colours[Math.floor(random() * colours.length)]!,
      roughness: 1,
      side: THREE.DoubleSide,
    });
    const sheet = new THREE.Mesh(new THREE.PlaneGeometry(width, height, 4, 4), paint);
    const points = sheet.geometry.getAttribute('position');
    for (let i = 0; i < points.count; i += 1)
      points.setZ(i, Math.sin(points.getX(i) * 7 + z) * 0.05 + (random() - 0.5) * 0.02);
    sheet.geometry.computeVertexNormals();
    sheet.position.set(x, sag(x) - height / 2, z);
    sheet.rotation.y = (random() - 0.5) * 0.4;
    sheet.castShadow = sheet.receiveShadow = true;
    line.add(sheet);
  }
  return line;
}

function tree(x: number, z: number, random: () => number): THREE.Group {
  const group = new THREE.Group();
  const trunk = new THREE.Mesh(new THREE.CylinderGeometry(0.12, 0.22, 4.4, 7), wood);
  trunk.position.set(x, 2.2, z);
  trunk.castShadow = true;
  group.add(trunk);
  const leaf = material([0x6f6b2e, 0x7b6a2a, 0x5b6231][Math.floor(random() * 3)]!);
  for (let clump = 0; clump < 9; clump += 1) {
    const crown = new THREE.Mesh(new THREE.IcosahedronGeometry(0.7 + random() * 0.6, 1), leaf);
    crown.position.set(
      x + (random() - 0.5) * 2.6,
      4.6 + random() * 1.8,
      z + (random() - 0.5) * 2.6,
    );
    crown.rotation.set(random() * 3, random() * 3, 0);
    crown.castShadow = true;
    group.add(crown);
  }
  return group;
}

function lamp(x: number, z: number, lit: boolean): THREE.Group {
  const group = new THREE.Group();
  group.add(
    box(0.09, 4.6, 0.09, x, 2.3, z, wood),
    box(0.9, 0.06, 0.06, x - Math.sign(x) * 0.42, 4.55, z, wood),
  );
  const shade = new THREE.Mesh(new THREE.ConeGeometry(0.22, 0.2, 12), tile);
  shade.position.set(x - Math.sign(x) * 0.82, 4.45, z);
  group.add(shade);
  if (lit) {
    const light = new THREE.PointLight(0xffa94d, 9, 12, 1.8);
    light.position.copy(shade.position).add(new THREE.Vector3(0, -0.2, 0));
    group.add(light);
  }
  return group;
}

/** The old lane: houses on both sides, washing overhead, trees where it opens. */
export function makeLane(shot: ShotDescription): THREE.Group {
  const random = randomFrom(20261120);
  const lane = new THREE.Group();
  const lit = shot.time === 'night' || shot.time === 'dusk';
  lane.add(ground(shot, 0x7d776c));
  for (const side of [1, -1] as const)
    for (let z = 12; z > -74; z -= 6.6) lane.add(house(side, z + side * 1.4, random, lit));
  const paving = material(0x6c665c);
  for (let z = 10; z > -60; z -= 1.1) lane.add(box(6.6, 0.02, 0.05, 0, 0.012, z, paving));
  for (const z of [4, -9, -24, -41]) lane.add(lamp(z % 2 === 0 ? -2.9 : 2.9, z, lit));
  lane.add(tree(-2.6, -14, random), tree(2.7, -33, random));
  if (shot.laundry)
    for (const [z, y] of [
      [-2.5, 4.6],
      [-7, 5.2],
      [-12.5, 4.7],
      [-19, 5.4],
      [-28, 5],
    ] as const)
      lane.add(laundryLine(z, y, random));
  const end = new THREE.Group();
  end.name = 'lane';
  end.add(
    box(60, 16, 3, 0, 6, -96, material(0x8b8478)),
    box(7, 26, 5, -13, 13, -104, material(0x857d72)),
    box(9, 34, 6, 15, 17, -112, material(0x857d72)),
  );
  lane.add(end);
  return lane;
}

/** The riverside: rail, water, the far bank with its towers, and perhaps a ship. */
export function makeRiver(shot: ShotDescription): THREE.Group {
  const random = randomFrom(815);
  const river = new THREE.Group();
  const quay = ground(shot, 0x857d70);
  quay.scale.set(1, 0.09, 1);
  quay.position.z = 4;
  river.add(quay);
  const water = new THREE.Mesh(
    new THREE.PlaneGeometry(400, 150, 90, 60),
    new THREE.MeshStandardMaterial({
      color: 0x3a4650,
      roughness: 0.24,
      metalness: 0.55,
      flatShading: true,
    }),
  );
  water.rotation.x = -Math.PI / 2;
  water.position.set(0, -1.1, -81);
  water.name = 'river';
  const waves = water.geometry.getAttribute('position');
  for (let i = 0; i < waves.count; i += 1) waves.setZ(i, (random() - 0.5) * 0.42);
  water.geometry.computeVertexNormals();
  river.add(water);
  river.add(box(80, 1.2, 0.7, 0, -0.6, -5, stone));
  for (let x = -24; x <= 24; x += 1.6) river.add(box(0.1, 1.1, 0.1, x, 0.55, -4.9, tile));
  for (const y of [0.45, 0.78, 1.1]) river.add(box(50, 0.06, 0.06, 0, y, -4.9, tile));
  const far = material(0x5c6068);
  for (let x = -110; x < 110; x += 5 + random() * 5)
    river.add(box(4 + random() * 5, 6 + random() * 22, 5, x, 6, -150 - random() * 20, far));
  for (const [y, size] of [
    [9, 3.4],
    [24, 4.2],
    [36, 1.8],
  ] as const) {
    const ball = new THREE.Mesh(new THREE.SphereGeometry(size, 20, 14), far);
    ball.position.set(-30, y, -148);
    river.add(ball);
  }
  river.add(
    box(1.3, 50, 1.3, -30, 24, -148, far),
    box(6, 58, 6, 34, 29, -158, far),
    box(4, 44, 5, 42, 22, -160, far),
  );
  river.add(lamp(-6.5, -3.6, shot.time === 'night' || shot.time === 'dusk'));
  river.add(tree(9.5, -3, random), tree(-15, -3.4, random));
  if (shot.ship) river.add(makeShip());
  return river;
}

function makeShip(): THREE.Group {
  const ship = new THREE.Group();
  ship.name = 'ship';
  const hull = material(0x4a2f2c);
  ship.add(
    box(26, 2.6, 5, 16, 0.3, -52, hull),
    box(26.4, 0.5, 5.2, 16, 1.8, -52, material(0xb9b2a4)),
  );
  ship.add(box(4, 5, 4, 26, 4.4, -52, material(0xd8d2c4)), box(1.1, 2.6, 1.1, 26.6, 8, -52, hull));
  const crates = [0x9a4b34, 0x4a6572, 0x8a7a4a].map((color) => material(color));
  for (let x = 5; x < 23; x += 3.1)
    ship.add(box(2.9, 1.5 + (x % 2), 3.6, x, 2.8, -52, crates[Math.floor(x) % 3]!));
  return ship;
}

/** Paper planes on one arc, drawn where the eye goes next. */
export function makePlanes(): THREE.Group {
  const planes = new THREE.Group();
  planes.name = 'planes';
  const paper = new THREE.MeshStandardMaterial({
    color: 0xf4efe2,
    roughness: 0.9,
    side: THREE.DoubleSide,
    emissive: 0xf4efe2,
    emissiveIntensity: 0.15,
  });
  for (let i = 0; i < 5; i += 1) {
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute(
      'position',
      new THREE.Float32BufferAttribute(
        [
          0, 0, 0.26, -0.15, 0.05, -0.18, 0, -0.04, -0.14, 0, 0, 0.26, 0, -0.04, -0.14, 0.15, 0.05,
          -0.18,
        ],
        3,
      ),
    );
    geometry.computeVertexNormals();
    const plane = new THREE.Mesh(geometry, paper);
    plane.position.set(-1.5 + i * 0.75, 2.3 + Math.sin(i * 0.9) * 0.45 + i * 0.14, -0.8 - i * 0.9);
    plane.rotation.set(0.3, -0.7 - i * 0.2, 0.25);
    plane.scale.setScalar(1.15);
    planes.add(plane);
  }
  return planes;
}

/** A diamond kite with its tail, high over the river. */
export function makeKite(): THREE.Group {
  const kite = new THREE.Group();
  kite.name = 'kite';
  const paint = new THREE.MeshStandardMaterial({
    color: 0xd9772b,
    side: THREE.DoubleSide,
    roughness: 0.8,
    emissive: 0xd9772b,
    emissiveIntensity: 0.25,
  });
  const sail = new THREE.Mesh(new THREE.CircleGeometry(0.62, 4), paint);
  sail.scale.set(0.75, 1, 1);
  sail.rotation.z = 0.3;
  kite.add(sail);
  for (let i = 1; i < 8; i += 1)
    kite.add(box(0.12, 0.05, 0.02, i * 0.16 + Math.sin(i) * 0.05, -0.6 - i * 0.17, 0, paint));
  kite.position.set(2.3, 4.1, -6);
  return kite;
}

/** A sitting cat. */
export function makeCat(): THREE.Group {
  const cat = new THREE.Group();
  cat.name = 'cat';
  const fur = material(0x141416);
  const body = new THREE.Mesh(new THREE.SphereGeometry(0.15, 12, 10), fur);
  body.scale.set(0.85, 1.35, 1);
  body.position.y = 0.2;
  const head = new THREE.Mesh(new THREE.SphereGeometry(0.1, 12, 10), fur);
  head.position.set(0, 0.44, 0.06);
  cat.add(body, head);
  for (const x of [-0.06, 0.06]) {
    const ear = new THREE.Mesh(new THREE.ConeGeometry(0.04, 0.09, 5), fur);
    ear.position.set(x, 0.54, 0.05);
    cat.add(ear);
  }
  cat.position.set(1.7, 0, 0.4);
  cat.traverse((part) => (part.castShadow = true));
  return cat;
}
