// A clip on its way to the hub's disk: under its hash, whole or not at all, and only where our own
// reader finds a clip in it. What the file says of itself is kept as it says it (rule 82).
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { inspect, type Inspection } from '#lib/intake/inspect.ts';
import { withFile } from '#lib/server/event/file-source.ts';
import { writeAtomically } from '#lib/server/pack/atomic.ts';
import { GeneratorFault, type Download } from './generator.ts';

export type SavedTake = { sha256: string; bytes: number } & Pick<
  Inspection,
  'width' | 'height' | 'durationS' | 'aigc' | 'facts'
>;

/** Writes the clip into `dir`, of `mostBytes` at most. Throws GeneratorFault. */
export async function saveTake(
  dir: string,
  { length, bytes }: Download,
  mostBytes: number,
): Promise<SavedTake> {
  if ((length ?? 0) > mostBytes) throw new GeneratorFault('too-large');
  let size = 0;
  const file = await writeAtomically(dir, async (handle) => {
    const hash = createHash('sha256');
    for await (const part of bytes) {
      size += part.length;
      if (size > mostBytes) throw new GeneratorFault('too-large');
      hash.update(part);
      await handle.writeFile(part);
    }
    if (length !== null && size !== length)
      throw new GeneratorFault('download', { isPassing: true, said: `${size} of ${length} bytes` });
    return hash.digest('hex');
  });
  const found = await withFile(file, inspect);
  if (found.kind !== 'mp4' || found.error !== null || found.durationS === null) {
    await rm(file);
    throw new GeneratorFault('no-video', { isPassing: true, said: found.error });
  }
  const { width, height, durationS, aigc, facts } = found;
  return { sha256: path.basename(file), bytes: size, width, height, durationS, aigc, facts };
}
