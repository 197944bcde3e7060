// The live picture: draws a world on a canvas, only when something has changed or moves, as sharp as
// the device can within a change's tenth of a second.
import * as THREE from 'three';
import type { ReleaseSet } from '#lib/openset/set.ts';
import { shotSeconds } from '../shot/camera.ts';
import type { ShotDescription } from '../shot/shot-description.ts';
import type { Belongings } from './belongings.ts';
import { Finisher } from './finish.ts';
import { World } from './world.ts';

/**
 * Milliseconds that the pixels of a frame may take after a change, while playing, and at rest: on top
 * of what the set costs at any size.
 */
const budgetMs = { change: 55, play: 36, rest: 110 };
/** How long nothing must change before the picture is drawn at its best. */
const restAfterMs = 220;
const leastPixels = 448 * 220;
const mostPixels = 2_100_000;

export interface ViewportEvents {
  /** 0 to 1 of the shot, while it plays and when it is put somewhere. */
  onat(at: number): void;
  onend(): void;
  /** The graphics card was taken away, and came back. */
  onlost(): void;
  onback(): void;
}

export class Viewport {
  readonly #canvas: HTMLCanvasElement;
  readonly #set: ReleaseSet;
  readonly #belongings: Belongings;
  readonly #events: ViewportEvents;
  readonly #aspect: number;
  #renderer!: THREE.WebGLRenderer;
  #world!: World;
  #finisher!: Finisher;
  #shot: ShotDescription | null = null;
  #at = 0.5;
  #playing = false;
  #isLost = false;
  #isSeen = true;
  #wants: 'nothing' | 'change' | 'rest' = 'nothing';
  #frame = 0;
  #restTimer = 0;
  #lastMs = 0;
  /** What a frame costs here whatever its size, and what a million pixels add; guesses at first. */
  #fixedMs = 0;
  #msPerMegapixel = 220;
  /** Frames since shadows were cast. */
  #unshaded = 0;
  readonly #watchers: (() => void)[] = [];

  /** Throws where the device has no WebGL 2. */
  constructor(
    canvas: HTMLCanvasElement,
    set: ReleaseSet,
    belongings: Belongings,
    aspect: number,
    events: ViewportEvents,
  ) {
    this.#canvas = canvas;
    this.#set = set;
    this.#belongings = belongings;
    this.#aspect = aspect;
    this.#events = events;
    this.#open();
    this.#watch();
  }

