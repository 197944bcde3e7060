// One pack on the tablet, while it is being filled: preallocated, written in place, proved chunk
// by chunk. A size proves nothing (a preallocated file is full of zeros); only the hash does.
import { chunkBytes, chunkRange, MiB } from '#lib/openset/chunk.ts';
import type { Pack } from '#lib/openset/manifest.ts';
import { hashOf } from '#lib/openset/media-index.ts';
import type { Held } from '../plan.ts';

/** Bytes are stored in pieces of this size, so that a crash costs less than a chunk on all lines together. */
export const pieceBytes = MiB / 4;

/** A write that stored fewer bytes than it was given; browsers were seen to do so at the quota. */
export class ShortWrite extends Error {}

export class PackFile {
  readonly pack: Pack;
  readonly #handle: FileSystemSyncAccessHandle;
  /** The file was not here in full length, so nothing that was known of it holds. */
  readonly #isNew: boolean;

  private constructor(pack: Pack, handle: FileSystemSyncAccessHandle, isNew: boolean) {
    this.pack = pack;
    this.#handle = handle;
    this.#isNew = isNew;
  }

  /** Opens and preallocates; throws QuotaExceededError where the tablet is full. */
  static async open(packs: FileSystemDirectoryHandle, pack: Pack): Promise<PackFile> {
    const file = await packs.getFileHandle(pack.sha256, { create: true });
    const handle = await file.createSyncAccessHandle();
    try {
      const isNew = handle.getSize() !== pack.bytes;
      if (isNew) handle.truncate(pack.bytes);
      if (handle.getSize() !== pack.bytes)
        throw new ShortWrite('The tablet could not set space aside.');
      return new PackFile(pack, handle, isNew);
    } catch (error) {
      handle.close();
      throw error;
    }
  }

  /**
   * What lies in the file: `known` chunks are believed, all others are read again and hashed. A
   * chunk that was broken off counts as begun up to its last stored piece.
   */
  async takeStock(known: Uint8Array | undefined, onChunk: () => void): Promise<Held> {
    const verified: boolean[] = [];
    const begun = new Map<number, number>();
    for (const [chunk, hash] of this.pack.chunks.entries()) {
      if (this.#isNew) verified.push(false);
      else if (known?.[chunk] === 1) verified.push(true);
      else {
        const bytes = this.read(chunk);
        const stored = storedPieces(bytes);
        const isWhole = stored > 0 && (await hashOf(bytes)) === hash;
        verified.push(isWhole);
        if (!isWhole && stored > 0 && stored < bytes.length) begun.set(chunk, stored);
      }
      onChunk();
    }
    return { verified, begun };
  }

  read(chunk: number): Uint8Array<ArrayBuffer> {
    const { offset, length } = chunkRange(this.pack.bytes, chunk);
    const bytes = new Uint8Array(length);
    const read = this.#handle.read(bytes, { at: offset });
    return bytes.subarray(0, read);
  }

  /** Stores `bytes` at `offset`; throws ShortWrite or QuotaExceededError. */
  write(bytes: Uint8Array<ArrayBuffer>, offset: number): void {
    const written = this.#handle.write(bytes, { at: offset });
    if (written !== bytes.length)
      throw new ShortWrite(`Only ${written} of ${bytes.length} bytes were stored.`);
  }

  flush(): void {
    this.#handle.flush();
  }

  close(): void {
    this.#handle.close();
  }
}

/** Bytes of whole pieces before the zeros that preallocation left; 0 where nothing was stored. */
function storedPieces(bytes: Uint8Array): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 4));
  let last = words.length - 1;
  while (last >= 0 && words[last] === 0) last -= 1;
  if (last < 0) return 0;
  const isEnd = (last + 1) * 4 >= bytes.length - 4 || bytes.length < chunkBytes;
  return isEnd ? bytes.length : Math.floor(((last + 1) * 4) / pieceBytes) * pieceBytes;
}
