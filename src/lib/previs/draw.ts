// Shot description → picture, and where in it each thing stands.
import * as THREE from 'three';
import type { Region } from '#lib/openset/media.ts';
import { finishPicture, type Finish } from './finish.ts';
import { makeKid } from './kid.ts';
import { makeCat, makeKite, makeLane, makePlanes, makeRiver, randomFrom } from './places.ts';
import type { ShotDescription, Subject } from './shot-description.ts';

export interface DrawRequest {
  shot: ShotDescription;
  finish: Finish;
  /** Varies what a prompt leaves open: coats, pedals, where exactly they ride. */
  seed: number;
  width: number;
  height: number;
  /** How far a camera move has come, 0 to 1; seconds of the ride for what moves in the picture. */
  move?: number;
  rideS?: number;
}

/** Regions are fractions of the picture; a thing that is not in it has none. */
export type Regions = Partial<Record<Subject, Region>>;

/** Colours of an hour, as light and air (sRGB), and the sun's height in degrees. */
const hours = {
  dawn: {
    horizon: 0xf2c58f,
    zenith: 0x6d8fb0,
    sun: 0xffc47a,
    sky: 0x9fb0c8,
    height: 9,
    power: 3.6,
    fill: 1.5,
  },
  noon: {
    horizon: 0xd3e0e6,
    zenith: 0x5a90c8,
    sun: 0xfff2dc,
    sky: 0xb9cbe0,
    height: 58,
    power: 3.4,
    fill: 1.5,
  },
  dusk: {
    horizon: 0xd9916a,
    zenith: 0x3b4474,
    sun: 0xffab73,
    sky: 0x8a8fb0,
    height: 6,
    power: 2.9,
    fill: 1.35,
  },
  night: {
    horizon: 0x26344f,
    zenith: 0x0a1020,
    sun: 0x8fb2ff,
    sky: 0x33456b,
    height: 34,
    power: 0.9,
    fill: 0.6,
  },
} as const;

const tints = {
  plain: [1, 1, 1],
  warm: [1.07, 1, 0.9],
  cool: [0.91, 0.99, 1.1],
  film: [1.05, 1.0, 0.92],
} as const;

/** Height of the frame at the subject, in metres, and what the camera looks at. */
const sizes = {
  wide: { frame: 5.4, look: 1.75 },
  full: { frame: 2.5, look: 0.95 },
  medium: { frame: 1.45, look: 1.22 },
  close: { frame: 0.78, look: 1.5 },
} as const;

const azimuths = { behind: 188, left: 255, right: 105, front: 20 } as const;

/** Draws one picture on the renderer's canvas. */
export function drawShot(renderer: THREE.WebGLRenderer, request: DrawRequest): Regions {
  const { shot, finish, seed, width, height } = request;
  renderer.setSize(width, height, false);
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = THREE.PCFSoftShadowMap;
  renderer.toneMapping = THREE.NoToneMapping;
  const isClay = finish === 'clay';
  const hour = hours[shot.time];
  const scene = new THREE.Scene();
  const air = new THREE.Color(isClay ? 0xc3c6ca : hour.horizon);
  scene.fog = new THREE.FogExp2(air, isClay ? 0.006 : 0.006 + shot.mist * 0.042);
  const sunWay = sunDirection(shot);
  scene.add(isClay ? clayCeiling(air) : sky(hour, sunWay, shot.mist));
  for (const light of lights(hour, sunWay)) scene.add(light);
  scene.add(shot.place === 'river' ? makeRiver(shot) : makeLane(shot));
  scene.add(makeChildren(request));
  if (shot.planes) scene.add(makePlanes());
  if (shot.kite) scene.add(makeKite());
  if (shot.cat) scene.add(makeCat());
  if (isClay) {
    const grey = new THREE.MeshLambertMaterial({ color: 0xb9bcc2, side: THREE.DoubleSide });
    scene.traverse((part) => {
      if (part instanceof THREE.Mesh && part.name !== 'sky') part.material = grey;
    });
    const grid = new THREE.GridHelper(80, 80, 0x50555e, 0x83888f);
    grid.position.y = 0.02;
    scene.add(grid);
  }
  const camera = placeCamera(request);
  const target = new THREE.WebGLRenderTarget(width, height, {
    type: THREE.HalfFloatType,
    samples: 4,
    depthTexture: new THREE.DepthTexture(width, height, THREE.FloatType),
  });
  renderer.setRenderTarget(target);
  renderer.render(scene, camera);
  const sunAt = camera.position.clone().add(sunWay.clone().multiplyScalar(300)).project(camera);
  const isAhead = sunWay.dot(camera.getWorldDirection(new THREE.Vector3())) > 0;
  finishPicture(
    renderer,
    target,
    camera,
    finish,
    {
      sun: new THREE.Vector2((sunAt.x + 1) / 2, (sunAt.y + 1) / 2),
      sunColour: new THREE.Color(hour.sun),
      strength: isAhead && shot.time !== 'night' ? 1 + shot.mist : 0,
      tint: new THREE.Vector3(...tints[shot.tone]),
    },
    seed,
  );
  const regions = findRegions(scene, camera, isAhead ? sunAt : null);
  dispose(scene, target);
  return regions;
}

