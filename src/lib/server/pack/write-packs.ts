// Blobs, back to back, in packs. Where a pack ends depends on the blobs themselves, so that one
// changed take changes one pack and the tablets keep all others.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { chunkBytes, MiB } from '#lib/openset/chunk.ts';
import type { Pack } from '#lib/openset/manifest.ts';
import type { Entry } from '#lib/openset/media-index.ts';
import { writeAtomically } from './atomic.ts';
import type { Blob } from './blob.ts';
import type { Cache } from './cache.ts';

/** A pack ends after the first blob past `least` whose hash says so (one in eight), or at `most`. */
const packSize = { least: 4 * MiB, most: 32 * MiB };

/** The cache no longer holds what it promised; packing again from the sources mends it. */
export class CacheDamage extends Error {}

/** Groups `blobs`, which keep their order, into packs. A blob of 16 MiB or more has its own. */
export function groupBlobs(blobs: Blob[]): Blob[][] {
  const groups: Blob[][] = [];
  let open: Blob[] = [];
  let bytes = 0;
  const close = (): void => {
    if (open.length > 0) groups.push(open);
    [open, bytes] = [[], 0];
  };
  for (const blob of blobs) {
    if (bytes + blob.bytes > packSize.most) close();
    if (blob.bytes >= packSize.most / 2) {
      close();
      groups.push([blob]);
      continue;
    }
    open.push(blob);
    bytes += blob.bytes;
    if (bytes >= packSize.least && Number.parseInt(blob.sha256.slice(0, 2), 16) < 32) close();
  }
  close();
  return groups;
}

/** Where each blob of `groups` lies, pack by pack. */
export function locate(groups: Blob[][]): Entry[] {
  return groups.flatMap((group, pack) => {
    let offset = 0;
    return group.map(({ key, bytes, type }): Entry => {
      const entry = { hash: key, pack, offset, length: bytes, type };
      offset += bytes;
      return entry;
    });
  });
}

/** Writes one pack into `dir`, or finds it there already. */
export async function writePack(
  group: Blob[],
  dir: string,
  cache: Cache,
  onBytes: (bytes: number) => void,
): Promise<Pack> {
  const composition = createHash('sha256')
    .update(group.map(({ sha256 }) => sha256).join())
    .digest('hex');
  const known = cache.pack(composition);
  if (known) {
    const there = await stat(path.join(dir, known.sha256)).catch(() => null);
    if (there?.size === known.bytes) {
      onBytes(known.bytes);
      return known;
    }
  }
  const chunks = new ChunkHashes();
  const file = await writeAtomically(dir, async (handle) => {
    for (const blob of group) {
      const whole = createHash('sha256');
      for await (const part of read(blob)) {
        whole.update(part);
        chunks.update(part);
        await handle.appendFile(part);
        onBytes(part.length);
      }
      if (whole.digest('hex') !== blob.sha256) throw new CacheDamage(`${blob.sha256} has changed`);
    }
    return chunks.end();
  });
  const pack: Pack = { sha256: path.basename(file), bytes: chunks.bytes, chunks: chunks.hashes };
  cache.rememberPack(composition, pack);
  return pack;
}

async function* read({ from }: Blob): AsyncGenerator<Uint8Array> {
  if (typeof from !== 'string') yield from;
  else
    try {
      for await (const part of createReadStream(from, { highWaterMark: MiB })) yield part as Buffer;
    } catch (error) {
      throw new CacheDamage(`${from} cannot be read`, { cause: error });
    }
}

/** Hashes a stream as a whole and per chunk. */
export class ChunkHashes {
  readonly hashes: string[] = [];
  bytes = 0;
  #inChunk = 0;
  #chunk = createHash('sha256');
  readonly #whole = createHash('sha256');

  update(data: Uint8Array): void {
    this.#whole.update(data);
    this.bytes += data.length;
    for (let at = 0; at < data.length;) {
      const part = data.subarray(at, at + chunkBytes - this.#inChunk);
      this.#chunk.update(part);
      this.#inChunk += part.length;
      at += part.length;
      if (this.#inChunk === chunkBytes) this.#closeChunk();
    }
  }

  /** Ends the stream; returns the hash of the whole. */
  end(): string {
    if (this.#inChunk > 0) this.#closeChunk();
    return this.#whole.digest('hex');
  }

  #closeChunk(): void {
    this.hashes.push(this.#chunk.digest('hex'));
    this.#chunk = createHash('sha256');
    this.#inChunk = 0;
  }
}
