// Rain, snow, and what a set lets drift through its air. Places come from the seconds, not from the
// last frame: every frame can be drawn on its own.
import * as THREE from 'three';
import type { ReleaseSet } from '#lib/openset/set.ts';
import { randomFrom } from '../shot/random.ts';
import type { Air } from './air.ts';

const box = { width: 26, height: 13, depth: 26 };

interface Kind {
  count: number;
  colour: THREE.ColorRepresentation;
  /** Metres a second; up is positive. */
  rise: number;
  sizeM: number;
  /** Length of a streak over its width. */
  long: number;
  opacity: number;
}

const rain: Kind = {
  count: 1_400,
  colour: 0xc9d6e6,
  rise: -9,
  sizeM: 0.011,
  long: 42,
  opacity: 0.3,
};
const snow: Kind = {
  count: 1_500,
  colour: 0xffffff,
  rise: -0.9,
  sizeM: 0.035,
  long: 1,
  opacity: 0.85,
};

export function makeFall(
  weather: string,
  motes: ReleaseSet['motes'] | undefined,
  air: Air,
): THREE.Object3D[] {
  const made: THREE.Object3D[] = [];
  if (weather === 'rain') made.push(particles(rain, air));
  if (weather === 'snow') made.push(particles(snow, air));
  if (motes)
    made.push(
      particles(
        {
          count: motes.count,
          colour: motes.colour,
          rise: motes.riseM,
          sizeM: motes.sizeM,
          long: 1,
          opacity: 0.9,
        },
        air,
      ),
    );
  return made;
}

/** Quads that always stand around the camera; the shader lets them fall and wraps them. */
function particles(kind: Kind, air: Air): THREE.Mesh {
  const random = randomFrom(kind.count);
  const quad = [-0.5, -0.5, 0.5, -0.5, 0.5, 0.5, -0.5, -0.5, 0.5, 0.5, -0.5, 0.5];
  const [corners, seats, chances]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < kind.count; i += 1) {
    const seat = [random(), random(), random()];
    const chance = random();
    for (let corner = 0; corner < 12; corner += 2) {
      corners.push(quad[corner]!, quad[corner + 1]!, 0);
      seats.push(...seat);
      chances.push(chance);
    }
  }
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute('position', new THREE.Float32BufferAttribute(corners, 3));
  geometry.setAttribute('seat', new THREE.Float32BufferAttribute(seats, 3));
  geometry.setAttribute('chance', new THREE.Float32BufferAttribute(chances, 1));
  const material = new THREE.ShaderMaterial({
    transparent: true,
    depthWrite: false,
    blending: kind.long > 1 ? THREE.NormalBlending : THREE.AdditiveBlending,
    uniforms: {
      seconds: air.seconds,
      sun: air.sun,
      horizon: air.horizon,
      colour: { value: new THREE.Color(kind.colour) },
      rise: { value: kind.rise },
      sizeM: { value: kind.sizeM },
      stretch: { value: kind.long },
      opacity: { value: kind.opacity },
    },
    vertexShader: `attribute vec3 seat; attribute float chance; varying vec2 at; varying float near;
      uniform float seconds; uniform float rise; uniform float sizeM; uniform float stretch;
      void main() {
        vec3 box = vec3(${box.width}.0, ${box.height}.0, ${box.depth}.0);
        vec3 p = seat * box; p.y += seconds * rise * (0.7 + 0.6 * chance);
        p.x += sin(seconds * (0.4 + chance) + chance * 30.0) * 0.35 * step(stretch, 1.5);
        vec3 from = cameraPosition - box * 0.5;
        p = from + mod(p - from, box); p.y = max(p.y, 0.0);
        vec4 seen = viewMatrix * vec4(p, 1.0);
        seen.xy += position.xy * sizeM * (0.5 + chance) * vec2(1.0, stretch);
        at = position.xy * 2.0; near = smoothstep(0.4, 1.6, -seen.z) * smoothstep(13.0, 7.0, -seen.z);
        gl_Position = projectionMatrix * seen;
      }`,
    fragmentShader: `varying vec2 at; varying float near; uniform vec3 colour; uniform vec3 sun; uniform vec3 horizon; uniform float opacity; uniform float stretch;
      void main() { float soft = stretch > 1.5 ? 1.0 - at.x * at.x : smoothstep(1.0, 0.1, length(at));
        gl_FragColor = vec4(colour * (0.25 + horizon * 0.6 + sun * 0.4), soft * near * opacity); }`,
  });
  const mesh = new THREE.Mesh(geometry, material);
  mesh.frustumCulled = false;
  mesh.name = 'fall';
  mesh.renderOrder = 5;
  return mesh;
}
