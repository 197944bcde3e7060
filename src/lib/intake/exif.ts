// TIFF structures: Exif blocks, and TIFF files' own size (TIFF 6.0, Exif 2.32).
import { limits, type Block } from './container.ts';
import { decodeText, latin1, viewOf } from './source.ts';

const names: Record<number, string> = {
  0x010d: 'DocumentName',
  0x010e: 'ImageDescription',
  0x010f: 'Make',
  0x0110: 'Model',
  0x0131: 'Software',
  0x013b: 'Artist',
  0x013c: 'HostComputer',
  0x8298: 'Copyright',
  0x9286: 'UserComment',
  0x927c: 'MakerNote',
  0x9c9b: 'XPTitle',
  0x9c9c: 'XPComment',
  0x9c9e: 'XPKeywords',
  0x9c9f: 'XPSubject',
};
const typeBytes: Record<number, number> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  12: 8,
};

interface Tiff {
  blocks: Block[];
  width: number | null;
  height: number | null;
}

/** Texts of an Exif block; a leading `Exif\0\0` is skipped. Damaged parts are left out. */
export const readExif = (data: Uint8Array, locator: string): Block[] =>
  readTiff(data, locator).blocks;

/** Size and texts of TIFF data. ComfyUI hides graphs in tags that count down from Make, so all ASCII tags of IFD0 are read. */
export function readTiff(all: Uint8Array, locator: string): Tiff {
  const data = latin1(all.subarray(0, 6)) === 'Exif\0\0' ? all.subarray(6) : all;
  const found: Tiff = { blocks: [], width: null, height: null };
  const order = latin1(data.subarray(0, 2));
  if (data.length < 8 || (order !== 'II' && order !== 'MM')) return found;
  const little = order === 'II';
  const view = viewOf(data);
  const open = [{ at: view.getUint32(4, little), isFirst: true }];
  const seen = new Set<number>();
  for (let next = open.shift(); next && seen.size < 8; next = open.shift()) {
    if (seen.has(next.at) || next.at + 2 > data.length) continue;
    seen.add(next.at);
    const count = Math.min(view.getUint16(next.at, little), 400);
    for (let entry = 0; entry < count; entry += 1) {
      const at = next.at + 2 + entry * 12;
      if (at + 12 > data.length) break;
      const tag = view.getUint16(at, little);
      const type = view.getUint16(at + 2, little);
      const bytes = view.getUint32(at + 4, little) * (typeBytes[type] ?? 0);
      const place = bytes <= 4 ? at + 8 : view.getUint32(at + 8, little);
      if (tag === 0x8769) open.push({ at: view.getUint32(at + 8, little), isFirst: false });
      if (tag === 0x0100 && next.isFirst) found.width = small(view, type, at + 8, little);
      if (tag === 0x0101 && next.isFirst) found.height = small(view, type, at + 8, little);
      const name =
        names[tag] ??
        (next.isFirst && type === 2 && tag >= 0x0100 && tag < 0x0140
          ? `0x${tag.toString(16).padStart(4, '0')}`
          : null);
      if (name === null || bytes === 0 || bytes > limits.blockBytes || place + bytes > data.length)
        continue;
      const value = data.subarray(place, place + bytes);
      const text =
        name === 'UserComment'
          ? decodeComment(value)
          : name.startsWith('XP')
            ? decodeUtf16(value, true)
            : decodeText(value);
      found.blocks.push({
        locator: `${locator}:${name}`,
        key: name,
        bytes: value,
        text: text.replace(/\0+$/, ''),
      });
    }
  }
  return found;
}

function small(view: DataView, type: number, at: number, little: boolean): number {
  return type === 3 ? view.getUint16(at, little) : view.getUint32(at, little);
}

/**
 * UserComment: eight bytes name the encoding. Writers put UTF-16 of either byte order behind
 * `UNICODE`, so the zeros of its ASCII part decide.
 */
export function decodeComment(value: Uint8Array): string {
  const code = latin1(value.subarray(0, 8)).replace(/\0+$/, '');
  const body = value.subarray(8);
  if (code === 'UNICODE') {
    if (body[0] === 0xff && body[1] === 0xfe) return decodeUtf16(body.subarray(2), true);
    if (body[0] === 0xfe && body[1] === 0xff) return decodeUtf16(body.subarray(2), false);
    return looksWide(body) ? decodeUtf16(body, zerosAreOdd(body)) : decodeText(body);
  }
  if (code === 'ASCII' || code === 'JIS' || code === '') return decodeText(body);
  return decodeText(value);
}

function countZeros(bytes: Uint8Array): [number, number] {
  let [even, odd] = [0, 0];
  const end = Math.min(bytes.length, 4096);
  for (let at = 0; at < end; at += 1)
    if (bytes[at] === 0) {
      if (at % 2 === 0) even += 1;
      else odd += 1;
    }
  return [even, odd];
}

const zerosAreOdd = (bytes: Uint8Array): boolean => {
  const [even, odd] = countZeros(bytes);
  return odd > even;
};

function looksWide(bytes: Uint8Array): boolean {
  const [even, odd] = countZeros(bytes);
  return even + odd > 0 || bytes.length % 2 === 0;
}

function decodeUtf16(bytes: Uint8Array, little: boolean): string {
  return new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(
    bytes.subarray(0, bytes.length - (bytes.length % 2)),
  );
}
