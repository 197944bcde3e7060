// One still: a shot description drawn in full, and where in it each thing stands.
import * as THREE from 'three';
import type { ReleaseSet } from '#lib/openset/set.ts';
import type { ShotDescription } from '../shot/shot-description.ts';
import type { Belongings } from './belongings.ts';
import { Finisher, type Finish } from './finish.ts';
import { World, type Regions } from './world.ts';

export interface StillRequest {
  shot: ShotDescription;
  finish: Finish;
  /** Varies what a prompt leaves open: coats, paces, where exactly people stand. */
  seed: number;
  width: number;
  height: number;
  /** How far the shot has come, 0 to 1; the still is its middle. */
  at: number;
  bars: boolean;
}

/** Draws stills of one set on one canvas; what two stills share is built once. */
export class StillDrawer {
  readonly #renderer: THREE.WebGLRenderer;
  readonly #world: World;
  /** Frames of a clip are seen for a blink: they get half the care at the edges. */
  readonly #finishers = { still: new Finisher(4), frame: new Finisher(2) };

  constructor(canvas: HTMLCanvasElement, set: ReleaseSet, belongings: Belongings) {
    this.#renderer = new THREE.WebGLRenderer({
      canvas,
      preserveDrawingBuffer: true,
      antialias: false,
    });
    this.#renderer.shadowMap.enabled = true;
    this.#renderer.shadowMap.type = THREE.PCFSoftShadowMap;
    this.#world = new World(set, belongings);
  }

  draw({ shot, finish, seed, width, height, at, bars }: StillRequest): Regions {
    this.#renderer.setSize(width, height, false);
    this.#world.show(shot, seed);
    this.#world.moveTo(at, width / height);
    const kind = width > 1300 ? 'still' : 'frame';
    const look = {
      finish,
      seed,
      bars,
      taps: kind === 'still' ? 14 : 6,
    };
    this.#finishers[kind].draw(this.#renderer, this.#world, look, width, height);
    return this.#world.regions();
  }

  dispose(): void {
    this.#world.dispose();
    this.#finishers.still.dispose();
    this.#finishers.frame.dispose();
    this.#renderer.dispose();
  }
}
