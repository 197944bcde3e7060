// One range of a pack from the hub: streamed, stored piece by piece, proved chunk by chunk.
import { chunkBytes, chunkRange } from '#lib/openset/chunk.ts';
import { hashOf } from '#lib/openset/media-index.ts';
import { HubAway } from '../hub-client.ts';
import type { Range } from '../plan.ts';
import { pieceBytes, type PackFile } from './pack-file.ts';

/** A line that brings nothing for this long is dropped and opened again. */
const silenceMs = 10_000;

export interface RangeEvents {
  /** Bytes that came over the line. */
  onBytes(bytes: number): void;
  /** A chunk whose hash agreed and which is stored, but not flushed yet. */
  onChunk(chunk: number): void;
  /** A chunk that was begun before the crash and did not prove: it must come again from its start. */
  onDoubt(chunk: number): void;
}

/** Fetches `range` into `file`. Throws HubAway where what came is not what was asked for. */
export async function fetchRange(
  range: Range,
  file: PackFile,
  events: RangeEvents,
  signal: AbortSignal,
): Promise<void> {
  const silence = new AbortController();
  const first = range.offset;
  const last = range.offset + range.length - 1;
  let watchdog = setTimeout(() => silence.abort(), silenceMs);
  try {
    const response = await fetch(`/packs/${file.pack.sha256}`, {
      headers: { Range: `bytes=${first}-${last}` },
      cache: 'no-store',
      signal: AbortSignal.any([signal, silence.signal]),
    });
    const expected = `bytes ${first}-${last}/${file.pack.bytes}`;
    if (
      response.status !== 206 ||
      response.headers.get('content-range') !== expected ||
      !response.body
    )
      throw new HubAway('The hub answered with something else than the range asked for.');
    const filling = new Filling(range, file, events);
    for await (const part of response.body) {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => silence.abort(), silenceMs);
      events.onBytes(part.length);
      await filling.take(part);
    }
    if (!filling.isDone) throw new HubAway('The line broke before the range was whole.');
  } catch (error) {
    if (signal.aborted || isStorageFault(error) || error instanceof HubAway) throw error;
    throw new HubAway('The line to the hub broke.', { cause: error });
  } finally {
    clearTimeout(watchdog);
  }
}

/** Faults of the tablet's own storage are no reason to ask the hub again. */
export function isStorageFault(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'QuotaExceededError' ||
      error.name === 'InvalidStateError' ||
      error.constructor.name === 'ShortWrite')
  );
}

/** Collects a range into chunks. A piece is stored as soon as it is full. */
class Filling {
  readonly #file: PackFile;
  readonly #events: RangeEvents;
  readonly #end: number;
  #chunk: number;
  #bytes: Uint8Array<ArrayBuffer>;
  /** Bytes of the chunk that are here, and of those the ones that are stored. */
  #filled: number;
  #stored: number;
  #resumed: boolean;

  constructor(range: Range, file: PackFile, events: RangeEvents) {
    this.#file = file;
    this.#events = events;
    this.#end = range.offset + range.length;
    this.#chunk = Math.floor(range.offset / chunkBytes);
    this.#filled = this.#stored = range.offset % chunkBytes;
    this.#resumed = this.#filled > 0;
    this.#bytes = this.#resumed ? file.read(this.#chunk) : this.#empty();
  }

  get isDone(): boolean {
    return Math.min(this.#chunk * chunkBytes + this.#filled, this.#file.pack.bytes) >= this.#end;
  }

  async take(part: Uint8Array): Promise<void> {
    for (let at = 0; at < part.length;) {
      if (this.isDone) throw new HubAway('The hub sent more than was asked for.');
      const piece = part.subarray(at, at + this.#bytes.length - this.#filled);
      this.#bytes.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      this.#store();
      if (this.#filled === this.#bytes.length) await this.#prove();
    }
  }

  #store(): void {
    const isWhole = this.#filled === this.#bytes.length;
    const upTo = isWhole ? this.#filled : Math.floor(this.#filled / pieceBytes) * pieceBytes;
    if (upTo <= this.#stored) return;
    const { offset } = chunkRange(this.#file.pack.bytes, this.#chunk);
    this.#file.write(this.#bytes.subarray(this.#stored, upTo), offset + this.#stored);
    this.#stored = upTo;
  }

  async #prove(): Promise<void> {
    const agrees = (await hashOf(this.#bytes)) === this.#file.pack.chunks[this.#chunk];
    if (!agrees && this.#resumed) this.#events.onDoubt(this.#chunk);
    else if (!agrees) throw new HubAway('A chunk from the hub does not agree with its hash.');
    else this.#events.onChunk(this.#chunk);
    this.#chunk += 1;
    this.#resumed = false;
    this.#filled = this.#stored = 0;
    if (this.#chunk * chunkBytes < this.#file.pack.bytes) this.#bytes = this.#empty();
  }

  #empty(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(chunkRange(this.#file.pack.bytes, this.#chunk).length);
  }
}
