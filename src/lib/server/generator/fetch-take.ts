import { GeneratorFault, type Generator } from './generator.ts';
import { saveTake, type SavedTake } from './save-take.ts';

export interface TakeLimits {
  /** The folder of takes. */
  dir: string;
  /** Of one clip. */
  mostBytes: number;
  /** A line that drips for longer is given up. */
  longestDownloadMs: number;
}

/** Brings a finished clip to the disk. Throws GeneratorFault, or the signal's reason. */
export async function fetchTake(
  generator: Generator,
  file: string,
  { dir, mostBytes, longestDownloadMs }: TakeLimits,
  signal: AbortSignal,
): Promise<SavedTake> {
  const limit = AbortSignal.timeout(longestDownloadMs);
  // Whatever happens, no line stays open behind it.
  const done = new AbortController();
  try {
    const download = await generator.retrieve(file, AbortSignal.any([signal, limit, done.signal]));
    return await saveTake(dir, download, mostBytes);
  } catch (error) {
    signal.throwIfAborted();
    if (!limit.aborted) throw error;
    throw new GeneratorFault('download', { isPassing: true, said: 'too slow' });
  } finally {
    done.abort();
  }
}
