// The dome over every set: gradient, sun or moon, drifting clouds, stars.
import * as THREE from 'three';
import { skyColour, type Air } from './air.ts';

const fragment = `
varying vec3 dir; uniform float stars; uniform float seconds; ${skyColour}
float chance(vec2 p) { return fract(sin(dot(p, vec2(127.1, 311.7))) * 43758.5453); }
float smoothChance(vec2 p) {
  vec2 i = floor(p), f = fract(p); f = f * f * (3.0 - 2.0 * f);
  return mix(mix(chance(i), chance(i + vec2(1, 0)), f.x), mix(chance(i + vec2(0, 1)), chance(i + vec2(1, 1)), f.x), f.y);
}
void main() {
  vec3 d = normalize(dir);
  vec3 c = skyColour(d);
  float up = max(d.y, 0.0), near = max(dot(d, sunWay), 0.0);
  vec2 q = d.xz / (up + 0.14) * vec2(0.9, 1.7) + seconds * 0.006;
  float cloud = smoothChance(q * 1.3) * 0.55 + smoothChance(q * 3.1) * 0.28 + smoothChance(q * 7.3) * 0.17;
  cloud = smoothstep(0.52 - cover * 0.2, 0.9, cloud) * smoothstep(0.02, 0.2, up);
  vec3 lit = mix(horizon, vec3(dot(zenith, vec3(0.33))), 0.35) + sun * (0.1 + 0.5 * pow(near, 6.0));
  c = mix(c, lit, cloud * 0.5);
  c += sun * (pow(near, 700.0) * 1.6 + smoothstep(0.99955, 0.9998, near) * 3.0) * (1.0 - cover * 0.75);
  if (stars > 0.01) {
    vec2 g = vec2(atan(d.x, d.z) * 90.0, d.y * 110.0); vec2 cell = floor(g);
    float one = chance(cell); vec2 at = fract(g) - 0.5 - (vec2(chance(cell + 7.0), chance(cell + 13.0)) - 0.5) * 0.7;
    float blink = 0.75 + 0.25 * sin(seconds * (1.0 + 3.0 * one) + one * 40.0);
    c += vec3(0.85, 0.92, 1.0) * step(0.9, one) * smoothstep(0.22 * one, 0.0, length(at)) * blink * (one - 0.88) * 9.0 * stars * smoothstep(0.0, 0.25, up);
    float band = exp(-pow((d.y - 0.55 - d.x * 0.5) * 3.2, 2.0));
    c += vec3(0.16, 0.19, 0.3) * band * (0.35 + 0.65 * smoothChance(d.xz * 9.0 + d.y * 5.0)) * stars * 0.55;
  }
  gl_FragColor = vec4(c, 1.0);
}`;

export function makeSky(air: Air): THREE.Mesh {
  const dome = new THREE.Mesh(
    new THREE.SphereGeometry(1_800, 48, 24),
    new THREE.ShaderMaterial({
      side: THREE.BackSide,
      depthWrite: false,
      uniforms: { ...air },
      vertexShader:
        'varying vec3 dir; void main() { dir = position; gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); }',
      fragmentShader: fragment,
    }),
  );
  dome.name = 'sky';
  dome.frustumCulled = false;
  return dome;
}
