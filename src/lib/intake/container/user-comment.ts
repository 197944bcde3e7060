// Exif's UserComment: eight bytes that name a character code, then the text (Exif 2.32, §4.6.5).
import { decodeText, decodeUtf16, latin1, type Text } from './bytes.ts';

/**
 * Decodes a comment. Behind `UNICODE` stands UTF-16 of either byte order, whatever the order of the
 * tags around it; comments without a code are found too.
 */
export function decodeComment(value: Uint8Array): Text {
  const code = latin1(value.subarray(0, 8)).replace(/[\0 ]+$/, '');
  const body = value.subarray(8);
  if (/^unicode$/i.test(code)) return decodeUnicode(body);
  return /^(ascii|jis|)$/i.test(code) ? decodeText(body) : decodeText(value);
}

function decodeUnicode(body: Uint8Array): Text {
  if (body[0] === 0xff && body[1] === 0xfe) return decodeUtf16(body.subarray(2), 'utf-16le');
  if (body[0] === 0xfe && body[1] === 0xff) return decodeUtf16(body.subarray(2), 'utf-16be');
  const [even, odd] = countZeros(body);
  if (even === 0 && odd === 0) {
    // UTF-8 under a false name; UTF-16 without one Latin character is hardly ever valid UTF-8.
    const text = decodeText(body);
    if (text.encoding === 'utf-8') return text;
  }
  if (even !== odd) return decodeUtf16(body, odd > even ? 'utf-16le' : 'utf-16be');
  const [big, little] = [decodeUtf16(body, 'utf-16be'), decodeUtf16(body, 'utf-16le')];
  return likely(little.text) > likely(big.text) ? little : big;
}

/** Zeros at even and odd places: Latin characters have theirs first in big-endian UTF-16. */
function countZeros(bytes: Uint8Array): [number, number] {
  const counts: [number, number] = [0, 0];
  const end = Math.min(bytes.length, 4096);
  for (let at = 0; at < end; at += 1) if (bytes[at] === 0) counts[at % 2 ? 1 : 0] += 1;
  return counts;
}

/** How many characters are of scripts that people write prompts in. */
const likely = (text: string): number =>
  text.slice(0, 1000).match(/[\u0020-\u024f\u0400-\u04ff\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3]/g)
    ?.length ?? 0;
