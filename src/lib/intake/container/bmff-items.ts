// Exif and XMP of AVIF and HEIC: items that `iinf` names and `iloc` places (ISO/IEC 14496-12 §8.11).
import type { Box } from './bmff.ts';
import { join, latin1, viewOf } from './bytes.ts';
import { readExif } from './tiff.ts';
import type { Walk } from './walk.ts';

type ItemKind = 'Exif' | 'xmp';

interface Extent {
  offset: number;
  length: number;
}

export class ItemTable {
  readonly #kinds = new Map<number, ItemKind>();
  readonly #extents = new Map<number, Extent[]>();

  /** Notes what a box says of items; `false` where it is another box. */
  async note(walk: Walk, box: Box): Promise<boolean> {
    if (box.type !== 'iinf' && box.type !== 'iloc') return false;
    const data = await walk.take(box.start, box.end - box.start);
    if (!data || data.length < 8) return true;
    if (box.type === 'iinf') this.#readNames(data);
    else this.#readPlaces(walk, new Cursor(data));
    return true;
  }

  /** Keeps the blocks of all items that hold Exif or XMP. */
  async keep(walk: Walk): Promise<void> {
    const { kind } = walk.found;
    for (const [id, name] of this.#kinds) {
      const parts: Uint8Array[] = [];
      for (const { offset, length } of this.#extents.get(id) ?? []) {
        const part = await walk.take(offset, length);
        if (part) parts.push(part);
      }
      const data = join(parts);
      if (data.length === 0) continue;
      if (name === 'xmp') walk.say(`${kind}:meta:XMP`, 'xmp', data);
      // In front of the TIFF data stands how far away it begins (ISO/IEC 23008-12 Annex A).
      else if (data.length > 12)
        await readExif(walk, data.subarray(4 + viewOf(data).getUint32(0)), `${kind}:meta:Exif`);
    }
  }

  /** `infe` entries of version 2 and 3: number, protection, type, name, content type. */
  #readNames(data: Uint8Array): void {
    const view = viewOf(data);
    for (let at = data[0] === 0 ? 6 : 8; at + 20 <= data.length;) {
      const size = view.getUint32(at);
      if (size < 20 || at + size > data.length) return;
      const version = data[at + 8]!;
      const id = version === 3 ? view.getUint32(at + 12) : view.getUint16(at + 12);
      const type = at + (version === 3 ? 18 : 16);
      const code = latin1(data.subarray(type, type + 4));
      const rest = latin1(data.subarray(type + 4, at + size));
      if (code === 'Exif') this.#kinds.set(id, 'Exif');
      else if (code === 'mime' && rest.includes('application/rdf+xml')) this.#kinds.set(id, 'xmp');
      at += size;
    }
  }

  #readPlaces(walk: Walk, data: Cursor): void {
    const version = data.number(1);
    data.number(3);
    const [sizes, more] = [data.number(1), data.number(1)];
    const [offsetBytes, lengthBytes] = [sizes >> 4, sizes & 15];
    const [baseBytes, indexBytes] = [more >> 4, version > 0 ? more & 15 : 0];
    const count = data.number(version < 2 ? 2 : 4);
    for (let item = 0; item < count && data.isInside && walk.step(); item += 1) {
      const id = data.number(version < 2 ? 2 : 4);
      const method = version > 0 ? data.number(2) & 15 : 0;
      data.number(2);
      const base = data.number(baseBytes);
      const extents: Extent[] = [];
      const parts = data.number(2);
      for (let part = 0; part < parts && data.isInside && walk.step(); part += 1) {
        data.number(indexBytes);
        const offset = base + data.number(offsetBytes);
        extents.push({ offset, length: data.number(lengthBytes) });
      }
      // Only places counted from the file's start; the others hold pictures (§8.11.3).
      if (method === 0) this.#extents.set(id, extents);
    }
  }
}

/** Reads big-endian numbers one after the other; behind the end all are zero. */
class Cursor {
  readonly #data: Uint8Array;
  #at = 0;

  constructor(data: Uint8Array) {
    this.#data = data;
  }

  get isInside(): boolean {
    return this.#at < this.#data.length;
  }

  number(bytes: number): number {
    let value = 0;
    for (let i = 0; i < bytes; i += 1) value = value * 256 + (this.#data[this.#at + i] ?? 0);
    this.#at += bytes;
    return value;
  }
}
