// Which bytes a `Range` header asks for. The tablet's service worker and the hub answer the same
// addresses, so they read it by the same rules (RFC 9110 §14).

/** Both ends are included, as on the wire. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * The one range that `header` asks of `length` bytes; `null` for the whole. Several ranges, other
 * units and reversed ends are answered whole, as RFC 9110 §14.2 allows.
 */
export function readRange(
  header: string | null | undefined,
  length: number,
): ByteRange | 'unsatisfiable' | null {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return null;
  if (from === '') {
    const tail = Math.min(Number(to), length);
    return tail === 0 ? 'unsatisfiable' : { first: length - tail, last: length - 1 };
  }
  const first = Number(from);
  if (to !== '' && Number(to) < first) return null;
  if (first >= length) return 'unsatisfiable';
  return { first, last: to === '' ? length - 1 : Math.min(Number(to), length - 1) };
}

/** `Content-Range` of an answer that holds `range` of `length` bytes; `null` says none could be. */
export const contentRange = (range: ByteRange | null, length: number): string =>
  `bytes ${range ? `${range.first}-${range.last}` : '*'}/${length}`;
