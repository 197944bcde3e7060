// Fills a tablet with a release: its packs on several lines at once, what is verified written down
// in the ledger as it comes.
import type { Manifest, Pack } from '#lib/openset/manifest.ts';
import type { Ledger } from '../ledger.ts';
import { cost, isComplete, missingBytes, type Cost, type Held } from '../plan.ts';
import { Line } from './line.ts';

/** Lines at once: three keep two processor cores busy and fill a gigabit network; more lose more when they break. */
const lineCount = 3;

/** What an unopened release would cost, by the ledger alone. */
export async function costHere(manifest: Manifest, ledger: Ledger): Promise<Cost> {
  const held = await Promise.all(
    manifest.packs.map(({ sha256, chunks }) => heldByLedger(sha256, chunks.length, ledger)),
  );
  const { quota = 0, usage = 0 } = await navigator.storage.estimate();
  return cost(manifest, held, { quotaBytes: quota, usedBytes: usage });
}

async function heldByLedger(pack: string, chunks: number, ledger: Ledger): Promise<Held | null> {
  const known = await ledger.get('chunks', pack);
  if (!known) return null;
  const verified = Array.from({ length: chunks }, (_, chunk) => known[chunk] === 1);
  return { verified, begun: new Map() };
}

export interface FillProgress {
  doing: 'checking' | 'fetching' | 'proving';
  /** Bytes of the release that lie here. */
  doneBytes: number;
  /** Bytes that came over the lines since the last report. */
  fetched: number;
}

/**
 * Brings every pack of the release, from the hub or where `sourceOf` says, and proves it. The first fault stops all lines: throws HubAway,
 * StorageFault or the signal's reason, and keeps what is verified.
 */
export async function fill(
  manifest: Manifest,
  ledger: Ledger,
  sourceOf: (pack: Pack) => Blob | null,
  onProgress: (progress: FillProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const queue = manifest.packs.toSorted((a, b) => b.bytes - a.bytes);
  const doneBytes = new Map<string, number>();
  for (const { sha256, bytes, chunks } of manifest.packs) {
    const known = await heldByLedger(sha256, chunks.length, ledger);
    doneBytes.set(sha256, known ? bytes - missingBytes(bytes, known) : 0);
  }
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);

  async function fillOne(line: Line, pack: Pack): Promise<void> {
    let writing = Promise.resolve();
    let verified: boolean[] = [];
    await line
      .fill(
        pack,
        await ledger.get('chunks', pack.sha256),
        sourceOf(pack),
        {
          onProgress({ doing, doneBytes: here, fetched }) {
            const before = doneBytes.get(pack.sha256) ?? 0;
            doneBytes.set(pack.sha256, doing === 'checking' ? Math.max(before, here) : here);
            const total = doneBytes.values().reduce((sum, bytes) => sum + bytes, 0);
            onProgress({ doing, doneBytes: total, fetched });
          },
          onKept(flags) {
            verified = Array.from(flags, Boolean);
            writing = writing.then(
              async () => void (await ledger.put('chunks', flags, pack.sha256)),
            );
          },
        },
        either,
      )
      .finally(() => writing);
    if (!isComplete(pack.bytes, verified))
      throw new Error('A line ended before its pack was whole.');
  }

  async function work(): Promise<void> {
    const line = new Line();
    try {
      for (let pack = queue.shift(); pack && !either.aborted; pack = queue.shift())
        await fillOne(line, pack);
    } catch (error) {
      stop.abort(error);
      throw error;
    } finally {
      line.close();
    }
  }

  const lines = Array.from({ length: Math.min(lineCount, queue.length) }, work);
  await Promise.allSettled(lines);
  signal.throwIfAborted();
  stop.signal.throwIfAborted();
}
