// GIF89a: size, length, comments and XMP.
import { emptyContainer, limits, type Container } from './container.ts';
import { decodeText, latin1, viewOf, type Source } from './source.ts';

/** Bytes that are walked; longer animations are measured up to here. */
const maxWalked = 32 * 2 ** 20;

export async function readGif(source: Source): Promise<Container> {
  const gif = emptyContainer('gif');
  const data = await source.read(0, Math.min(source.size, maxWalked));
  if (data.length < 13) return { ...gif, error: 'The file ends before the picture does.' };
  [gif.width, gif.height] = [viewOf(data).getUint16(6, true), viewOf(data).getUint16(8, true)];
  let at = 13 + tableBytes(data[10]!);
  let frames = 0;
  let centiseconds = 0;
  const skipBlocks = (from: number): number => {
    let place = from;
    while (place < data.length && data[place] !== 0) place += data[place]! + 1;
    return place + 1;
  };
  for (let part = 0; part < limits.parts && at < data.length; part += 1) {
    const introducer = data[at];
    if (introducer === 0x3b) break;
    if (introducer === 0x2c) {
      frames += 1;
      at = skipBlocks(at + 11 + tableBytes(data[at + 9] ?? 0));
    } else if (introducer === 0x21) {
      const label = data[at + 1];
      if (label === 0xf9 && at + 6 <= data.length)
        centiseconds += viewOf(data).getUint16(at + 4, true);
      const end = skipBlocks(at + 2);
      if (label === 0xfe) {
        const text = decodeText(joinBlocks(data, at + 2, end));
        gif.blocks.push({
          locator: 'gif:comment',
          key: 'comment',
          bytes: data.subarray(at, end),
          text,
        });
      }
      if (label === 0xff && latin1(data.subarray(at + 3, at + 11)) === 'XMP Data') {
        const bytes = data.subarray(at + 14, end);
        gif.blocks.push({ locator: 'gif:XMP', key: 'xmp', bytes, text: decodeText(bytes) });
      }
      at = end;
    } else {
      gif.error = 'A block has no valid name; the file is damaged from there on.';
      break;
    }
  }
  if (frames > 1) gif.durationS = centiseconds / 100;
  return gif;
}

const tableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

function joinBlocks(data: Uint8Array, from: number, to: number): Uint8Array {
  const parts: number[] = [];
  for (let at = from; at < to && data[at]; at += data[at]! + 1)
    for (let i = 1; i <= data[at]! && at + i < to; i += 1) parts.push(data[at + i]!);
  return Uint8Array.from(parts);
}
