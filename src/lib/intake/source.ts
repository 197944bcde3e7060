// Where bytes come from: a file, a browser's File, memory. Readers ask for small pieces only, so that
// a film of many gigabytes costs no more than its index.

export interface Source {
  /** File name, for messages only: what a file is, its content says. */
  name: string;
  /** Bytes. */
  size: number;
  /** Up to `length` bytes at `offset`; fewer at the end. They may be a view that the caller must not keep. */
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
