// Packs are proved and fetched in chunks of 1 MiB; the last one of a pack may be shorter.

export const MiB = 1024 * 1024;

/** Bytes of one chunk. Every chunk but a pack's last is exactly this long. */
export const chunkBytes = MiB;

/** How many chunks a pack of `bytes` has. */
export const chunkCount = (bytes: number): number => Math.ceil(bytes / chunkBytes);

/** Where chunk `index` lies in a pack of `bytes`. */
export function chunkRange(bytes: number, index: number): { offset: number; length: number } {
  const offset = index * chunkBytes;
  return { offset, length: Math.min(chunkBytes, bytes - offset) };
}
