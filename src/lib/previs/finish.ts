// The last pass over a picture: pencil for storyboards, guides for previs, light and grain for the rest.
import * as THREE from 'three';

/** How a stage looks. */
export type Finish = 'pencil' | 'clay' | 'raw' | 'graded';

const vertex = `varying vec2 at; void main() { at = uv; gl_Position = vec4(position.xy, 0.0, 1.0); }`;

const fragment = `
varying vec2 at;
uniform sampler2D picture; uniform sampler2D depth;
uniform vec2 size; uniform vec2 sun; uniform vec3 sunColour; uniform vec3 tint;
uniform float sunStrength; uniform float near; uniform float far; uniform float seed; uniform int finish;

float noise(vec2 p) { return fract(sin(dot(p + seed, vec2(12.9898, 78.233))) * 43758.5453); }
float smoothNoise(vec2 p) {
  vec2 i = floor(p), f = fract(p); f = f * f * (3.0 - 2.0 * f);
  return mix(mix(noise(i), noise(i + vec2(1, 0)), f.x), mix(noise(i + vec2(0, 1)), noise(i + vec2(1, 1)), f.x), f.y);
}
float metres(vec2 p) { float z = texture2D(depth, p).r * 2.0 - 1.0; return 2.0 * near * far / (far + near - z * (far - near)); }
float light(vec2 p) { return dot(texture2D(picture, p).rgb, vec3(0.3, 0.59, 0.11)); }
vec3 tone(vec3 c) { c = max(c - 0.004, 0.0); return (c * (6.2 * c + 0.5)) / (c * (6.2 * c + 1.7) + 0.06); }

vec3 pencil() {
  vec2 px = 1.0 / size * (size.y / 720.0);
  vec2 p = at + (vec2(smoothNoise(at * 90.0), smoothNoise(at * 90.0 + 40.0)) - 0.5) * px * 3.5;
  float here = metres(p), edge = 0.0;
  for (int i = 0; i < 4; i++) {
    vec2 d = i == 0 ? vec2(1, 0) : i == 1 ? vec2(0, 1) : i == 2 ? vec2(1, 1) : vec2(1, -1);
    edge += smoothstep(0.02, 0.12, abs(metres(p + d * px * 1.3) + metres(p - d * px * 1.3) - 2.0 * here) / here);
    edge += 0.7 * smoothstep(0.05, 0.2, abs(light(p + d * px * 1.3) - light(p - d * px * 1.3)));
  }
  float value = pow(light(p), 0.5);
  vec2 q = at * size / size.y * 720.0;
  float grain = smoothNoise(q * 0.9) * 0.5 + smoothNoise(q * 0.33) * 0.5;
  float hatch = smoothstep(0.35, 0.75, sin((q.x + q.y) * 0.72 + smoothNoise(q * 0.05) * 4.0) * 0.5 + 0.5) * smoothstep(0.34, 0.1, value);
  float cross = smoothstep(0.4, 0.8, sin((q.x - q.y) * 0.66 + smoothNoise(q * 0.04) * 4.0) * 0.5 + 0.5) * smoothstep(0.16, 0.03, value);
  float lead = clamp(edge * 0.55, 0.0, 1.0) * (0.55 + 0.45 * grain) + (hatch * 0.3 + cross * 0.34) * (0.5 + 0.5 * grain);
  float wash = smoothstep(0.8, 0.1, value) * 0.34;
  vec3 paper = vec3(0.945, 0.925, 0.87) - smoothNoise(q * 0.6) * 0.03 - smoothNoise(q * 0.02) * 0.03;
  vec3 ink = mix(paper, vec3(0.33, 0.36, 0.42), wash);
  ink = mix(ink, vec3(0.12, 0.12, 0.15), clamp(lead, 0.0, 0.92));
  vec2 border = min(at, 1.0 - at) * size / size.y;
  return mix(paper, ink, smoothstep(0.012, 0.03, min(border.x, border.y) + (smoothNoise(q * 0.08) - 0.5) * 0.012));
}

vec3 clay() {
  vec3 c = tone(texture2D(picture, at).rgb * 0.9);
  vec2 px = 1.0 / size; float here = metres(at);
  float edge = smoothstep(0.02, 0.1, abs(metres(at + vec2(px.x, 0)) + metres(at - vec2(px.x, 0)) - 2.0 * here) / here + abs(metres(at + vec2(0, px.y)) + metres(at - vec2(0, px.y)) - 2.0 * here) / here);
  c = mix(c, vec3(0.16, 0.18, 0.22), edge * 0.6);
  vec2 third = abs(fract(at * 3.0) - 0.5); float guide = step(0.5 - 1.5 / size.x * 3.0, third.x) + step(0.5 - 1.5 / size.y * 3.0, third.y);
  c = mix(c, vec3(1.0), clamp(guide, 0.0, 1.0) * 0.35);
  vec2 m = abs(at - 0.5); float frame = step(0.449, max(m.x, m.y)) * step(max(m.x, m.y), 0.4515);
  return mix(c, vec3(0.95, 0.75, 0.2), frame * 0.9);
}

vec3 photograph() {
  vec3 c = texture2D(picture, at).rgb;
  vec3 rays = vec3(0.0), soft = vec3(0.0);
  vec2 step_ = (sun - at) / 36.0; vec2 p = at + step_ * noise(at * size);
  float weight = 1.0;
  for (int i = 0; i < 36; i++) {
    if (p.x > 0.0 && p.x < 1.0 && p.y > 0.0 && p.y < 1.0) rays += max(texture2D(picture, p).rgb - 0.72, 0.0) * weight * step(0.9999, texture2D(depth, p).r);
    p += step_; weight *= 0.955;
  }
  for (int i = 0; i < 24; i++) {
    float a = float(i) * 2.399963, r = sqrt(float(i) + 0.5) * 0.0055;
    soft += max(texture2D(picture, at + vec2(cos(a) * r * size.y / size.x, sin(a) * r)).rgb - 0.75, 0.0);
  }
  c += rays * sunColour * sunStrength * 0.035 + soft / 24.0 * 0.7;
  c = tone(c);
  if (finish == 3) {
    float l = dot(c, vec3(0.3, 0.59, 0.11));
    c = mix(vec3(l), c, 1.12) * tint;
    c += (vec3(0.02, 0.035, 0.06) * (1.0 - l)) * 0.8;
    c = mix(c, c * c * (3.0 - 2.0 * c), 0.35);
  } else c = mix(vec3(dot(c, vec3(0.3, 0.59, 0.11))), c, 1.03) * mix(vec3(1.0), tint, 0.6);
  vec2 v = (at - 0.5) * vec2(1.0, 0.9);
  c *= 1.0 - dot(v, v) * (finish == 3 ? 0.75 : 0.45);
  c += (noise(at * size * 0.5) - 0.5) * (finish == 3 ? 0.045 : 0.022);
  if (finish == 3) c *= step(0.064, at.y) * step(at.y, 0.936);
  return c;
}

void main() {
  vec3 c = finish == 0 ? pencil() : finish == 1 ? clay() : photograph();
  gl_FragColor = vec4(clamp(c, 0.0, 1.0), 1.0);
}`;

