// Media and documents of a release, found in its packs by the media index.
import { open } from 'node:fs/promises';
import { findInIndex, type Entry } from '#lib/openset/media-index.ts';
import { packFile, type HeldRelease } from './open-release.ts';
import type { Section } from './send-section.ts';

/** Where the bytes behind `key` of the media index lie; `null` where the release has none. */
export async function findMedia(
  release: HeldRelease,
  key: string,
): Promise<(Section & Pick<Entry, 'type'>) | null> {
  const { index, packs } = release.manifest;
  const place = (pack: number): string => packFile(release, packs[pack]?.sha256 ?? '');
  const table = await open(place(index.pack));
  try {
    const read = async (at: number, length: number): Promise<Uint8Array> => {
      const into = Buffer.alloc(length);
      const { bytesRead } = await table.read(into, 0, length, index.offset + at);
      return into.subarray(0, bytesRead);
    };
    const entry = await findInIndex(read, index.length, key);
    return entry && { ...entry, file: place(entry.pack) };
  } finally {
    await table.close();
  }
}
