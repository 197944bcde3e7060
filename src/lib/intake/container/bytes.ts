// Bytes to numbers and text.

export type Encoding = 'utf-8' | 'latin-1' | 'utf-16le' | 'utf-16be';

export interface Text {
  text: string;
  encoding: Encoding;
}

/** A view on bytes with big- and little-endian reads; the caller checks bounds. */
export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** One character a byte: four-character codes, keywords, Latin-1 text. */
export function latin1(bytes: Uint8Array): string {
  if (bytes.length <= 8192) return String.fromCharCode(...bytes);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join('');
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 where it is valid, else Latin-1: writers promise one and write the other. NULs around it go. */
export function decodeText(bytes: Uint8Array): Text {
  try {
    return { text: trimNulls(strictUtf8.decode(bytes)), encoding: 'utf-8' };
  } catch {
    return { text: trimNulls(latin1(bytes)), encoding: 'latin-1' };
  }
}

/** UTF-16 of the given byte order; an odd last byte is left out. */
export function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Text {
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  return { text: trimNulls(new TextDecoder(encoding).decode(even)), encoding };
}

/** C strings end in NUL, some writers also begin with a few. */
function trimNulls(text: string): string {
  let [from, to] = [0, text.length];
  while (text.charCodeAt(to - 1) === 0) to -= 1;
  while (from < to && text.charCodeAt(from) === 0) from += 1;
  return text.slice(from, to);
}

/** The parts, one after the other. */
export function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
