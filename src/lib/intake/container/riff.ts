// RIFF: WebP pictures (RFC 9649), and as much of WAV and AVI as their size, length and labels.
import { latin1, viewOf } from './bytes.ts';
import type { Container, Kind } from './container.ts';
import { readExif } from './tiff.ts';
import { cutOff, Walk } from './walk.ts';
import type { Source } from '../source.ts';

const kinds: Record<string, Kind> = { WEBP: 'webp', WAVE: 'wav', 'AVI ': 'avi' };

/** Lists that are entered; an AVI's `movi` holds nothing but frames. */
const entered = new Set(['hdrl', 'INFO']);

/** What the length is worked out from. */
interface Timing {
  frames: number;
  animationMs: number;
  bytesPerSecond: number;
}

/** Reads a RIFF file of a known form; `null` for every other form. */
export async function readRiff(source: Source): Promise<Container | null> {
  const start = await source.read(0, 12);
  const kind = start.length < 12 ? undefined : kinds[latin1(start.subarray(8))];
  if (!kind) return null;
  const walk = new Walk(source, kind);
  const timing: Timing = { frames: 0, animationMs: 0, bytesPerSecond: 0 };
  const declared = viewOf(start).getUint32(4, true) + 8;
  if (declared > source.size + 1) walk.fault(cutOff);
  const end = Math.min(source.size, declared);
  for (let at = 12; at + 8 <= end && walk.step();) {
    const head = await walk.peek(at, 8 + 56);
    const id = latin1(head.subarray(0, 4));
    const length = viewOf(head).getUint32(4, true);
    const body = head.subarray(8);
    if (at + 8 + length > source.size) walk.fault(cutOff);
    if (kind === 'webp') readSize(walk, id, body);
    readTiming(walk, timing, id, body, length);
    await readChunk(walk, id, at + 8, length);
    const isEntered = id === 'LIST' && entered.has(latin1(body.subarray(0, 4)));
    at += isEntered ? 12 : 8 + length + (length % 2);
  }
  if (timing.frames > 1) walk.lasts(timing.animationMs / 1000);
  return walk.end(kind !== 'wav');
}

async function readChunk(walk: Walk, id: string, start: number, length: number): Promise<void> {
  if (!['EXIF', 'XMP ', 'C2PA', 'AIGC'].includes(id)) return;
  const data = await walk.take(start, length);
  if (!data) return;
  const { kind } = walk.found;
  if (id === 'EXIF') await readExif(walk, data, `${kind}:EXIF`);
  else if (id === 'XMP ') walk.say(`${kind}:XMP`, 'xmp', data);
  else if (id === 'C2PA') walk.keep(`${kind}:C2PA`, 'c2pa', data);
  else walk.say(`${kind}:AIGC`, 'AIGC', data);
}

/** VP8X, VP8L and VP8 headers; the first of them speaks for the picture. */
function readSize(walk: Walk, id: string, body: Uint8Array): void {
  const view = viewOf(body);
  if (id === 'VP8X' && body.length >= 10)
    walk.size(1 + (view.getUint32(4, true) & 0xffffff), 1 + (view.getUint32(6, true) >>> 8));
  else if (id === 'VP8L' && body.length >= 5 && body[0] === 0x2f) {
    const bits = view.getUint32(1, true);
    walk.size((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  } else if (id === 'VP8 ' && body.length >= 10)
    walk.size(view.getUint16(6, true) & 0x3fff, view.getUint16(8, true) & 0x3fff);
}

function readTiming(
  walk: Walk,
  timing: Timing,
  id: string,
  body: Uint8Array,
  length: number,
): void {
  const view = viewOf(body);
  if (id === 'ANMF' && body.length >= 16) {
    timing.frames += 1;
    timing.animationMs += view.getUint32(12, true) & 0xffffff;
  } else if (id === 'avih' && body.length >= 40) {
    walk.size(view.getUint32(32, true), view.getUint32(36, true));
    walk.lasts((view.getUint32(0, true) * view.getUint32(16, true)) / 1e6);
  } else if (id === 'fmt ' && body.length >= 12) timing.bytesPerSecond = view.getUint32(8, true);
  else if (id === 'data' && timing.bytesPerSecond > 0) walk.lasts(length / timing.bytesPerSecond);
}
