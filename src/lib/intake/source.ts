// Where bytes come from: a file, a browser's File, memory. Readers ask for small pieces only, so that
// a film of many gigabytes costs no more than its index.

export interface Source {
  /** File name, for messages only: what a file is, its content says. */
  name: string;
  /** Bytes. */
  size: number;
  /** Up to `length` bytes at `offset`; fewer at the end. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Bytes that are in memory already. */
export function memorySource(name: string, bytes: Uint8Array): Source {
  return {
    name,
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}

/** A view on bytes with big- and little-endian reads; the caller checks bounds. */
export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** One character a byte. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 where it is valid, else Latin-1: writers promise one and write the other. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return latin1(bytes);
  }
}