const order: Finish[] = ['pencil', 'clay', 'raw', 'graded'];

export interface FinishLight {
  /** On the picture, 0 to 1 from its lower left. */
  sun: THREE.Vector2;
  sunColour: THREE.Color;
  /** 0 where the sun is not in front of the camera. */
  strength: number;
  tint: THREE.Vector3;
}

/** Draws `target` onto the canvas of `renderer` with the finish. */
export function finishPicture(
  renderer: THREE.WebGLRenderer,
  target: THREE.WebGLRenderTarget,
  camera: THREE.PerspectiveCamera,
  finish: Finish,
  light: FinishLight,
  seed: number,
): void {
  const material = new THREE.ShaderMaterial({
    vertexShader: vertex,
    fragmentShader: fragment,
    depthTest: false,
    uniforms: {
      picture: { value: target.texture },
      depth: { value: target.depthTexture },
      size: { value: new THREE.Vector2(target.width, target.height) },
      sun: { value: light.sun },
      sunColour: { value: light.sunColour },
      sunStrength: { value: light.strength },
      tint: { value: light.tint },
      near: { value: camera.near },
      far: { value: camera.far },
      seed: { value: seed % 97 },
      finish: { value: order.indexOf(finish) },
    },
  });
  const scene = new THREE.Scene();
  const sheet = new THREE.Mesh(new THREE.PlaneGeometry(2, 2), material);
  sheet.frustumCulled = false;
  scene.add(sheet);
  renderer.setRenderTarget(null);
  renderer.render(scene, new THREE.OrthographicCamera(-1, 1, 1, -1, 0, 1));
  material.dispose();
  sheet.geometry.dispose();
}
