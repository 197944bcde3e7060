// Stills: one decoding, three encodings for touch screens.
import sharp from 'sharp';
import { xmpPacket, type Label } from './label.ts';

/** Change this when settings change: it is part of every cached rendition's name. */
export const stillSettings = 'still/1';

/**
 * Sizes in pixels. WebP, since it decodes everywhere and halves what JPEG weighs; quality falls
 * with size because small pictures are shown for moments only (measured: LIMITS §3).
 */
const sizes = [
  { name: 'thumb', width: 640, height: 360, quality: 72 },
  { name: 'proxy', width: 1280, height: 720, quality: 78 },
  { name: 'full', width: 3840, height: 3840, quality: 84 },
] as const;

/** Larger than any camera's or generator's still; beyond it a file is a decompression bomb. */
const maxInputPixels = 200_000_000;

export interface StillEncoding {
  name: (typeof sizes)[number]['name'];
  data: Buffer;
  width: number;
  height: number;
}

/** Encodes `input` (bytes or a path) upright in sRGB, never enlarged. Throws where it is no picture. */
export async function encodeStill(input: Buffer | string, label: Label): Promise<StillEncoding[]> {
  const { data, info } = await sharp(input, { limitInputPixels: maxInputPixels, failOn: 'error' })
    .autoOrient()
    .toColourspace('srgb')
    .resize({ width: 3840, height: 3840, fit: 'inside', withoutEnlargement: true })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  const xmp = xmpPacket(label);
  const encodings: StillEncoding[] = [];
  for (const { name, width, height, quality } of sizes) {
    const pipeline = sharp(data, { raw })
      .resize({ width, height, fit: 'inside', withoutEnlargement: true })
      .webp({ quality });
    if (xmp) pipeline.withXmp(xmp);
    const out = await pipeline.toBuffer({ resolveWithObject: true });
    encodings.push({ name, data: out.data, width: out.info.width, height: out.info.height });
  }
  return encodings;
}