function sunDirection(shot: ShotDescription): THREE.Vector3 {
  const height = THREE.MathUtils.degToRad(hours[shot.time].height);
  const round = THREE.MathUtils.degToRad(azimuths[shot.sun]);
  return new THREE.Vector3(
    Math.sin(round) * Math.cos(height),
    Math.sin(height),
    Math.cos(round) * Math.cos(height),
  );
}

function lights(hour: (typeof hours)[keyof typeof hours], way: THREE.Vector3): THREE.Object3D[] {
  const sun = new THREE.DirectionalLight(hour.sun, hour.power);
  sun.position.copy(way).multiplyScalar(60);
  sun.target.position.set(0, 0, -4);
  sun.castShadow = true;
  sun.shadow.mapSize.set(2048, 2048);
  sun.shadow.bias = -0.0004;
  sun.shadow.normalBias = 0.03;
  Object.assign(sun.shadow.camera, {
    left: -16,
    right: 16,
    top: 18,
    bottom: -14,
    near: 1,
    far: 140,
  });
  const hemisphere = new THREE.HemisphereLight(hour.sky, 0x6f6353, hour.fill);
  const fill = new THREE.DirectionalLight(hour.sky, hour.fill * 0.55);
  fill.position.set(3, 4, 12);
  return [sun, sun.target, hemisphere, fill];
}

function sky(
  hour: (typeof hours)[keyof typeof hours],
  way: THREE.Vector3,
  mist: number,
): THREE.Mesh {
  const material = new THREE.ShaderMaterial({
    side: THREE.BackSide,
    depthWrite: false,
    fog: false,
    uniforms: {
      horizon: { value: new THREE.Color(hour.horizon) },
      zenith: { value: new THREE.Color(hour.zenith) },
      sun: { value: new THREE.Color(hour.sun) },
      way: { value: way },
      mist: { value: mist },
    },
    vertexShader:
      'varying vec3 dir; void main() { dir = normalize(position); gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); }',
    fragmentShader: `varying vec3 dir; uniform vec3 horizon; uniform vec3 zenith; uniform vec3 sun; uniform vec3 way; uniform float mist;
      void main() { vec3 d = normalize(dir); float up = clamp(d.y, 0.0, 1.0);
      vec3 c = mix(horizon, zenith, pow(smoothstep(0.0, 0.75 + mist * 0.25, up), 0.75));
      float near = max(dot(d, way), 0.0);
      float band = sin(d.x * 5.0 + d.y * 34.0 + sin(d.x * 13.0) * 0.7) * 0.5 + 0.5;
      c += horizon * band * smoothstep(0.03, 0.16, up) * smoothstep(0.55, 0.2, up) * 0.09;
      c += sun * (pow(near, 6.0) * 0.18 + pow(near, 60.0) * 0.4 + pow(near, 900.0) * 2.4 * (1.0 - mist * 0.5));
      gl_FragColor = vec4(c, 1.0); }`,
  });
  const dome = new THREE.Mesh(new THREE.SphereGeometry(380, 48, 24), material);
  dome.name = 'sky';
  return dome;
}

function clayCeiling(air: THREE.Color): THREE.Mesh {
  const dome = new THREE.Mesh(
    new THREE.SphereGeometry(380, 16, 8),
    new THREE.MeshBasicMaterial({ color: air, side: THREE.BackSide, fog: false }),
  );
  dome.name = 'sky';
  return dome;
}

const coats = [0x39566b, 0x6b7a45, 0x9a6a3a, 0x5c4a6b, 0x7a3f3a];
const places = [
  [0, 0],
  [-1.15, -1.5],
  [1.25, -2.3],
  [0.35, -4.2],
] as const;

function makeChildren({ shot, seed, rideS = 0 }: DrawRequest): THREE.Group {
  const random = randomFrom(seed);
  const group = new THREE.Group();
  group.name = 'children';
  for (let number = 0; number < shot.children; number += 1) {
    const [x, z] = places[number] ?? [0, -6];
    const kid = makeKid({
      coat: coats[Math.floor(random() * coats.length)]!,
      hair: [0x17130f, 0x241a12][Math.floor(random() * 2)]!,
      scarf: number === 0 ? shot.scarf : 'none',
      riding: shot.action === 'riding',
      pedal: random() + rideS * 0.9,
    });
    const drift = (random() - 0.5) * 0.35;
    kid.position.set(x + drift, 0, z + (random() - 0.5) * 0.5);
    kid.rotation.y =
      shot.action === 'riding' ? (random() - 0.5) * 0.24 - x * 0.05 : 0.5 - number * 0.5;
    if (shot.place === 'river' && shot.action === 'standing') kid.rotation.y += Math.PI * 0.86;
    kid.rotation.z = shot.action === 'riding' ? Math.sin((random() + rideS) * 6) * 0.03 : 0;
    kid.scale.setScalar(0.94 + random() * 0.1);
    group.add(kid);
  }
  return group;
}

