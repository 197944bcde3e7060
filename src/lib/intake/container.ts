// What every container reader returns: size, length, and the blocks that something was written in.

export type Kind =
  | 'png'
  | 'apng'
  | 'jpeg'
  | 'webp'
  | 'gif'
  | 'avif'
  | 'heic'
  | 'tiff'
  | 'bmp'
  | 'mp4'
  | 'mov'
  | 'webm'
  | 'mkv'
  | 'wav'
  | 'avi'
  | 'mp3'
  | 'flac'
  | 'ogg';

/** One embedded block. `key` is the name its format gives it; `text` is there where it is text. */
export interface Block {
  /** `png:tEXt:parameters`, `jpeg:APP1:Exif:UserComment`, `mp4:moov/udta/meta:prompt`, … */
  locator: string;
  key: string;
  bytes: Uint8Array;
  text: string | null;
}

export interface Container {
  kind: Kind;
  /** Pixels; `null` where the format does not say or the file is cut off. */
  width: number | null;
  height: number | null;
  durationS: number | null;
  blocks: Block[];
  /** What is wrong with the file, where something is; what could be read stands all the same. */
  error: string | null;
}

/** Limits against files made to hurt. */
export const limits = {
  /** Bytes of one block, also after inflating. */
  blockBytes: 8 * 2 ** 20,
  /** Bytes of all blocks of one file. */
  allBytes: 64 * 2 ** 20,
  /** Blocks, chunks, boxes or segments of one file. */
  parts: 20_000,
  /** Boxes inside boxes. */
  depth: 12,
};

export const emptyContainer = (kind: Kind): Container => ({
  kind,
  width: null,
  height: null,
  durationS: null,
  blocks: [],
  error: null,
});
