// Signed provenance of a source, kept byte for byte: its renditions are new encodings, which no
// signature of the source covers any more, so the proof travels beside them.
import { inspect } from '#lib/intake/inspect.ts';
import type { Provenance } from '#lib/openset/document.ts';
import { withFile } from '#lib/server/event/file-source.ts';
import type { Cache } from './cache.ts';

/** Part of what a rendering depends on; raised when other blocks are kept. */
export const provenanceSettings = 'c2pa 1';

/** The C2PA manifest stores in `file`, where they were found; what cannot be read has none. */
export async function keepProvenance(file: string, cache: Cache): Promise<Provenance[]> {
  const { embedded } = await withFile(file, inspect);
  const kept: Provenance[] = [];
  for (const { key, locator, bytes } of embedded)
    if (key === 'c2pa')
      kept.push({ locator, sha256: await cache.keep(bytes), bytes: bytes.length });
  return kept;
}
