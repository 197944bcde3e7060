// What every container reader returns: size, length, and the blocks that something was written in.
import type { Encoding } from './bytes.ts';

/**
 * What a file is, by its content. `apng` is a PNG with an animation chunk; WebP, GIF and AVIF keep
 * their name when they move. `mov` is QuickTime's own brand, `mp4` every other film of that family.
 */
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
  | 'avi'
  | 'flv'
  | 'wav'
  | 'mp3'
  | 'flac'
  | 'ogg'
  /** A graph saved beside its picture. */
  | 'json';

/** One embedded block, as its bytes stand in the file. */
export interface Block {
  /** `png:tEXt:parameters`, `jpeg:APP1:Exif:UserComment`, `mp4:moov/udta/meta:prompt`, … */
  locator: string;
  /** The name that its format gives it. */
  key: string;
  bytes: Uint8Array;
  /** `null` where it is no text. */
  text: string | null;
  encoding: Encoding | null;
}

export interface Container {
  kind: Kind;
  /** Pixels as stored; `null` where the format does not say or the file is cut off. */
  width: number | null;
  height: number | null;
  /** Seconds; `null` for stills and where the file does not say. */
  durationS: number | null;
  blocks: Block[];
  /** What is wrong with the file, where something is; what could be read stands all the same. */
  error: string | null;
}

/** Limits against files made to hurt; real files stay far below. */
export const limits = {
  /** Bytes of one block, also after inflating. */
  blockBytes: 8 * 2 ** 20,
  /** Bytes of all blocks of one file. */
  allBytes: 32 * 2 ** 20,
  /** Blocks of one file. */
  blocks: 2_000,
  /** Chunks, boxes, segments or elements of one file. */
  parts: 100_000,
  /** Boxes inside boxes. */
  depth: 12,
};
