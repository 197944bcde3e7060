// A line to the hub: fills one pack after another, each from what is here already. A worker of its
// own, because hashing and writing hold up the thread that does them.
import { HubAway } from '../hub-client.ts';
import { missingBytes, missingRanges, type Range } from '../plan.ts';
import { fetchRange } from './fetch-range.ts';
import type { LineOrder, LineReport } from './line-messages.ts';
import { PackFile, StorageFault } from './pack-file.ts';

/** Progress is told at most this often. */
const tellMs = 250;

const tell = (report: LineReport): void => postMessage(report);
let stop = new AbortController();

addEventListener('message', ({ data }: MessageEvent<LineOrder>) => {
  if (data.order === 'stop') stop.abort();
  else void fill(data);
});

async function fill({ pack, known, source }: Extract<LineOrder, { order: 'fill' }>): Promise<void> {
  stop = new AbortController();
  const { signal } = stop;
  let file: PackFile | null = null;
  try {
    file = await PackFile.open(pack);
    await new Filler(file, source, signal).fill(known);
    file.close();
    tell({ report: 'ended', why: 'complete', words: '' });
  } catch (error) {
    file?.close();
    const why = signal.aborted
      ? 'stopped'
      : error instanceof HubAway
        ? 'hub-away'
        : error instanceof StorageFault
          ? error.isFull
            ? 'full'
            : 'storage'
          : 'broken';
    tell({ report: 'ended', why, words: String(error) });
  }
}

class Filler {
  readonly #file: PackFile;
  readonly #source: Blob | null;
  readonly #signal: AbortSignal;
  #verified: boolean[] = [];
  #begun = new Map<number, number>();
  #doneBytes = 0;
  #fetched = 0;
  #toldMs = 0;

  constructor(file: PackFile, source: Blob | null, signal: AbortSignal) {
    this.#file = file;
    this.#source = source;
    this.#signal = signal;
  }

  async fill(known: Uint8Array | undefined): Promise<void> {
    const stock = await this.#file.takeStock(known, (bytes) => this.#tell('checking', bytes));
    [this.#verified, this.#begun] = [stock.verified, stock.begun];
    this.#count();
    if (this.#missing().length === 0) this.#keep();
    // A chunk in doubt is asked for once more, so it can take a second turn.
    for (let missing = this.#missing(); missing.length > 0; missing = this.#missing())
      for (const range of missing) await this.#fetch(range);
    this.#tell('fetching', 0, 0);
  }

  #missing(): Range[] {
    return missingRanges(this.#file.pack.bytes, this.#held);
  }

  get #held() {
    return { verified: this.#verified, begun: this.#begun };
  }

  async #fetch(range: Range): Promise<void> {
    const proved: number[] = [];
    try {
      await fetchRange(
        range,
        this.#file,
        this.#source,
        {
          onBytes: (bytes) => this.#tell('fetching', bytes),
          onChunk: (chunk) => proved.push(chunk),
          onDoubt: (chunk) => this.#begun.delete(chunk),
        },
        this.#signal,
      );
    } finally {
      this.#file.flush();
      for (const chunk of proved) {
        this.#verified[chunk] = true;
        this.#begun.delete(chunk);
      }
      this.#count();
      this.#keep();
    }
  }

  #count(): void {
    const { bytes } = this.#file.pack;
    this.#doneBytes = bytes - missingBytes(bytes, this.#held);
  }

  #keep(): void {
    tell({ report: 'kept', verified: Uint8Array.from(this.#verified, Number) });
  }

  #tell(doing: 'checking' | 'fetching', bytes: number, everyMs = tellMs): void {
    this.#doneBytes += bytes;
    if (doing === 'fetching') this.#fetched += bytes;
    const nowMs = performance.now();
    if (nowMs - this.#toldMs < everyMs) return;
    this.#toldMs = nowMs;
    tell({ report: 'progress', doing, doneBytes: this.#doneBytes, fetched: this.#fetched });
    this.#fetched = 0;
  }
}
