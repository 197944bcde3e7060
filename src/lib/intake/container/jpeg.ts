// JPEG, segment by segment up to the picture (ITU-T T.81); Exif, XMP, IPTC, C2PA, comments.
import { decodeText, join, latin1, viewOf } from './bytes.ts';
import type { Container } from './container.ts';
import { readPhotoshop } from './iptc.ts';
import { readExif } from './tiff.ts';
import { cutOff, Walk } from './walk.ts';
import type { Source } from '../source.ts';

const xmp = 'http://ns.adobe.com/xap/1.0/\0';
const extendedXmp = 'http://ns.adobe.com/xmp/extension/\0';

/** Segments whose parts belong together, gathered until all are there. */
interface Scattered {
  c2pa: Uint8Array[];
  xmp: { offset: number; bytes: Uint8Array }[];
}

export async function readJpeg(source: Source): Promise<Container> {
  const walk = new Walk(source, 'jpeg');
  const scattered: Scattered = { c2pa: [], xmp: [] };
  for (let at = 2; walk.step();) {
    const head = await walk.peek(at, 9);
    if (head.length < 4) {
      walk.fault(cutOff);
      break;
    }
    const marker = head[1]!;
    if (head[0] !== 0xff) {
      walk.fault('A segment has no marker; the file is damaged from there on.');
      break;
    }
    // Fill bytes and markers without a length (B.1.1.2 and B.1.1.3).
    if (marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    if (marker === 0xd9) break;
    if (marker === 0xda) {
      if (!(await endsWhole(walk, at))) walk.fault(cutOff);
      break;
    }
    const length = viewOf(head).getUint16(2);
    if (length < 2) {
      walk.fault('A segment has no length; the file is damaged from there on.');
      break;
    }
    if (isFrame(marker) && head.length >= 9)
      walk.size(viewOf(head).getUint16(7), viewOf(head).getUint16(5));
    if ((marker >= 0xe0 && marker <= 0xef) || marker === 0xfe) {
      const data = await walk.take(at + 4, length - 2);
      if (data) await readSegment(walk, scattered, marker, data);
    }
    at += 2 + length;
  }
  putTogether(walk, scattered);
  return walk.end();
}

/** Start-of-frame markers; the three left out mean tables (B.1.1.3). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/**
 * Whether an end-of-image marker stands behind the scan at `scan`. It is looked for from the end,
 * where it is: inside a scan it cannot occur, and what phones append has its own.
 */
async function endsWhole(walk: Walk, scan: number): Promise<boolean> {
  const window = 64 * 1024;
  for (let end = walk.source.size; end > scan; end -= window - 1) {
    const from = Math.max(scan, end - window);
    const bytes = await walk.peek(from, end - from);
    for (let at = bytes.lastIndexOf(0xd9); at > 0; at = bytes.lastIndexOf(0xd9, at - 1))
      if (bytes[at - 1] === 0xff) return true;
  }
  return false;
}

async function readSegment(
  walk: Walk,
  scattered: Scattered,
  marker: number,
  data: Uint8Array,
): Promise<void> {
  const start = latin1(data.subarray(0, 40));
  if (marker === 0xfe) return walk.say('jpeg:COM', 'comment', data);
  if (marker === 0xe1 && start.startsWith('Exif\0'))
    return readExif(walk, data.subarray(6), 'jpeg:APP1:Exif');
  if (marker === 0xe1 && start.startsWith(xmp))
    return walk.say('jpeg:APP1:XMP', 'xmp', data, decodeText(data.subarray(xmp.length)));
  if (marker === 0xe1 && start.startsWith(extendedXmp)) {
    // Behind the name: a digest of 32 characters, full length, offset (XMP part 3, §1.1.3.1).
    const body = data.subarray(extendedXmp.length);
    if (body.length > 40)
      scattered.xmp.push({ offset: viewOf(body).getUint32(36), bytes: body.subarray(40) });
    return;
  }
  if (marker === 0xeb && start.startsWith('JP')) scattered.c2pa.push(data);
  else if (marker === 0xed && start.startsWith('Photoshop 3.0\0'))
    readPhotoshop(walk, data.subarray(14), 'jpeg:APP13');
  // A bare label in an application segment, as some Chinese services write it.
  else if (start.includes('AIGC')) walk.say(`jpeg:APP${marker - 0xe0}:AIGC`, 'AIGC', data);
}

function putTogether(walk: Walk, { c2pa, xmp: extended }: Scattered): void {
  if (c2pa.length > 0) walk.keep('jpeg:APP11:C2PA', 'c2pa', join(c2pa));
  if (extended.length === 0) return;
  const ordered = extended.toSorted((a, b) => a.offset - b.offset).map(({ bytes }) => bytes);
  walk.say('jpeg:APP1:XMP:extended', 'xmp', join(ordered));
}
