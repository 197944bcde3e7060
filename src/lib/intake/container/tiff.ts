// TIFF structures: Exif blocks, and TIFF files' own size (TIFF 6.0, Exif 2.32).
import { decodeText, decodeUtf16, latin1, viewOf, type Text } from './bytes.ts';
import { limits, type Container } from './container.ts';
import { readPhotoshop } from './iptc.ts';
import { decodeComment } from './user-comment.ts';
import { cutOff, Walk } from './walk.ts';
import { memorySource, type Source } from '../source.ts';

const names: Record<number, string> = {
  0x010d: 'DocumentName',
  0x010e: 'ImageDescription',
  0x010f: 'Make',
  0x0110: 'Model',
  0x0131: 'Software',
  0x0132: 'DateTime',
  0x013b: 'Artist',
  0x013c: 'HostComputer',
  0x02bc: 'XMP',
  0x83bb: 'IPTC',
  0x8298: 'Copyright',
  0x8649: 'Photoshop',
  0x927c: 'MakerNote',
  0x9286: 'UserComment',
  0x9c9b: 'XPTitle',
  0x9c9c: 'XPComment',
  0x9c9d: 'XPAuthor',
  0x9c9e: 'XPKeywords',
  0x9c9f: 'XPSubject',
};
/** Bytes of one value, by type (TIFF 6.0, §2); the last are Exif's and BigTIFF's. */
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

/** Entries of one directory; real ones have a few dozen. */
const maxEntries = 500;

/** Keeps the texts of an Exif block; a leading `Exif\0\0` is skipped. Damaged parts are left out. */
export async function readExif(walk: Walk, all: Uint8Array, locator: string): Promise<void> {
  const data = latin1(all.subarray(0, 6)) === 'Exif\0\0' ? all.subarray(6) : all;
  await readTags(walk, memorySource(locator, data), locator);
}

/** Opens a TIFF file. Its directory may stand anywhere, mostly behind the picture. */
export async function openTiff(source: Source): Promise<Container> {
  const walk = new Walk(source, 'tiff');
  const pixels = await readTags(walk, source, 'tiff');
  if (pixels === null) walk.fault(cutOff);
  else walk.size(...pixels);
  return walk.end();
}

/** Keeps all texts of both directories; returns the first one's picture size, `null` without one. */
async function readTags(
  walk: Walk,
  source: Source,
  locator: string,
): Promise<[number, number] | null> {
  const head = await source.read(0, 8);
  const order = latin1(head.subarray(0, 2));
  if (head.length < 8 || (order !== 'II' && order !== 'MM')) return null;
  const little = order === 'II';
  const pixels: [number, number] = [0, 0];
  const read = async (at: number, isFirst: boolean): Promise<boolean> => {
    const count = await source.read(at, 2);
    if (count.length < 2) return false;
    const entries = Math.min(viewOf(count).getUint16(0, little), maxEntries);
    const table = (await source.read(at + 2, entries * 12)).slice();
    const view = viewOf(table);
    for (let entry = 0; entry + 12 <= table.length && walk.step(); entry += 12) {
      const tag = view.getUint16(entry, little);
      const type = view.getUint16(entry + 2, little);
      const bytes = view.getUint32(entry + 4, little) * (typeBytes[type] ?? 0);
      const word = (): number => view.getUint32(entry + 8, little);
      const number = (): number => (type === 3 ? view.getUint16(entry + 8, little) : word());
      if (isFirst && tag === 0x0100) pixels[0] = number();
      if (isFirst && tag === 0x0101) pixels[1] = number();
      if (isFirst && tag === 0x8769) await read(word(), false);
      const name = nameOf(tag, type, isFirst);
      if (name === null || bytes === 0 || bytes > limits.blockBytes) continue;
      const value =
        bytes <= 4
          ? table.slice(entry + 8, entry + 8 + bytes)
          : (await source.read(word(), bytes)).slice();
      if (value.length === bytes && walk.spend(bytes))
        keepTag(walk, name, value, `${locator}:${name}`);
    }
    return true;
  };
  return (await read(viewOf(head).getUint32(4, little), true)) ? pixels : null;
}

/** ComfyUI hides graphs in tags that count down from Make, so every text of the first directory is read. */
function nameOf(tag: number, type: number, isFirst: boolean): string | null {
  const isText = isFirst && type === 2 && tag >= 0x0100 && tag < 0x0140;
  return names[tag] ?? (isText ? `0x${tag.toString(16).padStart(4, '0')}` : null);
}

function keepTag(walk: Walk, name: string, value: Uint8Array, locator: string): void {
  if (name === 'IPTC' || name === 'Photoshop') return readPhotoshop(walk, value, locator);
  const text = decodeTag(name, value);
  // Cameras put binary into maker notes; generators put words there.
  if (name === 'MakerNote' && control.test(text.text)) return walk.keep(locator, name, value);
  walk.say(locator, name === 'XMP' ? 'xmp' : name, value, text);
}

const control = /\p{Cc}(?<![\t\n\r])/u;

function decodeTag(name: string, value: Uint8Array): Text {
  if (name === 'UserComment') return decodeComment(value);
  return name.startsWith('XP') ? decodeUtf16(value, 'utf-16le') : decodeText(value);
}
