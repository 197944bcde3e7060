// What goes into packs: bytes under a key of the media index.
import { createHash } from 'node:crypto';
import type { MediaType } from '#lib/openset/media.ts';

/** Bytes in memory (documents) or in a file (renditions). */
export interface Blob {
  /** Its key in the media index: its own hash, or that of a document's name. */
  key: string;
  /** SHA-256 of its bytes; checked again while they are written into a pack. */
  sha256: string;
  bytes: number;
  type: MediaType;
  from: Uint8Array | string;
}

export const hashHex = (data: Uint8Array | string): string =>
  createHash('sha256').update(data).digest('hex');
