// GIF89a: size, length, comments and XMP.
import { decodeText, join, latin1, viewOf } from './bytes.ts';
import type { Container } from './container.ts';
import { cutOff, Walk } from './walk.ts';
import type { Source } from '../source.ts';

/** Bytes that are walked; longer animations are measured up to here. */
const maxWalked = 32 * 2 ** 20;

export async function readGif(source: Source): Promise<Container> {
  const walk = new Walk(source, 'gif');
  const data = await source.read(0, Math.min(source.size, maxWalked));
  if (data.length < 13) {
    walk.fault(cutOff);
    return walk.end();
  }
  const view = viewOf(data);
  walk.size(view.getUint16(6, true), view.getUint16(8, true));
  let at = 13 + tableBytes(data[10]!);
  let frames = 0;
  let delayS = 0;
  let ended = data.length < source.size;
  while (at < data.length && walk.step()) {
    const introducer = data[at];
    if (introducer === 0x3b) {
      ended = true;
      break;
    }
    if (introducer === 0x2c) {
      frames += 1;
      at = afterBlocks(data, at + 11 + tableBytes(data[at + 9] ?? 0));
    } else if (introducer === 0x21) {
      if (data[at + 1] === 0xf9 && at + 6 <= data.length)
        delayS += view.getUint16(at + 4, true) / 100;
      const end = afterBlocks(data, at + 2);
      keepExtension(walk, data.subarray(at, end));
      at = end;
    } else {
      walk.fault('A block has no valid name; the file is damaged from there on.');
      break;
    }
  }
  if (!ended) walk.fault(cutOff);
  if (frames > 1) walk.lasts(delayS);
  return walk.end();
}

const tableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** Where the sub-blocks that begin at `from` have ended. */
function afterBlocks(data: Uint8Array, from: number): number {
  let at = from;
  while (at < data.length && data[at] !== 0) at += data[at]! + 1;
  return at + 1;
}

function keepExtension(walk: Walk, extension: Uint8Array): void {
  const label = extension[1];
  const isXmp = label === 0xff && latin1(extension.subarray(3, 14)) === 'XMP DataXMP';
  if ((label !== 0xfe && !isXmp) || !walk.spend(extension.length)) return;
  const bytes = extension.slice();
  // XMP stands in the open, not in sub-blocks, so that any program can find it (XMP part 3, §1.1.2).
  if (isXmp) walk.say('gif:XMP', 'xmp', bytes, decodeText(bytes.subarray(14)));
  else walk.say('gif:comment', 'comment', bytes, decodeText(joinBlocks(bytes)));
}

function joinBlocks(extension: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 2; at < extension.length && extension[at] !== 0; at += extension[at]! + 1)
    parts.push(extension.subarray(at + 1, at + 1 + extension[at]!));
  return join(parts);
}
