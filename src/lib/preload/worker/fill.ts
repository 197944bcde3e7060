// Fills a tablet with a release: takes stock, plans, fetches on several lines, keeps the ledger.
import type { Manifest } from '#lib/openset/manifest.ts';
import type { Ledger } from '../ledger.ts';
import { folder } from '../opfs.ts';
import { cost, isComplete, missingRanges, type Cost, type Held, type Range } from '../plan.ts';
import { fetchRange } from './fetch-range.ts';
import { PackFile } from './pack-file.ts';

/** Ranges under way at once: four fill a gigabit line, more cost memory. */
const lines = 4;

export interface FillEvents {
  onStock(doneBytes: number): void;
  onBytes(bytes: number): void;
}

/** A release on its way into this tablet. */
export class Fill {
  readonly #manifest: Manifest;
  readonly #ledger: Ledger;
  readonly #files: PackFile[] = [];
  readonly #held: { verified: boolean[]; begun: Map<number, number> }[] = [];

  private constructor(manifest: Manifest, ledger: Ledger) {
    this.#manifest = manifest;
    this.#ledger = ledger;
  }

  /** What an unopened release would cost, without touching storage. */
  static async cost(manifest: Manifest, ledger: Ledger): Promise<Cost> {
    const held = await Promise.all(
      manifest.packs.map(async ({ sha256, chunks }): Promise<Held | null> => {
        const known = await ledger.get('chunks', sha256);
        return known
          ? { verified: chunks.map((_, chunk) => known[chunk] === 1), begun: new Map() }
          : null;
      }),
    );
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    return cost(manifest, held, { quotaBytes: quota, usedBytes: usage });
  }

  /** Opens all packs and takes stock of what is in them. */
  static async open(
    manifest: Manifest,
    ledger: Ledger,
    onStock: (bytes: number) => void,
  ): Promise<Fill> {
    const fill = new Fill(manifest, ledger);
    const packs = await folder('packs');
    let done = 0;
    try {
      for (const pack of manifest.packs) {
        const file = await PackFile.open(packs, pack);
        fill.#files.push(file);
        const known = await ledger.get('chunks', pack.sha256);
        const held = await file.takeStock(known, () => onStock((done += 1)));
        fill.#held.push({ verified: [...held.verified], begun: new Map(held.begun) });
        await fill.#keep(fill.#files.length - 1);
      }
      return fill;
    } catch (error) {
      fill.close();
      throw error;
    }
  }

  get missingBytes(): number {
    return missingRanges(this.#manifest, this.#held).reduce((sum, { length }) => sum + length, 0);
  }

  get isComplete(): boolean {
    return isComplete(this.#manifest, this.#held);
  }

  /** Fetches what is missing, once over; the first fault stops all lines. Throws HubAway and storage faults. */
  async fetchMissing(onBytes: (bytes: number) => void, signal: AbortSignal): Promise<void> {
    const queue = missingRanges(this.#manifest, this.#held);
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    const line = async (): Promise<void> => {
      for (let range = queue.shift(); range && !either.aborted; range = queue.shift())
        await this.#fetch(range, onBytes, either);
    };
    const results = await Promise.allSettled(
      Array.from({ length: lines }, () =>
        line().catch((error: unknown) => {
          stop.abort();
          throw error;
        }),
      ),
    );
    signal.throwIfAborted();
    const fault = results.find((result) => result.status === 'rejected' && !isAbort(result.reason));
    if (fault?.status === 'rejected') throw fault.reason;
  }

  async #fetch(range: Range, onBytes: (bytes: number) => void, signal: AbortSignal): Promise<void> {
    const file = this.#files[range.pack]!;
    const held = this.#held[range.pack]!;
    const proved: number[] = [];
    try {
      await fetchRange(
        range,
        file,
        {
          onBytes,
          onChunk: (chunk) => proved.push(chunk),
          onDoubt: (chunk) => held.begun.delete(chunk),
        },
        signal,
      );
    } finally {
      file.flush();
      for (const chunk of proved) {
        held.verified[chunk] = true;
        held.begun.delete(chunk);
      }
      await this.#keep(range.pack);
    }
  }

  /** Writes down which chunks are verified; they are flushed by now. */
  async #keep(pack: number): Promise<void> {
    const { verified } = this.#held[pack]!;
    await this.#ledger.put(
      'chunks',
      Uint8Array.from(verified, Number),
      this.#manifest.packs[pack]!.sha256,
    );
  }

  close(): void {
    for (const file of this.#files.splice(0)) file.close();
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
