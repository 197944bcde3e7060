// As much of sound files as their labels: ID3v2 in MP3 (id3.org), Vorbis comments in FLAC (RFC 9639).
import { decodeText, decodeUtf16, latin1, viewOf, type Text } from './bytes.ts';
import type { Container } from './container.ts';
import { Walk } from './walk.ts';
import type { Source } from '../source.ts';

/** Reads the user texts (`TXXX`) of an MP3's tag. Packed and scrambled frames are passed over. */
export async function readMp3(source: Source): Promise<Container> {
  const walk = new Walk(source, 'mp3');
  const head = await walk.peek(0, 10);
  if (head.length < 10 || latin1(head.subarray(0, 3)) !== 'ID3') return walk.end(false);
  const version = head[3]!;
  const end = Math.min(source.size, 10 + syncsafe(head.subarray(6, 10)));
  for (let at = 10; version >= 3 && at + 10 < end && walk.step();) {
    const frame = (await walk.peek(at, 10)).slice();
    if (frame.length < 10 || frame[0] === 0) break;
    const sizeBytes = frame.subarray(4, 8);
    const size = version === 4 ? syncsafe(sizeBytes) : viewOf(sizeBytes).getUint32(0);
    if (latin1(frame.subarray(0, 4)) === 'TXXX' && frame[9] === 0 && at + 10 + size <= end) {
      const data = await walk.take(at + 10, size);
      if (data) sayUserText(walk, data);
    }
    at += 10 + size;
  }
  return walk.end(false);
}

/** Seven bits of each byte (ID3v2.4 §6.2). */
const syncsafe = (bytes: Uint8Array): number =>
  bytes.reduce((value, byte) => value * 128 + (byte & 0x7f), 0);

/** One byte of encoding, a name, NUL, the text. */
function sayUserText(walk: Walk, data: Uint8Array): void {
  const isWide = data[0] === 1 || data[0] === 2;
  const whole: Text = isWide
    ? decodeWide(data.subarray(1), data[0] === 2)
    : decodeText(data.subarray(1));
  const end = whole.text.indexOf('\0');
  if (end < 0) return;
  const key = whole.text.slice(0, end);
  const text = whole.text.slice(end + 1).replace(/^\ufeff/, '');
  walk.say(`mp3:TXXX:${key}`, key, data, { text, encoding: whole.encoding });
}

function decodeWide(bytes: Uint8Array, isBig: boolean): Text {
  const isMarkedLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  return decodeUtf16(bytes, isBig || !isMarkedLittle ? 'utf-16be' : 'utf-16le');
}

/** Reads a FLAC's length and comments. */
export async function readFlac(source: Source): Promise<Container> {
  const walk = new Walk(source, 'flac');
  for (let at = 4; walk.step();) {
    const head = await walk.peek(at, 4 + 18);
    if (head.length < 22) break;
    const length = viewOf(head).getUint32(0) & 0xffffff;
    const type = head[0]! & 0x7f;
    if (type === 0) {
      const view = viewOf(head);
      // 20 bits of samples a second, 3 and 5 bits of format, 36 bits of samples (§8.2).
      const samples = (view.getUint8(17) & 15) * 2 ** 32 + view.getUint32(18);
      walk.lasts(samples / (view.getUint32(14) >>> 12));
    }
    const data = type === 4 ? await walk.take(at + 4, length) : null;
    if (data) sayComments(walk, data);
    if (head[0]! & 0x80) break;
    at += 4 + length;
  }
  return walk.end(false);
}

function sayComments(walk: Walk, data: Uint8Array): void {
  const view = viewOf(data);
  if (data.length < 8) return;
  for (let at = 8 + view.getUint32(0, true); at + 4 <= data.length && walk.step();) {
    const length = view.getUint32(at, true);
    const bytes = data.subarray(at + 4, at + 4 + length);
    const { text, encoding } = decodeText(bytes);
    const equals = text.indexOf('=');
    if (equals > 0) {
      const key = text.slice(0, equals);
      walk.say(`flac:comment:${key}`, key, bytes, { text: text.slice(equals + 1), encoding });
    }
    at += 4 + length;
  }
}
