// What a tablet must still fetch for a release, and whether it fits. Pure.
import { chunkBytes, chunkCount, chunkRange, MiB } from '#lib/openset/chunk.ts';
import { releaseBytes, spaceFactor, type Manifest } from '#lib/openset/manifest.ts';

/** Longest range asked for at once; a line that breaks loses nothing of it. */
export const rangeBytes = 32 * MiB;

/** What is known of a pack on this tablet. */
export interface Held {
  /** One flag a chunk: its hash agreed and it is flushed. */
  verified: readonly boolean[];
  /** Bytes of a broken-off chunk that are already stored, by chunk. */
  begun: ReadonlyMap<number, number>;
}

/** A run of bytes of a pack to fetch: it may start inside a chunk, and ends with one. */
export interface Range {
  offset: number;
  length: number;
}

/** Ranges of a pack of `bytes` that are missing; all of it where nothing is held. */
export function missingRanges(bytes: number, held: Held | null): Range[] {
  const ranges: Range[] = [];
  for (let chunk = 0; chunk < chunkCount(bytes); chunk += 1) {
    if (held?.verified[chunk]) continue;
    const { offset, length } = chunkRange(bytes, chunk);
    const begun = held?.begun.get(chunk) ?? 0;
    const last = ranges.at(-1);
    const goesOn = begun === 0 && last && last.offset + last.length === offset;
    if (goesOn && last.length + length <= rangeBytes) last.length += length;
    else ranges.push({ offset: offset + begun, length: length - begun });
  }
  return ranges;
}

/** Bytes of a pack that are missing. */
export const missingBytes = (bytes: number, held: Held | null): number =>
  missingRanges(bytes, held).reduce((sum, { length }) => sum + length, 0);

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
  let [missing, reserved] = [0, 0];
  for (const [pack, { bytes }] of manifest.packs.entries()) {
    const one = held[pack] ?? null;
    missing += missingBytes(bytes, one);
    const verified = one?.verified.filter(Boolean).length ?? 0;
    if (one) reserved += Math.max(0, bytes - verified * chunkBytes);
  }
  const free = space.quotaBytes - space.usedBytes + reserved;
  return {
    totalBytes: releaseBytes(manifest),
    missingBytes: missing,
    films: manifest.films.length,
    shortBytes: Math.max(0, Math.ceil(missing * spaceFactor) - free),
  };
}

/** Whether every chunk of a pack of `bytes` is verified: the only way for it to count as held. */
export const isComplete = (bytes: number, verified: readonly boolean[]): boolean =>
  verified.length === chunkCount(bytes) && verified.every(Boolean);
