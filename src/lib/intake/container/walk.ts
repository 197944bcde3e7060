// One file being walked: bounded reading, and what was found so far. It knows no format.
import { decodeText, type Text } from './bytes.ts';
import { limits, type Container, type Kind } from './container.ts';
import type { Source } from '../source.ts';

/** Said of every kind of file that is shorter than it says. */
export const cutOff = 'The file ends before its content does; what came before could be read.';

export class Walk {
  readonly source: Source;
  readonly found: Container;
  #parts = 0;
  #bytes = 0;

  constructor(source: Source, kind: Kind) {
    this.source = source;
    this.found = { kind, width: null, height: null, durationS: null, blocks: [], error: null };
  }

  /** Counts one more part of the file; `false` once there are more than any real file has. */
  step(): boolean {
    this.#parts += 1;
    if (this.#parts <= limits.parts) return true;
    this.fault('The file has more parts than any real file; the rest was not read.');
    return false;
  }

  /** Takes `bytes` off what one file may hold in memory; `false` where that is too much. */
  spend(bytes: number): boolean {
    if (bytes > limits.blockBytes || this.#bytes + bytes > limits.allBytes) return false;
    this.#bytes += bytes;
    return true;
  }

  /** Up to `length` bytes, only to look at. */
  peek(offset: number, length: number): Promise<Uint8Array> {
    return this.source.read(offset, length);
  }

  /** A block's bytes, to keep; `null` where they are cut off or too many. */
  async take(offset: number, length: number): Promise<Uint8Array | null> {
    if (offset + length > this.source.size || !this.spend(length)) return null;
    const bytes = await this.source.read(offset, length);
    return bytes.length === length ? bytes.slice() : null;
  }

  /** Keeps a block without text. */
  keep(locator: string, key: string, bytes: Uint8Array): void {
    if (this.found.blocks.length < limits.blocks)
      this.found.blocks.push({ locator, key, bytes, text: null, encoding: null });
  }

  /** Keeps a block of text; how its bytes spell it is the caller's to know, UTF-8 or Latin-1 else. */
  say(locator: string, key: string, bytes: Uint8Array, text: Text = decodeText(bytes)): void {
    if (this.found.blocks.length < limits.blocks)
      this.found.blocks.push({ locator, key, bytes, ...text });
  }

  /** Notes what is wrong; the first fault is the one that people are told. */
  fault(what: string): void {
    this.found.error ??= what;
  }

  /** Sets the size in pixels, unless it is known or no size. */
  size(width: number, height: number): void {
    if (this.found.width === null && width > 0 && height > 0)
      [this.found.width, this.found.height] = [width, height];
  }

  /** Sets the length in seconds, to the millisecond, unless it is no length. */
  lasts(seconds: number): void {
    if (seconds > 0 && Number.isFinite(seconds))
      this.found.durationS = Math.round(seconds * 1000) / 1000;
  }

  /** The container, once walked. A picture or clip without a size was damaged. */
  end(hasSize = true): Container {
    if (hasSize && this.found.width === null) this.fault('The file does not say its size.');
    return this.found;
  }
}
