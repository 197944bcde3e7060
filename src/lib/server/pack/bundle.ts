// Writes a release as one file (openset/bundle.ts).
import { createReadStream } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { writeBundleHead } from '#lib/openset/bundle.ts';
import { manifest as manifestSchema } from '#lib/openset/manifest.ts';

/**
 * Writes the release in `dir`, which must be proven, to `file`; it takes its name when it is whole
 * and on the disk. Returns its bytes.
 */
export async function writeBundle(
  dir: string,
  file: string,
  onProgress: (done: number, total: number) => void,
): Promise<number> {
  const manifest = await readFile(path.join(dir, 'manifest.json'));
  const signature = await readFile(path.join(dir, 'manifest.sig.json'));
  const { packs } = v.parse(manifestSchema, JSON.parse(manifest.toString()));
  const head = writeBundleHead(manifest, signature);
  const total = packs.reduce((sum, { bytes }) => sum + bytes, head.length);
  const begun = `${file}.part`;
  const into = await open(begun, 'w');
  try {
    await into.write(head);
    let done = head.length;
    for (const { sha256 } of packs)
      for await (const part of createReadStream(path.join(dir, '..', 'packs', sha256), {
        highWaterMark: 2 ** 20,
      }) as AsyncIterable<Buffer>) {
        await into.write(part);
        onProgress((done += part.length), total);
      }
    await into.sync();
    await into.close();
    await rename(begun, file);
  } catch (error) {
    await into.close().catch(() => undefined);
    await rm(begun, { force: true });
    throw error;
  }
  return total;
}
