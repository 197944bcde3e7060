// The media index: a table of fixed-width rows sorted by hash, inside a pack. A reader finds a row
// with one or two small reads however long the table is, because hashes are spread evenly.
//
// Row, 44 bytes, big-endian: SHA-256 (32) · pack number u16 · offset u40 · length u32 · type u8.
// A rendition's hash is that of its bytes; a document's is that of its name, as UTF-8.
import { mediaTypes, type MediaType } from './media.ts';
import type { Location } from './manifest.ts';

export const rowBytes = 44;
const windowRows = 64;

export interface Entry extends Location {
  /** 64 hexadecimal digits. */
  hash: string;
  type: MediaType;
}

/** Reads `length` bytes at `offset` of the table. */
export type ReadTable = (offset: number, length: number) => Promise<Uint8Array>;

/** The table of `entries`, one row per hash. Throws where a number does not fit its field. */
export function writeIndex(entries: Iterable<Entry>): Uint8Array {
  const rows = [...new Map([...entries].map((entry) => [entry.hash, entry])).values()].sort(
    (a, b) => (a.hash < b.hash ? -1 : 1),
  );
  const table = new Uint8Array(rows.length * rowBytes);
  const view = new DataView(table.buffer);
  rows.forEach((row, number) => {
    if (row.pack > 0xffff || row.offset >= 2 ** 40 || row.length >= 2 ** 32)
      throw new RangeError(`media ${row.hash} lies beyond what the index can name`);
    const at = number * rowBytes;
    table.set(fromHex(row.hash), at);
    view.setUint16(at + 32, row.pack);
    view.setUint8(at + 34, Math.floor(row.offset / 2 ** 32));
    view.setUint32(at + 35, row.offset >>> 0);
    view.setUint32(at + 39, row.length);
    view.setUint8(at + 43, mediaTypes.indexOf(row.type));
  });
  return table;
}

/** All rows of a whole table. */
export function readIndex(table: Uint8Array): Entry[] {
  return Array.from({ length: Math.floor(table.length / rowBytes) }, (_, row) =>
    readRow(table, row * rowBytes),
  );
}

/** The entry of `hash` in a table of `tableBytes`, or `null`. Reads windows of 64 rows. */
export async function findInIndex(
  read: ReadTable,
  tableBytes: number,
  hash: string,
): Promise<Entry | null> {
  const wanted = Number.parseInt(hash.slice(0, 12), 16) / 2 ** 48;
  let low = 0;
  let high = Math.floor(tableBytes / rowBytes);
  let guess = Math.floor(wanted * high);
  while (low < high) {
    const first = Math.max(low, Math.min(guess - windowRows / 2, high - windowRows));
    const count = Math.min(windowRows, high - first);
    const rows = readIndex(await read(first * rowBytes, count * rowBytes));
    const found = rows.find((row) => row.hash === hash);
    if (found) return found;
    const [lowest, highest] = [rows[0], rows.at(-1)];
    if (!lowest || !highest || rows.length < count) return null;
    if (hash < lowest.hash) high = first;
    else if (hash > highest.hash) low = first + count;
    else return null;
    guess = Math.floor((low + high) / 2);
  }
  return null;
}

function readRow(table: Uint8Array, at: number): Entry {
  const view = new DataView(table.buffer, table.byteOffset + at, rowBytes);
  return {
    hash: toHex(table.subarray(at, at + 32)),
    pack: view.getUint16(32),
    offset: view.getUint8(34) * 2 ** 32 + view.getUint32(35),
    length: view.getUint32(39),
    type: mediaTypes[view.getUint8(43)] ?? 'application/octet-stream',
  };
}

/** Bytes of a hexadecimal text. */
export function fromHex(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, i) =>
    Number.parseInt(text.slice(i * 2, i * 2 + 2), 16),
  );
}

/** Lower-case hexadecimal text of `bytes`. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** SHA-256 of `data` as hexadecimal text; of a text's UTF-8 where it is a string. */
export async function hashOf(data: Uint8Array<ArrayBuffer> | string): Promise<string> {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}
