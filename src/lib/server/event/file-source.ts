// A file on disk as a source of bytes for the readers.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import type { Source } from '#lib/intake/source.ts';

/** Small reads are served from one window, since readers hop from header to header. */
const windowBytes = 256 * 1024;

/**
 * Opens `file` for `use`, and closes it whatever happens. Reads are synchronous: they are few and
 * large, and a turn of the event loop for each took longer than the reading.
 */
export async function withFile<T>(file: string, use: (source: Source) => Promise<T>): Promise<T> {
  const handle = openSync(file, 'r');
  try {
    return await use(sourceOf(handle, file));
  } finally {
    closeSync(handle);
  }
}

function sourceOf(handle: number, file: string): Source {
  const { size } = fstatSync(handle);
  let window = { at: 0, bytes: new Uint8Array() };
  const load = (at: number, length: number): Uint8Array<ArrayBuffer> => {
    const buffer = new Uint8Array(Math.max(0, Math.min(length, size - at)));
    return buffer.subarray(0, readSync(handle, buffer, 0, buffer.length, at));
  };
  return {
    name: path.basename(file),
    size,
    read(offset, length) {
      if (length >= windowBytes) return Promise.resolve(load(offset, length));
      const from = offset - window.at;
      const isInside = from >= 0 && from + Math.min(length, size - offset) <= window.bytes.length;
      if (!isInside) window = { at: offset, bytes: load(offset, windowBytes) };
      return Promise.resolve(
        window.bytes.subarray(offset - window.at, offset - window.at + length),
      );
    },
  };
}
