// Stepping through a shot of 200 versions: from the key to the drawn picture, step by step, in jumps
// and while scrubbing; then how much memory the decoded pictures take.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { parse, stringify } from 'yaml';
import { packFolder } from '../../src/lib/server/pack/pack-folder.ts';
import { Hub } from '../e2e/hub.ts';
import { makeEvent } from '../fixtures/make-event.ts';
import type { Measured } from './run.ts';
import { median, percentile } from './tools/median.ts';
import { Tablet } from './tools/tablet.ts';

const versions = 200;
/** Different pictures; the versions take turns with them, and every stop decodes its own. */
const pictures = 24;
const sizes = { hd: [1920, 1080], uhd: [3840, 2160] } as const;
const rounds = 3;

interface Stepped {
  /** From the key to the picture drawn on the board, and to the frame that shows it. */
  firstMs: number[];
  presentedMs: number[];
  /** The same on an empty page whose board is filled with one colour. */
  floorFirstMs: number[];
  floorPresentedMs: number[];
  fullMs: number[];
  jumpMs: number[];
  blankFrames: number;
  droppedShare: number;
  bitmapMB: number;
}

export async function bench(): Promise<Measured> {
  const home = await mkdtemp(path.join(tmpdir(), 'openset-bench-step-'));
  try {
    const runs: (Stepped & { size: keyof typeof sizes })[] = [];
    for (const size of ['hd', 'uhd'] as const) {
      const releases = await makeLongShot(path.join(home, size), sizes[size]);
      const hub = await new Hub(releases).start();
      for (let round = 0; round < rounds; round += 1)
        runs.push({
          size,
          ...(await stepThrough(hub.address, path.join(home, `${size}-${round}`))),
        });
      await hub.end();
    }
    const of = (size: keyof typeof sizes, figure: (run: Stepped) => number): number =>
      median(runs.filter((run) => run.size === size).map(figure));
    return {
      figures: {
        firstPictureP50Ms: of('hd', ({ firstMs }) => percentile(firstMs, 0.5)),
        firstPictureP95Ms: of('hd', ({ firstMs }) => percentile(firstMs, 0.95)),
        presentedP95Ms: of('hd', ({ presentedMs }) => percentile(presentedMs, 0.95)),
        floorFirstP95Ms: of('hd', ({ floorFirstMs }) => percentile(floorFirstMs, 0.95)),
        floorPresentedP95Ms: of('hd', ({ floorPresentedMs }) => percentile(floorPresentedMs, 0.95)),
        jumpP95Ms: of('hd', ({ jumpMs }) => percentile(jumpMs, 0.95)),
        fullPictureP95Ms: of('hd', ({ fullMs }) => percentile(fullMs, 0.95)),
        uhdFirstPictureP95Ms: of('uhd', ({ firstMs }) => percentile(firstMs, 0.95)),
        uhdFullPictureP95Ms: of('uhd', ({ fullMs }) => percentile(fullMs, 0.95)),
        blankFrames: runs.reduce((sum, { blankFrames }) => sum + blankFrames, 0),
        scrubDroppedShare: of('hd', ({ droppedShare }) => droppedShare),
        bitmapMB: Math.max(...runs.map(({ bitmapMB }) => bitmapMB)),
      },
      runs: runs.map((run) =>
        Object.fromEntries(
          Object.entries(run).map(([key, value]) =>
            Array.isArray(value) ? [`${key} p95`, percentile(value, 0.95)] : [key, value],
          ),
        ),
      ),
    };
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** One film, one shot; film-like pictures made of the sample's own, with grain. */
async function makeLongShot(
  home: string,
  [width, height]: readonly [number, number],
): Promise<string> {
  const event = path.join(home, 'event');
  await makeEvent(event, { versions: pictures, width: 64, height: 36 });
  const film = path.join(event, 'films/film-1');
  const sample = path.resolve('content/films/bicycle-kids/media');
  const stills = (await readdir(sample)).filter((name) => /\.(webp|png|jpg)$/.test(name)).sort();
  const media = (await readdir(path.join(film, 'media'))).sort();
  for (const [at, name] of media.entries()) {
    const grain = { type: 'gaussian' as const, mean: 128, sigma: 9 };
    const create = { width, height, channels: 3 as const, background: '#888', noise: grain };
    await sharp(path.join(sample, stills[at % stills.length]!))
      .resize(width, height, { fit: 'cover' })
      .composite([{ input: await sharp({ create }).png().toBuffer(), blend: 'soft-light' }])
      .png({ compressionLevel: 1 })
      .toFile(path.join(film, 'media', name));
  }
  const file = path.join(film, 'shots/sh010.yaml');
  const shot = parse(await readFile(file, 'utf8')) as { accepted: string; versions: object[] };
  const accepted = shot.versions.pop();
  shot.versions = Array.from({ length: versions }, (_, at) => ({
    ...(at === versions - 1 ? accepted : shot.versions[at % shot.versions.length]),
    id: `v${String(at + 1).padStart(3, '0')}`,
  }));
  shot.accepted = `v${versions}.t01`;
  await writeFile(file, stringify(shot));
  const out = path.join(home, 'releases');
  const key = generateKeyPairSync('ed25519').privateKey;
  const packed = await packFolder(event, { out, cache: path.join(home, 'cache'), key });
  if ('problems' in packed) throw new Error(JSON.stringify(packed.problems));
  return out;
}

/** On a tablet that holds everything, with the timeline open. */
async function stepThrough(hub: string, profile: string): Promise<Stepped> {
  const tablet = await Tablet.open(profile, `${hub}/setup`);
  try {
    await tablet.until(() => document.querySelector('[data-phase=ready]') !== null);
    await tablet.prepare(watchBitmaps, undefined);
    await tablet.goto(`${hub}/healthz`);
    await wait(1_000);
    await tablet.run(makeFloor);
    await tablet.run(watchSteps);
    await pressOften(tablet, ['ArrowRight'], 60, 100);
    const floor = await tablet.run(() => takeSteps());
    await tablet.goto(`${hub}/films/film-1/sh010`);
    await tablet.until(() => document.querySelector('canvas[data-rung=full]') !== null);
    await wait(2_000);
    await tablet.run(watchSteps);
    // A visitor who taps on and on, one who looks, and one who jumps.
    await pressOften(tablet, ['ArrowRight'], 120, 100);
    const often = await tablet.run(() => takeSteps());
    await pressOften(tablet, ['ArrowLeft'], 25, 600);
    const looking = await tablet.run(() => takeSteps());
    await pressOften(tablet, ['End', 'Home'], 24, 250);
    const jumping = await tablet.run(() => takeSteps());
    const { blankFrames, droppedShare } = await tablet.run(scrub);
    return {
      firstMs: often.first,
      presentedMs: often.presented,
      floorFirstMs: floor.first,
      floorPresentedMs: floor.presented,
      fullMs: looking.full,
      jumpMs: jumping.first,
      blankFrames,
      droppedShare,
      bitmapMB: (await tablet.run(() => takeSteps().peakBitmapBytes)) / 1e6,
    };
  } finally {
    await tablet.close();
  }
}

async function pressOften(
  tablet: Tablet,
  keys: string[],
  times: number,
  everyMs: number,
): Promise<void> {
  for (let press = 0; press < times; press += 1) {
    const key = keys[press % keys.length]!;
    await tablet.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code: key });
    await tablet.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key });
    await wait(everyMs);
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** In the page, put there by `watchSteps`. */
declare function takeSteps(): {
  first: number[];
  presented: number[];
  full: number[];
  peakBitmapBytes: number;
};

