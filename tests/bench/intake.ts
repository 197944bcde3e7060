// Inspecting files against reading and hashing the same bytes, in turns.
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { withFile } from '../../src/lib/server/event/file-source.ts';
import { inspect } from '../../src/lib/intake/inspect.ts';
import { drawPicture } from '../fixtures/make-event.ts';
import type { Measured } from './run.ts';

const files = 100;
const rounds = 5;

export async function bench(): Promise<Measured> {
  const dir = await mkdtemp(path.join(tmpdir(), 'openset-bench-intake-'));
  try {
    await makeStills(dir);
    const names = (await readdir(dir)).map((name) => path.join(dir, name));
    const runs = [];
    for (let round = 0; round < rounds; round += 1)
      runs.push({
        inspectMs: await time(names, async (name) => void (await withFile(name, inspect))),
        hashMs: await time(
          names,
          async (name) =>
            void createHash('sha256')
              .update(await readFile(name))
              .digest(),
        ),
      });
    const ratios = runs
      .map(({ inspectMs, hashMs }) => hashMs / inspectMs)
      .toSorted((a, b) => a - b);
    const inspectMs =
      runs.map((run) => run.inspectMs).toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? NaN;
    return {
      figures: {
        inspectToHash: Math.round((ratios[Math.floor(rounds / 2)] ?? NaN) * 100) / 100,
        filesPerSecond: Math.round((files / inspectMs) * 1000),
      },
      runs,
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Stills of 1 to 3 MB with settings in them, PNG and JPEG in turns. */
async function makeStills(dir: string): Promise<void> {
  const text = `a lane at dawn\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, CFG scale: 5, Seed: 42, Size: 1024x1024, Model: m, Version: v1.10.1`;
  const base = path.join(dir, 'base.png');
  await drawPicture(base, 1024, 1024, 1, true);
  const png = await readFile(base);
  const exif = { IFD0: { ImageDescription: text } };
  const jpeg = await sharp(base).jpeg({ quality: 96 }).withExif(exif).toBuffer();
  const body = Buffer.from(`parameters\0${text}`);
  const chunk = Buffer.concat([Buffer.alloc(4), Buffer.from('tEXt'), body, Buffer.alloc(4)]);
  chunk.writeUInt32BE(body.length, 0);
  const said = Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
  for (let number = 0; number < files; number += 1)
    await writeFile(
      path.join(dir, number % 2 ? `${number}.jpg` : `${number}.png`),
      number % 2 ? jpeg : said,
    );
  await rm(base);
}

async function time(names: string[], use: (name: string) => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  for (const name of names) await use(name);
  return performance.now() - startedMs;
}
