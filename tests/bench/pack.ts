// Packing against sharp doing the same renditions in a bare loop with the same concurrency, and
// packing an unchanged event again against looking at its files.
import { generateKeyPairSync } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { parse, stringify } from 'yaml';
import { packFolder } from '../../src/lib/server/pack/pack-folder.ts';
import { drawPicture, makeEvent } from '../fixtures/make-event.ts';
import type { Measured } from './run.ts';
import { median } from './tools/median.ts';

const rounds = 3;
const manyFiles = 10_000;
const key = generateKeyPairSync('ed25519').privateKey;

export async function bench(): Promise<Measured> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'openset-bench-pack-'));
  try {
    const event = path.join(home, 'event');
    await makeEvent(event, {
      films: 1,
      shots: 4,
      versions: 8,
      width: 1920,
      height: 1080,
      noise: true,
    });
    const runs = [];
    for (let round = 0; round < rounds; round += 1) {
      const bareMs = await bareLoop(event);
      const packMs = await pack(event, path.join(home, `out-${round}`));
      runs.push({ bareMs, packMs, ratio: bareMs / packMs });
    }
    const many = path.join(home, 'many');
    await makeMany(many);
    await pack(many, path.join(home, 'many-out'));
    const again = [];
    for (let round = 0; round < rounds; round += 1)
      again.push({
        statMs: await statAll(many),
        repackMs: await pack(many, path.join(home, 'many-out')),
      });
    const one = path.join(many, 'films/film-1/media/many-2.png');
    await cp(path.join(many, 'films/film-1/media/seed-3.png'), one);
    const oneChangedMs = await pack(many, path.join(home, 'many-out'));
    const repackMs = median(again.map((run) => run.repackMs));
    const statMs = median(again.map((run) => run.statMs));
    return {
      figures: {
        packToSharp: round2(median(runs.map(({ ratio }) => ratio))),
        repackMs: Math.round(repackMs),
        statMs: Math.round(statMs),
        repackOneChangedMs: Math.round(oneChangedMs),
        repackFiles: manyFiles,
      },
      runs: [...runs, ...again],
    };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function pack(event: string, out: string): Promise<number> {
  const startedMs = performance.now();
  const options = { out: path.join(out, 'releases'), cache: path.join(out, 'cache'), key };
  const packed = await packFolder(event, options);
  if ('problems' in packed) throw new Error(JSON.stringify(packed.problems));
  return performance.now() - startedMs;
}

/** The peer: each file decoded once, three WebP files written, one file a core. */
async function bareLoop(event: string): Promise<number> {
  const media = path.join(event, 'films/film-1/media');
  const queue = await readdir(media);
  sharp.concurrency(1);
  const startedMs = performance.now();
  const worker = async (): Promise<void> => {
    for (let name = queue.shift(); name; name = queue.shift()) {
      const { data, info } = await sharp(path.join(media, name))
        .raw()
        .toBuffer({ resolveWithObject: true });
      const raw = { width: info.width, height: info.height, channels: info.channels };
      for (const [width, quality] of [
        [640, 72],
        [1280, 78],
        [1920, 84],
      ] as const)
        await sharp(data, { raw })
          .resize({ width, withoutEnlargement: true })
          .webp({ quality })
          .toBuffer();
    }
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, worker));
  return performance.now() - startedMs;
}

/** One shot file names 10,000 small pictures: four that differ, copied. */
async function makeMany(dir: string): Promise<void> {
  await makeEvent(dir, { films: 1, shots: 1, versions: 1, width: 64, height: 36 });
  const film = path.join(dir, 'films/film-1');
  const file = path.join(film, 'shots/sh010.yaml');
  const shot = parse(await readFile(file, 'utf8')) as {
    versions: { id: string; takes: { id: string; media: string; state: string }[] }[];
  };
  const [version] = shot.versions;
  const [take] = version!.takes;
  for (let seed = 0; seed < 4; seed += 1)
    await drawPicture(path.join(film, `media/seed-${seed}.png`), 64, 36, seed);
  version!.takes = [];
  for (let number = 1; number <= manyFiles; number += 1) {
    const media = `media/many-${number}.png`;
    await cp(path.join(film, `media/seed-${number % 4}.png`), path.join(film, media));
    version!.takes.push({
      ...take!,
      id: `t${String(number).padStart(2, '0')}`,
      media,
      state: number === 1 ? 'accepted' : 'candidate',
    });
  }
  await writeFile(file, stringify(shot, { aliasDuplicateObjects: false }));
}

async function statAll(dir: string): Promise<number> {
  const startedMs = performance.now();
  const names = await readdir(dir, { recursive: true });
  for (const name of names) await stat(path.join(dir, name));
  return performance.now() - startedMs;
}

const round2 = (value: number): number => Math.round(value * 100) / 100;
