// Light and air of a shot: one set of uniforms that sky and every surface share, so that fog, sun glow
// and wet reflections agree with the sky behind them.
import * as THREE from 'three';
import type { Hour } from '#lib/openset/set.ts';

export interface Air {
  horizon: { value: THREE.Color };
  zenith: { value: THREE.Color };
  sun: { value: THREE.Color };
  sunWay: { value: THREE.Vector3 };
  /** Fog per metre at the ground, and the height in metres over which it thins. */
  density: { value: number };
  thinsM: { value: number };
  /** 0 clear to 1 the sky is hidden. */
  cover: { value: number };
  wet: { value: number };
  stars: { value: number };
  seconds: { value: number };
  lampAt: { value: THREE.Vector4[] };
  lampColour: { value: THREE.Color[] };
}

export const maxStreaks = 6;

export function newAir(): Air {
  return {
    horizon: { value: new THREE.Color() },
    zenith: { value: new THREE.Color() },
    sun: { value: new THREE.Color() },
    sunWay: { value: new THREE.Vector3(0, 1, 0) },
    density: { value: 0 },
    thinsM: { value: 14 },
    cover: { value: 0 },
    wet: { value: 0 },
    stars: { value: 0 },
    seconds: { value: 0 },
    lampAt: { value: Array.from({ length: maxStreaks }, () => new THREE.Vector4()) },
    lampColour: { value: Array.from({ length: maxStreaks }, () => new THREE.Color()) },
  };
}

/** Fog that weather adds, per metre, and how much of the sky it hides. */
export const weatherAir = {
  clear: { density: 0, cover: 0 },
  mist: { density: 0.013, cover: 0.4 },
  fog: { density: 0.05, cover: 0.85 },
  rain: { density: 0.012, cover: 0.75 },
  snow: { density: 0.014, cover: 0.65 },
} as const;

export function breathe(
  air: Air,
  hour: Hour,
  weather: keyof typeof weatherAir,
  scale: number,
  thinsM: number,
): void {
  const { density, cover } = weatherAir[weather];
  air.horizon.value.set(hour.horizon);
  air.zenith.value.set(hour.zenith);
  air.sun.value.set(hour.sun).multiplyScalar(Math.min(1.4, hour.sunPower / 2.4));
  air.density.value = (hour.haze + density) * scale;
  air.thinsM.value = thinsM * (weather === 'fog' ? 2.2 : 1);
  air.cover.value = cover;
  air.stars.value = hour.stars * (1 - cover);
}

/** The sky's colour in a direction, without stars and clouds. */
export const skyColour = `
uniform vec3 horizon; uniform vec3 zenith; uniform vec3 sun; uniform vec3 sunWay; uniform float cover;
vec3 skyColour(vec3 d) {
  float up = clamp(d.y, 0.0, 1.0);
  vec3 c = mix(horizon, zenith, pow(smoothstep(0.0, 0.72 + cover * 0.3, up), 0.72) * (1.0 - cover * 0.55));
  float near = max(dot(d, sunWay), 0.0);
  return c + sun * (pow(near, 5.0) * 0.16 + pow(near, 40.0) * 0.3 * (1.0 - cover * 0.3));
}`;

const declares = `
${skyColour}
uniform float density; uniform float thinsM; uniform float wet; uniform float seconds;
uniform vec4 lampAt[${maxStreaks}]; uniform vec3 lampColour[${maxStreaks}];
varying vec3 worldAt; varying vec3 worldUp;
/** Exponential height fog along the whole way from the camera, lit by the sky and the sun behind it. */
vec3 throughAir(vec3 c) {
  vec3 way = worldAt - cameraPosition; float far = length(way); vec3 d = way / max(far, 0.001);
  float rise = way.y / thinsM;
  float whole = density * far * exp(-max(cameraPosition.y, 0.0) / thinsM) * (abs(rise) > 0.01 ? (1.0 - exp(-clamp(rise, -20.0, 20.0))) / rise : 1.0);
  vec3 glow = skyColour(normalize(vec3(d.x, max(d.y, 0.0) * 0.6 + 0.015, d.z)));
  return mix(c, glow, 1.0 - exp(-clamp(whole, 0.0, 12.0)));
}
/** What a wet floor throws back: the sky, and lamps drawn out towards the eye. */
vec3 offWet(vec3 c, vec3 up, float amount) {
  vec3 d = normalize(worldAt - cameraPosition);
  vec2 q = worldAt.xz * 2.3;
  vec3 n = normalize(up + vec3(sin(q.x * 1.7 + sin(q.y * 2.3)), 0.0, sin(q.y * 1.9 + sin(q.x * 1.3))) * 0.035);
  vec3 r = reflect(d, n);
  float fresnel = 0.07 + 0.93 * pow(1.0 - max(dot(-d, n), 0.0), 4.0);
  float puddle = smoothstep(-0.5, 0.7, sin(worldAt.x * 0.7 + sin(worldAt.z * 0.9) * 1.4) + sin(worldAt.z * 0.53 + 2.0));
  float k = amount * mix(0.45, 1.0, puddle) * fresnel;
  vec3 back = skyColour(normalize(vec3(r.x, abs(r.y), r.z)));
  for (int i = 0; i < ${maxStreaks}; i++) {
    vec3 l = lampAt[i].xyz - worldAt; float m = length(l); l /= m;
    float side = dot(normalize(l.xz), normalize(r.xz + 0.0001));
    back += lampColour[i] * pow(max(side, 0.0), 260.0) * exp(-abs(l.y - r.y) * 3.2) * lampAt[i].w / (1.0 + m * 0.25);
  }
  // A wet floor is no mirror: the sun in it glares, but does not blind.
  back = min(back, vec3(1.25));
  return mix(c * mix(1.0, 0.58, amount), back, clamp(k, 0.0, 0.96));
}`;

/** Lets a material stand in this air. `mirror` makes it throw back the sky as water does. */
export function inAir<M extends THREE.Material>(material: M, air: Air, mirror = 0): M {
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, air, { mirror: { value: mirror } });
    shader.vertexShader = shader.vertexShader
      .replace(
        '#include <common>',
        '#include <common>\nvarying vec3 worldAt; varying vec3 worldUp;',
      )
      .replace(
        '#include <fog_vertex>',
        'worldAt = (modelMatrix * vec4(transformed, 1.0)).xyz;\nworldUp = vec3(0.0, 1.0, 0.0);',
      );
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', `#include <common>\nuniform float mirror;\n${declares}`)
      .replace(
        '#include <opaque_fragment>',
        `vec3 faceUp = normalize(cross(dFdx(worldAt), dFdy(worldAt)));
        float flat_ = smoothstep(0.86, 0.98, faceUp.y) * wet;
        if (max(flat_, mirror) > 0.01) outgoingLight = offWet(outgoingLight, vec3(0.0, 1.0, 0.0), max(flat_, mirror));
        outgoingLight = throughAir(outgoingLight);
        #include <opaque_fragment>`,
      )
      .replace('#include <fog_fragment>', '');
  };
  material.customProgramCacheKey = () => 'air';
  return material;
}
