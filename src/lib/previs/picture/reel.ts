// Several shots of one set side by side: one graphics context draws them in turn, as many a frame as
// the device manages, and copies each to its own canvas.
import * as THREE from 'three';
import type { ReleaseSet } from '#lib/openset/set.ts';
import { shotSeconds } from '../shot/camera.ts';
import type { ShotDescription } from '../shot/shot-description.ts';
import type { Belongings } from './belongings.ts';
import { Finisher } from './finish.ts';
import { World } from './world.ts';

export interface Cell {
  canvas: HTMLCanvasElement;
  shot: ShotDescription;
}

/** Milliseconds of a frame that drawing may take; the rest is the page's. */
const budgetMs = 14;
/** How long a shot rests on its first and last frame before it starts again. */
const restS = 0.9;

export class Reel {
  readonly #renderer = new THREE.WebGLRenderer({ antialias: false });
  readonly #world: World;
  readonly #finisher = new Finisher(2);
  readonly #cells: Cell[];
  #next = 0;
  #frame = 0;
  #startMs = 0;

  /** Throws where the device has no WebGL 2. */
  constructor(set: ReleaseSet, belongings: Belongings, cells: Cell[]) {
    this.#cells = cells;
    this.#renderer.shadowMap.enabled = true;
    this.#world = new World(set, belongings, 512);
    const { width, height } = cells[0]!.canvas;
    this.#renderer.setSize(width, height, false);
    this.#frame = requestAnimationFrame(() => {
      for (const cell of cells) this.#draw(cell, 0.12);
    });
  }

  start(): void {
    cancelAnimationFrame(this.#frame);
    this.#startMs = 0;
    this.#frame = requestAnimationFrame((nowMs) => this.#tick(nowMs));
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
  }

  #tick(nowMs: number): void {
    if (this.#startMs === 0) this.#startMs = nowMs;
    this.#frame = requestAnimationFrame((laterMs) => this.#tick(laterMs));
    if (document.hidden) return;
    const seconds = ((nowMs - this.#startMs) / 1000) % (shotSeconds + 2 * restS);
    const at = Math.min(1, Math.max(0, (seconds - restS) / shotSeconds));
    const untilMs = performance.now() + budgetMs;
    for (let drawn = 0; drawn < this.#cells.length && performance.now() < untilMs; drawn += 1) {
      this.#draw(this.#cells[this.#next]!, at);
      this.#next = (this.#next + 1) % this.#cells.length;
    }
  }

  #draw({ canvas, shot }: Cell, at: number): void {
    const { width, height } = canvas;
    this.#world.show(shot, 1);
    this.#world.moveTo(at, width / height);
    const look = {
      finish: 'graded' as const,
      seed: 1,
      bars: false,
      taps: 6,
    };
    this.#finisher.draw(this.#renderer, this.#world, look, width, height);
    canvas.getContext('2d')?.drawImage(this.#renderer.domElement, 0, 0);
  }

  dispose(): void {
    this.stop();
    this.#world.dispose();
    this.#finisher.dispose();
    this.#renderer.dispose();
    this.#renderer.forceContextLoss();
  }
}
