// What a tablet must still fetch for a release, and whether it fits. Pure.
import { chunkBytes, chunkCount, chunkRange, MiB } from '#lib/openset/chunk.ts';
import { releaseBytes, type Manifest } from '#lib/openset/manifest.ts';

/** Free space asked for, as a multiple of what is still to come (rule 89). */
export const spaceFactor = 1.2;

/** Longest range asked for at once: long enough to fill the line, short enough for memory. */
export const rangeBytes = 8 * MiB;

/** What is known of a pack on this tablet. */
export interface Held {
  /** One flag a chunk: its hash agreed and it is flushed. */
  verified: readonly boolean[];
  /** Bytes of a broken-off chunk that are already stored, by chunk; whole pieces only. */
  begun: ReadonlyMap<number, number>;
}

/** A run of bytes of one pack to fetch: it may start inside a chunk, and ends with one. */
export interface Range {
  /** Number of the pack in the manifest. */
  pack: number;
  offset: number;
  length: number;
}

/** Ranges that are missing, pack after pack. */
export function missingRanges(manifest: Manifest, held: readonly (Held | null)[]): Range[] {
  return manifest.packs.flatMap(({ bytes }, pack) => {
    const ranges: Range[] = [];
    for (let chunk = 0; chunk < chunkCount(bytes); chunk += 1) {
      if (held[pack]?.verified[chunk]) continue;
      const { offset, length } = chunkRange(bytes, chunk);
      const begun = held[pack]?.begun.get(chunk) ?? 0;
      const last = ranges.at(-1);
      if (
        begun === 0 &&
        last &&
        last.offset + last.length === offset &&
        last.length + length <= rangeBytes
      )
        last.length += length;
      else ranges.push({ pack, offset: offset + begun, length: length - begun });
    }
    return ranges;
  });
}

export interface Cost {
  totalBytes: number;
  missingBytes: number;
  films: number;
  /** Bytes that must become free before it fits; 0 where it fits. */
  shortBytes: number;
}

/** What the release costs here. Space taken by packs begun already counts as theirs. */
export function cost(
  manifest: Manifest,
  held: readonly (Held | null)[],
  space: { quotaBytes: number; usedBytes: number },
): Cost {
  const totalBytes = releaseBytes(manifest);
  const missingBytes = missingRanges(manifest, held).reduce((sum, { length }) => sum + length, 0);
  const reserved = manifest.packs.reduce((sum, { bytes }, pack) => {
    const verified = held[pack]?.verified.filter(Boolean).length ?? 0;
    return held[pack] ? sum + Math.max(0, bytes - verified * chunkBytes) : sum;
  }, 0);
  const free = space.quotaBytes - space.usedBytes + reserved;
  const shortBytes = Math.max(0, Math.ceil(missingBytes * spaceFactor) - free);
  return { totalBytes, missingBytes, films: manifest.films.length, shortBytes };
}

/** Whether every chunk of every pack is verified: the only way for a release to count as held. */
export function isComplete(manifest: Manifest, held: readonly (Held | null)[]): boolean {
  return manifest.packs.every(({ bytes }, pack) => {
    const verified = held[pack]?.verified ?? [];
    return verified.length === chunkCount(bytes) && verified.every(Boolean);
  });
}
