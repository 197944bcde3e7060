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
  readonly #set: ReleaseSet;
  readonly #world: World;
  readonly #finisher = new Finisher();

  constructor(canvas: HTMLCanvasElement, set: ReleaseSet, belongings: Belongings) {
    this.#renderer = new THREE.WebGLRenderer({
      canvas,
      preserveDrawingBuffer: true,
      antialias: false,
    });
    this.#renderer.shadowMap.enabled = true;
    this.#renderer.shadowMap.type = THREE.PCFSoftShadowMap;
    this.#set = set;
    this.#world = new World(set, belongings);
  }

  draw({ shot, finish, seed, width, height, at, bars }: StillRequest): Regions {
    this.#renderer.setSize(width, height, false);
    this.#world.show(shot, seed);
    this.#world.moveTo(at, width / height);
    const look = {
      finish,
      palette: shot.palette,
      exposure: this.#set.hours[shot.time].exposure,
      seed,
      bars,
      // What moves needs fewer samples than what is looked at for long.
      taps: width > 1300 ? 14 : 6,
    };
    this.#finisher.draw(this.#renderer, this.#world, look, width, height);
    return this.#world.regions();
  }

  dispose(): void {
    this.#world.dispose();
    this.#finisher.dispose();
    this.#renderer.dispose();
  }
}
