// A child on a bicycle, out of simple pieces. Metres; the wheels touch y = 0; it faces +z.
import * as THREE from 'three';

const scarfColours = { none: 0, red: 0xc22a1e, faded: 0xa8574c, blue: 0x2d5fa8 } as const;

export interface KidLook {
  coat: number;
  hair: number;
  scarf: keyof typeof scarfColours;
  riding: boolean;
  /** Phase of the pedals, in turns. */
  pedal: number;
}

const cloth = (color: number): THREE.Material =>
  new THREE.MeshStandardMaterial({ color, roughness: 0.9, flatShading: true });
const metal = new THREE.MeshStandardMaterial({ color: 0x23262b, roughness: 0.45, metalness: 0.5 });
const skin = new THREE.MeshStandardMaterial({ color: 0xe2b491, roughness: 0.8 });

/** A limb from `a` to `b`. */
function limb(
  a: THREE.Vector3,
  b: THREE.Vector3,
  radius: number,
  material: THREE.Material,
): THREE.Mesh {
  const length = a.distanceTo(b);
  const mesh = new THREE.Mesh(new THREE.CapsuleGeometry(radius, length, 4, 8), material);
  mesh.position.copy(a).lerp(b, 0.5);
  mesh.quaternion.setFromUnitVectors(new THREE.Vector3(0, 1, 0), b.clone().sub(a).normalize());
  return mesh;
}

const at = (x: number, y: number, z: number): THREE.Vector3 => new THREE.Vector3(x, y, z);

function bicycle(): THREE.Group {
  const group = new THREE.Group();
  for (const z of [-0.46, 0.46]) {
    const wheel = new THREE.Mesh(new THREE.TorusGeometry(0.3, 0.022, 8, 28), metal);
    wheel.rotation.y = Math.PI / 2;
    wheel.position.set(0, 0.32, z);
    group.add(wheel);
    for (let spoke = 0; spoke < 6; spoke += 1) {
      const angle = (spoke / 6) * Math.PI;
      const reach = at(0, Math.cos(angle) * 0.29, Math.sin(angle) * 0.29);
      const hub = at(0, 0.32, z);
      group.add(limb(hub.clone().sub(reach), hub.clone().add(reach), 0.004, metal));
    }
  }
  const [rear, front, crank, seat, head] = [
    at(0, 0.32, -0.46),
    at(0, 0.32, 0.46),
    at(0, 0.3, -0.05),
    at(0, 0.72, -0.2),
    at(0, 0.74, 0.33),
  ];
  for (const [a, b] of [
    [rear, crank],
    [rear, seat],
    [crank, seat],
    [crank, head],
    [seat, head],
    [head, front],
  ] as const)
    group.add(limb(a, b, 0.016, metal));
  group.add(
    limb(at(-0.24, 0.86, 0.3), at(0.24, 0.86, 0.3), 0.014, metal),
    limb(head, at(0, 0.86, 0.3), 0.014, metal),
  );
  const saddle = new THREE.Mesh(new THREE.BoxGeometry(0.13, 0.05, 0.24), metal);
  saddle.position.copy(seat).add(at(0, 0.04, 0));
  group.add(saddle);
  return group;
}

