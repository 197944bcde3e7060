// Preloading 600 MB against fetching the same ranges and throwing them away, and against putting
// the same media into Cache Storage, in turns; then what interruptions cost.
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MiB } from '../../src/lib/openset/chunk.ts';
import { releaseBytes } from '../../src/lib/openset/manifest.ts';
import { channelName } from '../../src/lib/preload/protocol.ts';
import { missingRanges } from '../../src/lib/preload/plan.ts';
import { groupBlobs } from '../../src/lib/server/pack/write-packs.ts';
import { Hub } from '../e2e/hub.ts';
import {
  eventKeyPair,
  makeRelease,
  media,
  noise,
  type MadeRelease,
} from '../fixtures/make-release.ts';
import type { Measured } from './run.ts';
import { openLine } from './tools/line.ts';
import { median } from './tools/median.ts';
import { watchMemory } from './tools/memory.ts';
import { Tablet } from './tools/tablet.ts';

const MB = 1e6;
const rounds = 5;
const interruptions = 12;
/** Slow enough that a kill falls into the middle of the fetching. */
const lineBytesPerSecond = 40 * MB;

export async function bench(): Promise<Measured> {
  const home = await mkdtemp(path.join(tmpdir(), 'openset-bench-preload-'));
  try {
    const { release, addresses } = await makeLarge(path.join(home, 'large'));
    const runs = [];
    const hub = await new Hub(path.join(home, 'large')).start();
    for (let round = 0; round < rounds; round += 1)
      runs.push(await compare(home, hub.address, release, addresses));
    await hub.end();
    const wastedChunks = await interrupt(home);
    const totalMB = releaseBytes(release.manifest) / MB;
    return {
      figures: {
        verifiedToDiscard: median(runs.map((run) => run.discardMs / run.preloadMs)),
        verifiedToCacheStorage: median(runs.map((run) => run.cacheStorageMs / run.preloadMs)),
        verifiedMBPerSecond: median(runs.map((run) => (totalMB / run.preloadMs) * 1000)),
        peakMemoryMB: median(runs.map((run) => run.preloadPeakMB)),
        discardPeakMemoryMB: median(runs.map((run) => run.discardPeakMB)),
        maxWastedChunks: Math.max(...wastedChunks),
      },
      runs: [...runs, { wastedChunks }],
    };
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** 400 stills of 0.5 to 1.3 MB and 6 clips of 40 MB. */
async function makeLarge(root: string): Promise<{ release: MadeRelease; addresses: string[] }> {
  const blobs = [
    ...Array.from({ length: 400 }, (_, at) =>
      media(noise(at, (0.5 + (at % 9) / 10) * MB), 'image/webp'),
    ),
    ...Array.from({ length: 6 }, (_, at) => media(noise(1_000 + at, 40 * MB), 'video/mp4')),
  ];
  const release = await makeRelease(root, eventKeyPair(), groupBlobs(blobs));
  return { release, addresses: blobs.map(({ sha256 }) => `/media/${sha256}`) };
}

/** Each way on a tablet that holds nothing yet. */
async function compare(home: string, hub: string, release: MadeRelease, addresses: string[]) {
  const ranges = release.manifest.packs.flatMap(({ sha256, bytes }) =>
    missingRanges(bytes, null).map(({ offset, length }) => ({
      address: `/packs/${sha256}`,
      range: `bytes=${offset}-${offset + length - 1}`,
    })),
  );
  const onTablet = (work: (tablet: Tablet) => Promise<number>) => onFreshTablet(home, hub, work);
  const discard = await onTablet((tablet) => tablet.run(discardAll, ranges));
  const cache = await onTablet((tablet) => tablet.run(cacheAll, addresses));
  const preload = await preloadAll(home, hub, release);
  return {
    discardMs: discard.took,
    cacheStorageMs: cache.took,
    preloadMs: preload.took,
    discardPeakMB: discard.peakMB,
    preloadPeakMB: preload.peakMB,
  };
}

/** A tablet that keeps the app already and waits; then the hub has a release. */
async function preloadAll(home: string, hub: string, release: MadeRelease) {
  const [folder, away] = [release.id, 'away'].map((name) => path.join(release.root, name));
  await rename(folder!, away!);
  await rm(path.join(release.root, 'current'), { force: true });
  const profile = await mkdtemp(path.join(home, 'tablet-'));
  const tablet = await Tablet.open(profile, `${hub}/setup`);
  try {
    await tablet.run(() => navigator.serviceWorker.ready.then(() => undefined));
    await tablet.until(() => document.querySelector('[data-phase=waiting]') !== null);
    return await measured(home, tablet, async () => {
      await rename(away!, folder!);
      return tablet.run(goOn, channelName);
    });
  } finally {
    await tablet.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function measured(home: string, tablet: Tablet, work: () => Promise<number>) {
  await touchMemory(home);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const memory = await watchMemory(tablet.process);
  const took = await work();
  return { took, peakMB: (await memory.stop()) / MB };
}

/**
 * Writes and removes as much as the release: virtual machines get the pages of their memory one by
 * one at the first touch, which would be measured in the place of the storing.
 */
async function touchMemory(home: string): Promise<void> {
  const file = path.join(home, 'touched');
  await writeFile(file, Buffer.alloc(800 * MB, 1));
  await rm(file);
}

/** In the page: milliseconds from a touch on “Go on” until the release is committed. */
function goOn(channel: string): Promise<number> {
  return new Promise((resolve) => {
    const startedMs = performance.now();
    new BroadcastChannel(channel).addEventListener('message', ({ data }) => {
      if (/^(proving|ready)$/.test(data.state.phase)) resolve(performance.now() - startedMs);
    });
    document.querySelector<HTMLButtonElement>('section button.primary')?.click();
  });
}

/** On a page without the app, so that nothing else works meanwhile. */
async function onFreshTablet(
  home: string,
  hub: string,
  work: (tablet: Tablet) => Promise<number>,
): Promise<{ took: number; peakMB: number }> {
  const profile = await mkdtemp(path.join(home, 'tablet-'));
  const tablet = await Tablet.open(profile, `${hub}/healthz`);
  try {
    return await measured(home, tablet, () => work(tablet));
  } finally {
    await tablet.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** In the page: the limit. Milliseconds. */
async function discardAll(ranges: { address: string; range: string }[]): Promise<number> {
  const startedMs = performance.now();
  const line = async (): Promise<void> => {
    for (let next = ranges.shift(); next; next = ranges.shift()) {
      const answer = await fetch(next.address, {
        headers: { Range: next.range },
        cache: 'no-store',
      });
      const reader = answer.body!.getReader();
      while (!(await reader.read()).done);
    }
  };
  await Promise.all([line(), line(), line(), line()]);
  return performance.now() - startedMs;
}

/** In the page: what most offline applications do. Milliseconds. */
async function cacheAll(addresses: string[]): Promise<number> {
  const startedMs = performance.now();
  const cache = await caches.open('peer');
  const line = async (): Promise<void> => {
    for (let next = addresses.shift(); next; next = addresses.shift())
      await cache.put(next, await fetch(next, { cache: 'no-store' }));
  };
  await Promise.all(Array.from({ length: 6 }, line));
  return performance.now() - startedMs;
}

/**
 * Kills the browser again and again while it fetches over a slow line. What the line had to carry
 * twice, in chunks, one figure an interruption.
 */
async function interrupt(home: string): Promise<number[]> {
  const root = path.join(home, 'interrupted');
  const groups = Array.from({ length: 8 }, (_, at) => [media(noise(at, 30 * MB), 'video/mp4')]);
  await makeRelease(root, eventKeyPair(), groups);
  const profile = path.join(home, 'interrupted-tablet');
  const hub = await new Hub(root).start();
  const line = await openLine(hub.address, lineBytesPerSecond);
  const wasted: number[] = [];
  try {
    for (let round = 0; round <= interruptions; round += 1) {
      const [carried, again] = [line.carried, line.carriedAgain];
      const tablet = await Tablet.open(profile, `${line.address}/setup`);
      while (line.carried === carried) await new Promise((resolve) => setTimeout(resolve, 5));
      await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 250));
      await tablet.close('kill');
      if (round > 0) wasted.push((line.carriedAgain - again) / MiB);
    }
    return wasted;
  } finally {
    line.close();
    await hub.end();
  }
}
