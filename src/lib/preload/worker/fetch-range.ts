// One range of a pack, from the hub or from a bundle: stored as it comes, proved chunk by chunk.
import { chunkBytes, chunkRange, MiB } from '#lib/openset/chunk.ts';
import { hashOf } from '#lib/openset/media-index.ts';
import { HubAway } from '../hub-client.ts';
import type { Range } from '../plan.ts';
import { BodyReader } from './body-reader.ts';
import { StorageFault, type PackFile } from './pack-file.ts';

/** A line that brings less than this in that time is dropped and opened again; nothing is lost by it. */
const slowest = { bytes: 320 * 1024, ms: 10_000 };

/** Bytes are stored in parts of at most this size: still in the processor's cache when written. */
const partBytes = MiB / 4;

export interface RangeEvents {
  /** Bytes that came over the line and are stored. */
  onBytes(bytes: number): void;
  /** A chunk whose hash agreed and which is stored, but not flushed yet. */
  onChunk(chunk: number): void;
  /** A chunk that was begun before a crash and did not prove: it must come again from its start. */
  onDoubt(chunk: number): void;
}

/**
 * Fetches `range` into `file`, from the pack that `source` is or else from the hub. Throws HubAway
 * where what came is not what was asked for.
 */
export async function fetchRange(
  range: Range,
  file: PackFile,
  source: Blob | null,
  events: RangeEvents,
  signal: AbortSignal,
): Promise<void> {
  const drip = new AbortController();
  let arrived = 0;
  const watchdog = setInterval(() => {
    if (arrived < slowest.bytes) drip.abort();
    arrived = 0;
  }, slowest.ms);
  let body: BodyReader | null = null;
  try {
    body = source
      ? new BodyReader(source.slice(range.offset, range.offset + range.length).stream())
      : await ask(range, file, AbortSignal.any([signal, drip.signal]));
    const filling = new Filling(range, file, events);
    while (!filling.isDone) {
      const part = await body.read(filling.room);
      if (part.length === 0) throw new HubAway('The line broke before the range was whole.');
      arrived += part.length;
      await filling.take(part);
    }
  } catch (error) {
    if (signal.aborted || error instanceof StorageFault || error instanceof HubAway) throw error;
    throw new HubAway('The line to the hub broke.', { cause: error });
  } finally {
    clearInterval(watchdog);
    await body?.cancel();
  }
}

async function ask(range: Range, { pack }: PackFile, signal: AbortSignal): Promise<BodyReader> {
  const asked = `${range.offset}-${range.offset + range.length - 1}`;
  const { status, headers, body } = await fetch(`/packs/${pack.sha256}`, {
    headers: { Range: `bytes=${asked}` },
    cache: 'no-store',
    signal,
  });
  const isRange = status === 206 && headers.get('content-range') === `bytes ${asked}/${pack.bytes}`;
  if (!isRange || !body)
    throw new HubAway('The hub answered with something else than the range asked for.');
  return new BodyReader(body);
}

/** Collects a range into chunks, one buffer for all of them. */
class Filling {
  readonly #file: PackFile;
  readonly #events: RangeEvents;
  readonly #end: number;
  #buffer = new ArrayBuffer(chunkBytes);
  #chunk: number;
  /** Bytes of the chunk that are here and stored. */
  #filled: number;
  #isResumed: boolean;

  constructor(range: Range, file: PackFile, events: RangeEvents) {
    this.#file = file;
    this.#events = events;
    this.#end = range.offset + range.length;
    this.#chunk = Math.floor(range.offset / chunkBytes);
    this.#filled = range.offset % chunkBytes;
    this.#isResumed = this.#filled > 0;
    if (this.#isResumed)
      new Uint8Array(this.#buffer).set(file.read(this.#chunk).subarray(0, this.#filled));
  }

  get isDone(): boolean {
    return this.#chunk * chunkBytes + this.#filled >= this.#end;
  }

  /** Where the next part goes. */
  get room(): Uint8Array<ArrayBuffer> {
    const length = Math.min(partBytes, this.#length - this.#filled);
    return new Uint8Array(this.#buffer, this.#filled, length);
  }

  async take(part: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#buffer = part.buffer;
    this.#file.write(part, this.#chunk * chunkBytes + this.#filled);
    this.#filled += part.length;
    this.#events.onBytes(part.length);
    if (this.#filled === this.#length) await this.#prove();
  }

  get #length(): number {
    return chunkRange(this.#file.pack.bytes, this.#chunk).length;
  }

  async #prove(): Promise<void> {
    const hash = await hashOf(new Uint8Array(this.#buffer, 0, this.#length));
    const agrees = hash === this.#file.pack.chunks[this.#chunk];
    if (!agrees && !this.#isResumed)
      throw new HubAway('A chunk from the hub does not agree with its hash.');
    if (agrees) this.#events.onChunk(this.#chunk);
    else this.#events.onDoubt(this.#chunk);
    this.#chunk += 1;
    this.#isResumed = false;
    this.#filled = 0;
  }
}