/** The child with its bicycle. The scarf is a named part, so that a phrase can point at it. */
export function makeKid(look: KidLook): THREE.Group {
  const kid = new THREE.Group();
  const coat = cloth(look.coat);
  const trousers = cloth(0x2f3542);
  const hair = cloth(look.hair);
  kid.add(bicycle());
  const body = new THREE.Group();
  const lean = look.riding ? 0.16 : 0;
  const hip = look.riding ? at(0, 0.82, -0.16) : at(0.42, 0.66, -0.05);
  const chest = hip.clone().add(at(0, 0.4, lean));
  body.add(limb(hip, chest, 0.13, coat));
  const neck = chest.clone().add(at(0, 0.13, 0.03));
  const head = new THREE.Mesh(new THREE.IcosahedronGeometry(0.145, 3), skin);
  head.position.copy(neck).add(at(0, 0.16, 0.03));
  const cap = new THREE.Mesh(
    new THREE.SphereGeometry(0.158, 18, 12, 0, Math.PI * 2, 0, Math.PI * 0.56),
    hair,
  );
  cap.position.copy(head.position).add(at(0, 0.02, -0.012));
  cap.rotation.x = -0.22;
  body.add(head, cap);
  for (const x of [-0.055, 0.055]) {
    const eye = new THREE.Mesh(new THREE.SphereGeometry(0.016, 8, 6), metal);
    eye.position.copy(head.position).add(at(x, 0.012, 0.135));
    body.add(eye);
  }
  for (const side of [-1, 1]) {
    const shoulder = chest.clone().add(at(0.14 * side, 0.02, 0));
    const hand =
      look.riding || side < 0 ? at(0.2 * side, 0.88, 0.27) : hip.clone().add(at(0.2, 0.05, 0.06));
    const elbow = shoulder
      .clone()
      .lerp(hand, 0.5)
      .add(at(0.06 * side, -0.06, -0.03));
    body.add(limb(shoulder, elbow, 0.05, coat), limb(elbow, hand, 0.044, coat));
    const turn = (look.pedal + (side > 0 ? 0.5 : 0)) * Math.PI * 2;
    const foot = look.riding
      ? at(0.1 * side, 0.3 + Math.cos(turn) * 0.15, -0.05 + Math.sin(turn) * 0.15)
      : hip.clone().add(at(0.09 * side, -0.62, 0.02));
    const joint = hip.clone().add(at(0.08 * side, -0.02, 0));
    const knee = joint
      .clone()
      .lerp(foot, 0.5)
      .add(at(0.02 * side, look.riding ? 0.1 : 0, look.riding ? 0.16 : 0.02));
    body.add(limb(joint, knee, 0.066, trousers), limb(knee, foot, 0.052, trousers));
    const shoe = new THREE.Mesh(new THREE.BoxGeometry(0.08, 0.06, 0.17), metal);
    shoe.position.copy(foot).add(at(0, -0.02, 0.04));
    body.add(shoe);
  }
  if (look.scarf !== 'none')
    body.add(makeScarf(neck, scarfColours[look.scarf], look.riding, look.pedal));
  kid.add(body);
  kid.traverse((part) => {
    part.castShadow = true;
    part.receiveShadow = true;
  });
  return kid;
}

function makeScarf(neck: THREE.Vector3, color: number, flies: boolean, phase: number): THREE.Group {
  const scarf = new THREE.Group();
  scarf.name = 'scarf';
  const material = new THREE.MeshStandardMaterial({
    color,
    roughness: 0.85,
    side: THREE.DoubleSide,
    emissive: color,
    emissiveIntensity: 0.12,
  });
  const ring = new THREE.Mesh(new THREE.TorusGeometry(0.105, 0.052, 10, 20), material);
  ring.rotation.x = Math.PI / 2 - 0.2;
  ring.position.copy(neck).add(at(0, 0.02, 0));
  scarf.add(ring);
  const steps = 18;
  const positions: number[] = [];
  const index: number[] = [];
  for (let step = 0; step <= steps; step += 1) {
    const share = step / steps;
    const wave = Math.sin(share * 7 + phase * 6) * 0.07 * share;
    const [y, z] = flies
      ? [0.03 + wave - share * share * 0.1, -0.08 - share * 0.95]
      : [-share * 0.5, 0.1 + wave * 0.3];
    const half = 0.075 - share * 0.02;
    positions.push(
      neck.x - half + wave,
      neck.y + y,
      neck.z + z,
      neck.x + half + wave,
      neck.y + y + 0.02,
      neck.z + z,
    );
    if (step < steps)
      index.push(step * 2, step * 2 + 1, step * 2 + 2, step * 2 + 1, step * 2 + 3, step * 2 + 2);
  }
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute('position', new THREE.Float32BufferAttribute(positions, 3));
  geometry.setIndex(index);
  geometry.computeVertexNormals();
  scarf.add(new THREE.Mesh(geometry, material));
  return scarf;
}