  #open(): void {
    this.#renderer = new THREE.WebGLRenderer({
      canvas: this.#canvas,
      antialias: false,
      preserveDrawingBuffer: true,
      powerPreference: 'high-performance',
    });
    this.#renderer.shadowMap.enabled = true;
    this.#renderer.shadowMap.type = THREE.PCFShadowMap;
    this.#renderer.shadowMap.autoUpdate = false;
    this.#world = new World(this.#set, this.#belongings, 1024);
    this.#finisher = new Finisher(2);
  }

  #watch(): void {
    const on = (target: EventTarget, type: string, does: (event: Event) => void): void => {
      target.addEventListener(type, does);
      this.#watchers.push(() => target.removeEventListener(type, does));
    };
    on(this.#canvas, 'webglcontextlost', (event) => {
      // Says that we want the context back.
      event.preventDefault();
      this.#isLost = true;
      this.#events.onlost();
    });
    on(this.#canvas, 'webglcontextrestored', () => {
      this.#isLost = false;
      this.#want('change');
      this.#events.onback();
    });
    on(document, 'visibilitychange', () => this.#see(!document.hidden));
    const sight = new IntersectionObserver(([entry]) => this.#see(entry!.isIntersecting));
    sight.observe(this.#canvas);
    const size = new ResizeObserver(() => this.#want('change'));
    size.observe(this.#canvas);
    this.#watchers.push(
      () => sight.disconnect(),
      () => size.disconnect(),
    );
  }

  #see(isSeen: boolean): void {
    this.#isSeen = isSeen;
    if (isSeen) this.#want('change');
  }

  /** Shows another shot, at the place where the last one stood. */
  show(shot: ShotDescription): void {
    this.#shot = shot;
    this.#want('change');
  }

  /** Puts the shot at 0 to 1. */
  seek(at: number): void {
    this.#at = Math.min(1, Math.max(0, at));
    this.#want('change');
  }

  /** Plays from where it stands, or from the start once it has ended. */
  play(): void {
    if (this.#at >= 1) this.#at = 0;
    this.#playing = true;
    this.#lastMs = 0;
    this.#want('change');
  }

  pause(): void {
    this.#playing = false;
    this.#want('rest');
  }

  get at(): number {
    return this.#at;
  }

  /** What is on the canvas now, as large as `target`. */
  copyTo(target: HTMLCanvasElement): void {
    target.getContext('2d')?.drawImage(this.#canvas, 0, 0, target.width, target.height);
  }

  #want(what: 'change' | 'rest'): void {
    if (this.#wants !== 'change') this.#wants = what;
    if (this.#frame === 0) this.#frame = requestAnimationFrame((nowMs) => this.#tick(nowMs));
  }

  #tick(nowMs: number): void {
    this.#frame = 0;
    if (!this.#shot || this.#isLost || !this.#isSeen) return;
    const wants = this.#wants;
    this.#wants = 'nothing';
    if (this.#playing) this.#advance(nowMs);
    this.#draw(this.#playing ? 'play' : wants === 'rest' ? 'rest' : 'change');
    clearTimeout(this.#restTimer);
    if (this.#playing) this.#want('change');
    else if (wants === 'change')
      this.#restTimer = window.setTimeout(() => this.#want('rest'), restAfterMs);
  }

  #advance(nowMs: number): void {
    const passedMs = this.#lastMs === 0 ? 0 : Math.min(250, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    this.#at = Math.min(1, this.#at + passedMs / 1000 / shotSeconds);
    this.#events.onat(this.#at);
    if (this.#at < 1) return;
    this.#playing = false;
    this.#events.onend();
  }

  #draw(kind: keyof typeof budgetMs): void {
    const startMs = performance.now();
    this.#world.show(this.#shot!, 1);
    this.#world.moveTo(this.#at, 16 / 9);
    this.#crop();
    const { width, height } = this.#sizeFor(budgetMs[kind]);
    this.#renderer.setSize(width, height, false);
    const look = {
      finish: 'graded' as const,
      seed: 1,
      bars: false,
      taps: kind === 'rest' ? 20 : 8,
    };
    this.#castShadows(kind);
    const drawMs = performance.now();
    this.#finisher.draw(this.#renderer, this.#world, look, width, height);
    this.#settle(width * height, kind, drawMs);
    this.#canvas.dataset.drawn = String(Number(this.#canvas.dataset.drawn ?? 0) + 1);
    this.#canvas.dataset.drawMs = (performance.now() - startMs).toFixed(1);
  }

  /** The film's own frame is wider than 16:9: what its bars would cover is not drawn. */
  #crop(): void {
    const { camera } = this.#world;
    const half = Math.tan(THREE.MathUtils.degToRad(camera.fov) / 2) * (16 / 9 / this.#aspect);
    camera.fov = THREE.MathUtils.radToDeg(Math.atan(half)) * 2;
    camera.aspect = this.#aspect;
    camera.updateProjectionMatrix();
  }

  #sizeFor(budget: number): { width: number; height: number } {
    const scale = Math.min(window.devicePixelRatio, 2);
    const wished = Math.min(
      mostPixels,
      this.#canvas.clientWidth * this.#canvas.clientHeight * scale * scale,
    );
    const payable = (budget / this.#msPerMegapixel) * 1e6;
    const pixels = Math.max(leastPixels, Math.min(wished, payable));
    // Steps of a sixth, so that the picture does not breathe with every measurement.
    const width = Math.round(Math.sqrt(pixels * this.#aspect) / 64) * 64;
    return { width, height: Math.round(width / this.#aspect) };
  }

  /** Shadows cost as much as the picture: at rest they stand as they are, and lag unseen in motion. */
  #castShadows(kind: keyof typeof budgetMs): void {
    this.#unshaded += 1;
    if (kind === 'rest' || (kind === 'play' && this.#unshaded < 3)) return;
    this.#renderer.shadowMap.needsUpdate = true;
    this.#unshaded = 0;
  }

  /** Waits for the graphics card by reading one pixel, and learns what a picture costs. */
  #settle(pixels: number, kind: keyof typeof budgetMs, startMs: number): void {
    const gl = this.#renderer.getContext();
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    const ms = performance.now() - startMs;
    if (pixels <= leastPixels * 1.3) this.#fixedMs += (ms * 0.8 - this.#fixedMs) * 0.3;
    const extraMs = Math.max(2, ms - this.#fixedMs) * (kind === 'rest' ? 0.75 : 1);
    const cost = (extraMs / pixels) * 1e6;
    // Quick to fear, slow to hope: one slow frame is a stutter, one fast one proves little.
    this.#msPerMegapixel +=
      (cost - this.#msPerMegapixel) * (cost > this.#msPerMegapixel ? 0.5 : 0.2);
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#restTimer);
    for (const stop of this.#watchers) stop();
    this.#world.dispose();
    this.#finisher.dispose();
    this.#renderer.dispose();
    // Browsers give a page few contexts: this one is handed back now, not when memory is tidied.
    this.#renderer.forceContextLoss();
  }
}
