// The last pass over a picture: pencil for storyboards, guides for previs, light and grain for the rest.
import * as THREE from 'three';
import type { World } from './world.ts';

/** How a stage looks. */
export type Finish = 'pencil' | 'clay' | 'raw' | 'graded';

const vertex = `varying vec2 at; void main() { at = uv; gl_Position = vec4(position.xy, 0.0, 1.0); }`;

const fragment = `
varying vec2 at;
uniform sampler2D picture; uniform sampler2D depth;
uniform vec2 size; uniform vec2 sun; uniform vec3 sunColour; uniform vec3 tint;
uniform float sunStrength; uniform float near; uniform float far; uniform float seed; uniform int finish; uniform int taps;
uniform float focus; uniform float aperture; uniform float exposure; uniform float mono; uniform float bars;

float noise(vec2 p) { return fract(sin(dot(p + seed, vec2(12.9898, 78.233))) * 43758.5453); }
// Interleaved gradient noise (Jimenez 2014): its dots lie so evenly that the eye takes them for a tone.
float evenNoise(vec2 p) { return fract(52.9829189 * fract(dot(p, vec2(0.06711056, 0.00583715)))); }
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

float blurAt(vec2 p) { float d = metres(p); return clamp(aperture * abs(d - focus) / max(d, 0.1), 0.0, 0.016); }

vec3 photograph() {
  vec3 c = texture2D(picture, at).rgb;
  vec2 round = vec2(size.y / size.x, 1.0);
  // What is out of focus is gathered from around; what is sharp and nearer does not smear.
  float own = blurAt(at);
  if (own > 0.0008) {
    vec3 sum = c; float whole = 1.0; float here = metres(at);
    for (int i = 0; i < 32; i++) {
      if (i >= taps) break;
      float r = sqrt((float(i) + 0.5) / float(taps)); float a = float(i) * 2.399963;
      vec2 p = at + vec2(cos(a), sin(a)) * r * own * round;
      float k = blurAt(p) > own * 0.4 || metres(p) > here ? 1.0 : 0.04;
      vec3 s = texture2D(picture, p).rgb; k *= 1.0 + 1.5 * max(light(p) - 0.8, 0.0);
      sum += s * k; whole += k;
    }
    c = sum / whole;
  }
  vec3 rays = vec3(0.0), soft = vec3(0.0);
  vec2 step_ = (sun - at) / float(taps + 4); vec2 p = at + step_ * evenNoise(gl_FragCoord.xy);
  float weight = 1.0;
  if (sunStrength > 0.0) for (int i = 0; i < 36; i++) {
    if (i >= taps + 4) break;
    if (p.x > 0.0 && p.x < 1.0 && p.y > 0.0 && p.y < 1.0) rays += min(max(texture2D(picture, p).rgb - 0.72, 0.0), 1.6) * weight * step(0.9999, texture2D(depth, p).r);
    p += step_; weight *= 1.0 - 1.65 / float(taps + 4);
  }
  for (int i = 0; i < 32; i++) {
    if (i >= taps) break;
    float a = float(i) * 2.399963, r = sqrt(float(i) + 0.5) * 0.0275 / sqrt(float(taps));
    soft += min(max(texture2D(picture, at + vec2(cos(a), sin(a)) * r * round).rgb - 0.8, 0.0), 2.0);
  }
  c += rays * sunColour * sunStrength * 1.2 / float(taps + 4) + soft / float(taps) * 0.75;
  c = tone(c * exposure);
  if (finish == 3) {
    float l = dot(c, vec3(0.3, 0.59, 0.11));
    c = mix(vec3(l), c, 1.12) * tint;
    c += (vec3(0.02, 0.035, 0.06) * (1.0 - l)) * 0.7;
    c = mix(c, c * c * (3.0 - 2.0 * c), 0.35);
  } else c = mix(vec3(dot(c, vec3(0.3, 0.59, 0.11))), c, 1.03) * mix(vec3(1.0), tint, 0.75);
  c = mix(c, vec3(dot(c, vec3(0.3, 0.59, 0.11))) * vec3(1.02, 1.0, 0.97), mono);
  vec2 v = (at - 0.5) * vec2(1.0, 0.9);
  c *= 1.0 - dot(v, v) * (finish == 3 ? 0.75 : 0.45);
  // Grain is finer than a pixel of a small picture: there it would only be dirt.
  c += (noise(at * size * 0.5) - 0.5) * (finish == 3 ? 0.04 : 0.02) * smoothstep(250.0, 900.0, size.y);
  if (bars > 0.5) c *= step(0.064, at.y) * step(at.y, 0.936);
  return c;
}

void main() {
  vec3 c = finish == 0 ? pencil() : finish == 1 ? clay() : photograph();
  gl_FragColor = vec4(clamp(c, 0.0, 1.0), 1.0);
}`;

const order: Finish[] = ['pencil', 'clay', 'raw', 'graded'];

const tints = {
  neutral: [1, 1, 1],
  warm: [1.08, 1, 0.88],
  cool: [0.9, 0.99, 1.1],
  film: [1.05, 1.0, 0.92],
  mono: [1, 1, 1],
} as const;

