// What the previs benchmarks run inside their headless browser: the lab's picture and the sample's
// stills, each beside the emptiest scene on the same renderer.
import * as THREE from 'three';
import type { ReleaseSet } from '#lib/openset/set.ts';
import { loadBelongings } from '#lib/previs/picture/belongings.ts';
import { StillDrawer, type StillRequest } from '#lib/previs/picture/draw-still.ts';
import { Finisher } from '#lib/previs/picture/finish.ts';
import { World } from '#lib/previs/picture/world.ts';
import { plainShot, type ShotDescription } from '#lib/previs/shot/shot-description.ts';

export interface Times {
  /** Milliseconds of each picture, waited for to its last pixel. */
  drawnMs: number[];
  emptyMs: number[];
}

const settled = (renderer: THREE.WebGLRenderer): void => {
  const gl = renderer.getContext();
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
};

function timed(act: () => void): number {
  const startMs = performance.now();
  act();
  return performance.now() - startMs;
}

/** Frames of a shot that plays, drawn as the lab's viewport does, but at full resolution. */
async function frames(
  set: ReleaseSet,
  said: Partial<ShotDescription>,
  width: number,
  height: number,
  count: number,
): Promise<Times> {
  const canvas = document.createElement('canvas');
  const renderer = new THREE.WebGLRenderer({
    canvas,
    antialias: false,
    preserveDrawingBuffer: true,
    powerPreference: 'high-performance',
  });
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = THREE.PCFShadowMap;
  renderer.setSize(width, height, false);
  const world = new World(set, await loadBelongings(set, (media) => media), 1024);
  const finisher = new Finisher(2);
  const shot = { ...plainShot(set.choices), ...said };
  const { exposure } = set.hours[shot.time];
  const look = { finish: 'graded', palette: shot.palette, exposure, seed: 1, bars: false, taps: 8 };
  const draw = (at: number): void => {
    world.show(shot, 1);
    world.moveTo(at, width / height);
    finisher.draw(renderer, world, look as Parameters<Finisher['draw']>[2], width, height);
    settled(renderer);
  };
  const [empty, camera] = [new THREE.Scene(), new THREE.PerspectiveCamera()];
  const drawNothing = (): void => {
    renderer.setRenderTarget(null);
    renderer.render(empty, camera);
    settled(renderer);
  };
  draw(0);
  drawNothing();
  const times: Times = { drawnMs: [], emptyMs: [] };
  for (let frame = 0; frame < count; frame += 1) {
    times.drawnMs.push(timed(() => draw(frame / count)));
    times.emptyMs.push(timed(drawNothing));
  }
  world.dispose();
  finisher.dispose();
  renderer.dispose();
  renderer.forceContextLoss();
  return times;
}

/** Stills as the sample has them, each to its PNG; an empty scene's PNG beside them. */
async function stills(set: ReleaseSet, requests: StillRequest[]): Promise<Times> {
  const canvas = document.createElement('canvas');
  const drawer = new StillDrawer(canvas, set, await loadBelongings(set, (media) => media));
  const other = document.createElement('canvas');
  const renderer = new THREE.WebGLRenderer({
    canvas: other,
    antialias: false,
    preserveDrawingBuffer: true,
  });
  const [empty, camera] = [new THREE.Scene(), new THREE.PerspectiveCamera()];
  const times: Times = { drawnMs: [], emptyMs: [] };
  for (const request of requests) {
    times.drawnMs.push(
      timed(() => {
        drawer.draw(request);
        canvas.toDataURL('image/png');
      }),
    );
    times.emptyMs.push(
      timed(() => {
        renderer.setSize(request.width, request.height, false);
        renderer.render(empty, camera);
        other.toDataURL('image/png');
      }),
    );
  }
  drawer.dispose();
  renderer.dispose();
  renderer.forceContextLoss();
  return times;
}

const bench = { frames, stills };
export type PrevisBench = typeof bench;
Object.assign(window, { bench });
