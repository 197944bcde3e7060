// A file on disk as a source of bytes for the readers.
import { open } from 'node:fs/promises';
import path from 'node:path';
import type { Source } from '#lib/intake/source.ts';

/** Small reads are served from one window, since readers hop from header to header. */
const windowBytes = 64 * 1024;

/** Opens `file` for `use`, and closes it whatever happens. */
export async function withFile<T>(file: string, use: (source: Source) => Promise<T>): Promise<T> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    let window: { at: number; bytes: Uint8Array } = { at: 0, bytes: new Uint8Array() };
    const load = async (at: number, length: number): Promise<Uint8Array> => {
      const buffer = new Uint8Array(Math.max(0, Math.min(length, size - at)));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
      return buffer.subarray(0, bytesRead);
    };
    return await use({
      name: path.basename(file),
      size,
      async read(offset, length) {
        if (length >= windowBytes) return load(offset, length);
        const from = offset - window.at;
        const isInside = from >= 0 && from + Math.min(length, size - offset) <= window.bytes.length;
        if (!isInside) window = { at: offset, bytes: await load(offset, windowBytes) };
        return window.bytes.subarray(offset - window.at, offset - window.at + length);
      },
    });
  } finally {
    await handle.close();
  }
}