/** The lens is open at this stop: what is not in focus goes soft as it would on a real camera. */
const fStop = 2.8;

export interface FinishLook {
  finish: Finish;
  /** Varies grain and pencil. */
  seed: number;
  /** Black bars of a wide release print. */
  bars: boolean;
  /** Samples a pixel for focus, glow and rays: 8 for speed, 28 for stills. */
  taps: number;
}

/** Draws what a world's camera sees, finished, onto a canvas or a target. */
export class Finisher {
  readonly #material: THREE.ShaderMaterial;
  readonly #scene = new THREE.Scene();
  readonly #flat = new THREE.OrthographicCamera(-1, 1, 1, -1, 0, 1);
  readonly #clay = new THREE.MeshLambertMaterial({ color: 0xb9bcc2, side: THREE.DoubleSide });
  readonly #grid = new THREE.GridHelper(120, 120, 0x50555e, 0x83888f);
  readonly #samples: number;
  #target: THREE.WebGLRenderTarget | null = null;

  constructor(samples = 4) {
    this.#samples = samples;
    this.#grid.position.y = 0.02;
    const names = [
      'picture',
      'depth',
      'size',
      'sun',
      'sunColour',
      'sunStrength',
      'tint',
      'near',
      'far',
    ];
    const more = ['seed', 'finish', 'taps', 'focus', 'aperture', 'exposure', 'mono', 'bars'];
    this.#material = new THREE.ShaderMaterial({
      vertexShader: vertex,
      fragmentShader: fragment,
      depthTest: false,
      uniforms: Object.fromEntries([...names, ...more].map((name) => [name, { value: null }])),
    });
    const sheet = new THREE.Mesh(new THREE.PlaneGeometry(2, 2), this.#material);
    sheet.frustumCulled = false;
    this.#scene.add(sheet);
  }

  /** `width` and `height` are those of the renderer's drawing buffer. */
  draw(
    renderer: THREE.WebGLRenderer,
    world: World,
    look: FinishLook,
    width: number,
    height: number,
  ): void {
    const target = this.#targetOf(width, height);
    this.#see(renderer, world, look.finish, target);
    const { at, ahead } = world.sunOnPicture();
    const { camera, air } = world;
    const f = world.lensMm / 1000;
    const uniforms: Record<string, unknown> = {
      picture: target.texture,
      depth: target.depthTexture,
      size: new THREE.Vector2(width, height),
      sun: at,
      sunColour: air.sun.value,
      sunStrength: ahead ? 0.9 + air.cover.value * 0.5 : 0,
      tint: new THREE.Vector3(...tints[world.palette]),
      near: camera.near,
      far: camera.far,
      seed: look.seed % 97,
      finish: order.indexOf(look.finish),
      taps: look.taps,
      focus: world.focusM,
      // Circle of confusion over the frame's width, for something infinitely far away.
      aperture: (f * f) / (fStop * Math.max(0.1, world.focusM - f)) / 0.036,
      exposure: world.exposure,
      mono: world.palette === 'mono' ? 1 : 0,
      bars: look.bars ? 1 : 0,
    };
    for (const [name, value] of Object.entries(uniforms))
      this.#material.uniforms[name]!.value = value;
    renderer.setRenderTarget(null);
    renderer.render(this.#scene, this.#flat);
  }

  #see(
    renderer: THREE.WebGLRenderer,
    world: World,
    finish: Finish,
    target: THREE.WebGLRenderTarget,
  ): void {
    const { scene, camera } = world;
    renderer.setRenderTarget(target);
    if (finish !== 'clay') {
      renderer.render(scene, camera);
      return;
    }
    const hidden: THREE.Object3D[] = [];
    // Light, air and water drops are not modelled in clay.
    scene.traverse((part) => {
      if (part.visible && (part.name === 'sky' || isAiry(part))) hidden.push(part);
    });
    for (const part of hidden) part.visible = false;
    scene.overrideMaterial = this.#clay;
    scene.background = new THREE.Color(0xc3c6ca);
    scene.add(this.#grid);
    renderer.render(scene, camera);
    scene.remove(this.#grid);
    scene.background = null;
    scene.overrideMaterial = null;
    for (const part of hidden) part.visible = true;
  }

  #targetOf(width: number, height: number): THREE.WebGLRenderTarget {
    if (this.#target?.width === width && this.#target.height === height) return this.#target;
    this.#drop();
    this.#target = new THREE.WebGLRenderTarget(width, height, {
      type: THREE.HalfFloatType,
      samples: this.#samples,
      depthTexture: new THREE.DepthTexture(width, height, THREE.FloatType),
    });
    return this.#target;
  }

  #drop(): void {
    this.#target?.depthTexture?.dispose();
    this.#target?.dispose();
    this.#target = null;
  }

  dispose(): void {
    this.#drop();
    this.#material.dispose();
    this.#clay.dispose();
    this.#grid.dispose();
  }
}

const isAiry = (part: THREE.Object3D): boolean =>
  part instanceof THREE.Mesh && (part.material as THREE.Material).transparent;
