// One pack on the tablet, while it is being filled: preallocated, written in place, proved chunk
// by chunk. A size proves nothing (a preallocated file is full of zeros); only the hash does.
import { chunkBytes, chunkRange } from '#lib/openset/chunk.ts';
import type { Pack } from '#lib/openset/manifest.ts';
import { hashOf } from '#lib/openset/media-index.ts';
import { folder } from '../opfs.ts';
import type { Held } from '../plan.ts';

/** The tablet's own storage failed: full, short of what it was given, or gone. */
export class StorageFault extends Error {
  /** There is no space left. */
  readonly isFull: boolean;

  constructor(words: string, isFull: boolean, options?: ErrorOptions) {
    super(words, options);
    this.isFull = isFull;
  }
}

/** A broken-off chunk goes on from a whole page of the file. */
const pageBytes = 4096;

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

  /** Opens and preallocates. Throws StorageFault. */
  static async open(pack: Pack): Promise<PackFile> {
    let handle: FileSystemSyncAccessHandle | null = null;
    try {
      const file = await (await folder('packs')).getFileHandle(pack.sha256, { create: true });
      handle = await file.createSyncAccessHandle();
      const isNew = handle.getSize() !== pack.bytes;
      if (isNew) handle.truncate(pack.bytes);
      if (handle.getSize() !== pack.bytes)
        throw new StorageFault('No space could be set aside.', true);
      return new PackFile(pack, handle, isNew);
    } catch (error) {
      handle?.close();
      throw storageFault(error);
    }
  }

  /**
   * What lies in the file: `known` chunks are believed, all others are read again and hashed. A
   * chunk that was broken off counts as begun up to its last stored page. `onBytes` is told of
   * every chunk that holds.
   */
  async takeStock(
    known: Uint8Array | undefined,
    onBytes: (bytes: number) => void,
  ): Promise<Held & { verified: boolean[]; begun: Map<number, number> }> {
    const verified: boolean[] = [];
    const begun = new Map<number, number>();
    for (const [chunk, hash] of this.pack.chunks.entries()) {
      if (this.#isNew) verified.push(false);
      else if (known?.[chunk] === 1) verified.push(true);
      else {
        const bytes = this.read(chunk);
        const stored = storedBytes(bytes);
        const isWhole = stored > 0 && (await hashOf(bytes)) === hash;
        verified.push(isWhole);
        if (!isWhole && stored > 0 && stored < bytes.length) begun.set(chunk, stored);
      }
      if (verified[chunk]) onBytes(chunkRange(this.pack.bytes, chunk).length);
    }
    return { verified, begun };
  }

  read(chunk: number): Uint8Array<ArrayBuffer> {
    const { offset, length } = chunkRange(this.pack.bytes, chunk);
    const bytes = new Uint8Array(length);
    try {
      return bytes.subarray(0, this.#handle.read(bytes, { at: offset }));
    } catch (error) {
      throw storageFault(error);
    }
  }

  /** Stores `bytes` at `offset`; browsers were seen to store fewer at the quota. */
  write(bytes: Uint8Array<ArrayBuffer>, offset: number): void {
    try {
      const written = this.#handle.write(bytes, { at: offset });
      if (written === bytes.length) return;
      throw new StorageFault(`Only ${written} of ${bytes.length} bytes were stored.`, true);
    } catch (error) {
      throw storageFault(error);
    }
  }

  flush(): void {
    try {
      this.#handle.flush();
    } catch (error) {
      throw storageFault(error);
    }
  }

  close(): void {
    this.#handle.close();
  }
}

function storageFault(error: unknown): StorageFault {
  if (error instanceof StorageFault) return error;
  const isFull = error instanceof Error && error.name === 'QuotaExceededError';
  return new StorageFault(`The storage failed: ${String(error)}`, isFull, { cause: error });
}

/** Bytes of whole pages before the zeros that preallocation left; 0 where nothing was stored. */
function storedBytes(bytes: Uint8Array): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 4));
  let last = words.length - 1;
  while (last >= 0 && words[last] === 0) last -= 1;
  if (last < 0) return 0;
  const isEnd = (last + 1) * 4 >= bytes.length - 4 || bytes.length < chunkBytes;
  return isEnd ? bytes.length : Math.floor(((last + 1) * 4) / pageBytes) * pageBytes;
}
