// What figures ride and carry.
import * as THREE from 'three';
import { inAir, type Air } from './air.ts';

const paint = (air: Air, colour: string): THREE.Material =>
  inAir(new THREE.MeshLambertMaterial({ color: colour, side: THREE.DoubleSide }), air);
const shine = (air: Air, colour: string, by = 2.2): THREE.Material =>
  inAir(new THREE.MeshBasicMaterial({ color: new THREE.Color(colour).multiplyScalar(by) }), air);

function solid(geometry: THREE.BufferGeometry, material: THREE.Material, name = ''): THREE.Mesh {
  const mesh = new THREE.Mesh(geometry, material);
  mesh.castShadow = mesh.receiveShadow = true;
  mesh.name = name;
  return mesh;
}

function tube(
  a: [number, number, number],
  b: [number, number, number],
  radius: number,
): THREE.BufferGeometry {
  const [from, to] = [new THREE.Vector3(...a), new THREE.Vector3(...b)];
  const geometry = new THREE.CylinderGeometry(radius, radius, from.distanceTo(to), 6);
  const turn = new THREE.Quaternion().setFromUnitVectors(
    new THREE.Vector3(0, 1, 0),
    to.clone().sub(from).normalize(),
  );
  const middle = from.lerp(to, 0.5);
  return geometry.applyQuaternion(turn).translate(middle.x, middle.y, middle.z);
}

/** Wheels touch y = 0; the saddle is at 0.86. */
export function bicycle(air: Air): THREE.Group {
  const group = new THREE.Group();
  group.name = 'bicycle';
  const metal = paint(air, '#23262b');
  for (const z of [-0.52, 0.56]) {
    const wheel = new THREE.Group();
    wheel.name = 'wheel';
    wheel.position.set(0, 0.34, z);
    wheel.add(solid(new THREE.TorusGeometry(0.32, 0.022, 8, 30).rotateY(Math.PI / 2), metal));
    for (let i = 0; i < 6; i += 1) {
      const [y, far] = [Math.cos((i / 6) * Math.PI) * 0.31, Math.sin((i / 6) * Math.PI) * 0.31];
      wheel.add(solid(tube([0, -y, -far], [0, y, far], 0.005), metal));
    }
    group.add(wheel);
  }
  const spots: Record<string, [number, number, number]> = {
    rear: [0, 0.34, -0.52],
    front: [0, 0.34, 0.56],
    crank: [0, 0.32, -0.06],
    seat: [0, 0.8, -0.2],
    head: [0, 0.86, 0.4],
    bar: [0, 0.98, 0.36],
  };
  for (const [a, b] of [
    ['rear', 'crank'],
    ['rear', 'seat'],
    ['crank', 'seat'],
    ['crank', 'head'],
    ['seat', 'head'],
    ['head', 'front'],
    ['head', 'bar'],
  ] as const)
    group.add(solid(tube(spots[a]!, spots[b]!, 0.018), metal));
  group.add(
    solid(tube([-0.28, 1.0, 0.3], [0.28, 1.0, 0.3], 0.014), metal),
    solid(new THREE.BoxGeometry(0.13, 0.05, 0.26).translate(0, 0.84, -0.22), metal),
    solid(tube([-0.12, 0.32, -0.06], [0.12, 0.32, -0.06], 0.02), metal),
  );
  return group;
}

export function lantern(air: Air, colour: string): THREE.Group {
  const group = new THREE.Group();
  group.add(
    solid(tube([0, 0, 0], [0, -0.14, 0], 0.008), paint(air, '#2b2018')),
    solid(
      new THREE.SphereGeometry(0.12, 14, 10).scale(1, 1.15, 1).translate(0, -0.28, 0),
      shine(air, colour),
      'lantern',
    ),
    solid(
      new THREE.CylinderGeometry(0.06, 0.06, 0.03, 10).translate(0, -0.15, 0),
      paint(air, '#2b2018'),
    ),
  );
  return group;
}

export function staff(air: Air): THREE.Group {
  const group = new THREE.Group();
  group.add(
    solid(tube([0, -0.9, 0], [0, 1.05, 0], 0.018), paint(air, '#3a2a1e')),
    solid(new THREE.TorusGeometry(0.09, 0.014, 6, 20).translate(0, 1.12, 0), paint(air, '#b08a3a')),
  );
  return group;
}