/** In the page: the least that can answer a key. */
function makeFloor(): void {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [1280, 640];
  canvas.dataset.rung = 'floor';
  document.body.append(canvas);
  const context = canvas.getContext('2d')!;
  let at = 0;
  addEventListener('keydown', () => {
    context.fillStyle = `hsl(${(at += 47) % 360} 50% 50%)`;
    context.fillRect(0, 0, canvas.width, canvas.height);
    canvas.dataset.at = String(at);
  });
}

/** In the page: counts the bytes of all decoded pictures that are not closed. */
function watchBitmaps(): void {
  const held = { bytes: 0, peak: 0 };
  const make = createImageBitmap;
  const close = Reflect.get(ImageBitmap.prototype, 'close') as () => void;
  Object.assign(window, {
    heldBitmaps: held,
    async createImageBitmap(...parts: Parameters<typeof createImageBitmap>) {
      const bitmap = await make(...parts);
      held.bytes += bitmap.width * bitmap.height * 4;
      held.peak = Math.max(held.peak, held.bytes);
      return bitmap;
    },
  });
  ImageBitmap.prototype.close = function () {
    held.bytes -= this.width * this.height * 4;
    close.call(this);
  };
}

/** In the page: times from the key's own time stamp. */
function watchSteps(): void {
  const canvas = document.querySelector<HTMLCanvasElement>('canvas[data-rung]')!;
  const noted = { first: [] as number[], presented: [] as number[], full: [] as number[] };
  let pressed: { atMs: number; waitsFor: 'first' | 'full' } | null = null;
  const noteFrame = (atMs: number, list: number[]): void => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => list.push(performance.now() - atMs);
      channel.port2.postMessage(null);
    });
  };
  addEventListener(
    'keydown',
    ({ timeStamp }) => (pressed = { atMs: timeStamp, waitsFor: 'first' }),
    true,
  );
  new MutationObserver((changes) => {
    if (!pressed) return;
    const isNew = changes.some(({ attributeName }) => attributeName === 'data-at');
    if (pressed.waitsFor === 'first' && isNew) {
      noted.first.push(performance.now() - pressed.atMs);
      noteFrame(pressed.atMs, noted.presented);
      pressed.waitsFor = 'full';
    }
    if (pressed.waitsFor === 'full' && canvas.dataset.rung === 'full') {
      noteFrame(pressed.atMs, noted.full);
      pressed = null;
    }
  }).observe(canvas, { attributeFilter: ['data-at', 'data-rung'] });
  Object.assign(window, {
    takeSteps() {
      const { peak } = Reflect.get(window, 'heldBitmaps') as { peak: number };
      return {
        first: noted.first.splice(0),
        presented: noted.presented.splice(0),
        full: noted.full.splice(0),
        peakBitmapBytes: peak,
      };
    },
  });
}

/** In the page: 60 stops a second along the range, for three seconds, looking at every frame. */
async function scrub(): Promise<{ blankFrames: number; droppedShare: number }> {
  const range = document.querySelector<HTMLInputElement>('.scrub input')!;
  const canvas = document.querySelector<HTMLCanvasElement>('canvas[data-rung]')!;
  const probe = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  let [blankFrames, frames] = [0, 0];
  const startedMs = performance.now();
  for (let nowMs = startedMs; nowMs < startedMs + 3_000;) {
    nowMs = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    frames += 1;
    probe.clearRect(0, 0, 1, 1);
    probe.drawImage(canvas, canvas.width / 2, canvas.height / 2, 1, 1, 0, 0, 1, 1);
    if (probe.getImageData(0, 0, 1, 1).data[3] === 0) blankFrames += 1;
    const stops = Number(range.max) + 1;
    const stop = Math.floor((nowMs - startedMs) / (1000 / 60));
    range.valueAsNumber = Math.abs(((stop + stops) % (2 * stops)) - stops) % stops;
    range.dispatchEvent(new Event('input', { bubbles: true }));
  }
  return { blankFrames, droppedShare: Math.max(0, 1 - frames / 180) };
}
