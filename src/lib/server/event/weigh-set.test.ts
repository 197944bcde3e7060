import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memorySource } from '#lib/intake/source.ts';
import { filmSet } from '#lib/openset/set.ts';
import { glbTriangles, weighSet } from './weigh-set.ts';
import { readYaml } from './yaml-file.ts';

/** A binary glTF with these parts in its JSON, and nothing to draw. */
function glb(json: unknown, bytes = 0): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(json).padEnd(4));
  const file = new Uint8Array(20 + text.length + bytes);
  const view = new DataView(file.buffer);
  view.setUint32(0, 0x46546c67, true);
  view.setUint32(4, 2, true);
  view.setUint32(8, file.length, true);
  view.setUint32(12, text.length, true);
  view.setUint32(16, 0x4e4f534a, true);
  file.set(text, 20);
  return file;
}
const heavyModel = glb({
  asset: { version: '2.0' },
  accessors: [{ count: 900 }, { count: 600_000 }],
  meshes: [
    {
      primitives: [
        { attributes: { POSITION: 0 }, indices: 1 },
        { attributes: { POSITION: 0 }, mode: 1 },
      ],
    },
  ],
});

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'openset-set-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function warnings(further: string): Promise<string[]> {
  const sample = await readFile('content/films/bicycle-kids/set.yaml', 'utf8');
  await writeFile(path.join(dir, 'set.yaml'), `${sample}\n${further}\n`);
  const problems = await weighSet(dir, await readYaml(dir, 'set.yaml', filmSet));
  return problems.map(({ what }) => what);
}

describe('weighing a set', () => {
  it('says nothing of a light one', async () => {
    await sharp({ create: { width: 64, height: 64, channels: 4, background: '#0000' } })
      .png()
      .toFile(path.join(dir, 'plate.png'));
    expect(await warnings('cards: [{media: plate.png, at: [0, 0, 0], heightM: 2}]')).toEqual([]);
  });

  it('counts what plates take of a graphics card', async () => {
    await sharp({ create: { width: 5_000, height: 4_000, channels: 4, background: '#0000' } })
      .png()
      .toFile(path.join(dir, 'plate.png'));
    const [said] = await warnings('cards: [{media: plate.png, at: [0, 0, 0], heightM: 2}]');
    expect(said).toContain('107 MB of a graphics card');
  });

  it('counts the triangles of models, and the bytes of all files', async () => {
    await writeFile(path.join(dir, 'ship.glb'), heavyModel);
    expect(await warnings('models: [{media: ship.glb}]')).toEqual([
      expect.stringContaining('200,000 triangles'),
    ]);
    await writeFile(path.join(dir, 'ship.glb'), glb({}, 9_000_000));
    expect(await warnings('models: [{media: ship.glb}]')).toEqual([
      expect.stringContaining('9.0 MB'),
    ]);
  });

  it('is not stopped by a model that is none', async () => {
    await writeFile(path.join(dir, 'ship.glb'), 'no model');
    expect(await warnings('models: [{media: ship.glb}]')).toEqual([]);
    expect(await glbTriangles(memorySource('a.glb', heavyModel))).toBe(200_000);
  });
});