function placeCamera({
  shot,
  seed,
  width,
  height,
  move = 0,
}: DrawRequest): THREE.PerspectiveCamera {
  const random = randomFrom(seed ^ 0x5eed);
  const { frame, look } = sizes[shot.size];
  // A 36 mm wide frame of the picture's own shape.
  const opening = 2 * Math.atan((36 * height) / width / 2 / shot.lensMm);
  const eased = move * move * (3 - 2 * move);
  let distance = frame / (2 * Math.tan(opening / 2));
  let across = 0;
  let lift = { low: 0.42, eye: 1.25, high: 3.5 }[shot.angle];
  if (shot.move === 'push in') distance *= 1.18 - 0.34 * eased;
  if (shot.move === 'pull out') distance *= 0.86 + 0.34 * eased;
  if (shot.move === 'truck right') across = -0.55 + 1.1 * eased;
  if (shot.move === 'pedestal up') lift += -0.1 + 1.5 * eased;
  const camera = new THREE.PerspectiveCamera(
    THREE.MathUtils.radToDeg(opening),
    width / height,
    0.1,
    500,
  );
  const shift =
    { left: 0.17, centre: 0, right: -0.17 }[shot.composition] * frame * (width / height);
  const middle = shot.children > 2 ? 0.05 : shot.children === 2 ? -0.4 : 0;
  camera.position.set(middle + across + shift * 0.4 + (random() - 0.5) * 0.2, lift, distance);
  camera.lookAt(
    middle + across * 0.6 + shift,
    look + (shot.angle === 'low' && shot.size === 'wide' ? 0.35 : 0),
    0,
  );
  camera.updateMatrixWorld();
  return camera;
}

/** Boxes of the named things on the picture, and the few that are places rather than things. */
function findRegions(scene: THREE.Scene, camera: THREE.Camera, sun: THREE.Vector3 | null): Regions {
  const regions: Regions = {};
  for (const name of ['children', 'scarf', 'laundry', 'planes', 'kite', 'ship', 'cat'] as const) {
    const parts: THREE.Object3D[] = [];
    scene.traverse((part) => {
      if (part.name === name) parts.push(part);
    });
    const found = parts.map((part) => project(part, camera)).filter((one) => one !== null);
    const largest = found.sort((a, b) => b[2] * b[3] - a[2] * a[3])[0];
    if (largest) regions[name] = largest;
  }
  if (sun && Math.abs(sun.x) < 1 && Math.abs(sun.y) < 1)
    regions.sun = clamp((sun.x + 1) / 2 - 0.07, (1 - sun.y) / 2 - 0.12, 0.14, 0.24);
  regions.ground = [0.12, 0.76, 0.76, 0.2];
  regions.lane = [0.36, 0.22, 0.28, 0.36];
  regions.river = [0.04, 0.44, 0.92, 0.14];
  return regions;
}

function project(part: THREE.Object3D, camera: THREE.Camera): Region | null {
  const bounds = new THREE.Box3().setFromObject(part, true);
  if (bounds.isEmpty()) return null;
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((corner) =>
    new THREE.Vector3(
      corner & 1 ? bounds.max.x : bounds.min.x,
      corner & 2 ? bounds.max.y : bounds.min.y,
      corner & 4 ? bounds.max.z : bounds.min.z,
    ).project(camera),
  );
  if (corners.some(({ z }) => z > 1)) return null;
  const xs = corners.map(({ x }) => (x + 1) / 2);
  const ys = corners.map(({ y }) => (1 - y) / 2);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const region = clamp(left, top, Math.max(...xs) - left, Math.max(...ys) - top);
  return region[2] > 0.005 && region[3] > 0.005 ? region : null;
}

function clamp(x: number, y: number, width: number, height: number): Region {
  const cut = (value: number): number => Math.round(Math.max(0, Math.min(1, value)) * 1000) / 1000;
  const [left, top, right, bottom] = [cut(x), cut(y), cut(x + width), cut(y + height)];
  return [
    left,
    top,
    Math.round((right - left) * 1000) / 1000,
    Math.round((bottom - top) * 1000) / 1000,
  ];
}

function dispose(scene: THREE.Scene, target: THREE.WebGLRenderTarget): void {
  scene.traverse((part) => {
    if (part instanceof THREE.Mesh) part.geometry.dispose();
    if (part instanceof THREE.DirectionalLight) part.shadow.map?.dispose();
  });
  target.depthTexture?.dispose();
  target.dispose();
}
