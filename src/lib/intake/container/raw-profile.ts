// Exif, IPTC and XMP as ImageMagick packs them into PNG texts: `Raw profile type exif`, a length, and
// the bytes in hexadecimal (ImageMagick: coders/png.c).
import { readPhotoshop } from './iptc.ts';
import { readExif } from './tiff.ts';
import type { Walk } from './walk.ts';

/** Reads the profile under `key`, if it is one. */
export async function readRawProfile(walk: Walk, key: string, text: string): Promise<void> {
  const name = /^Raw profile type (exif|APP1|iptc|8bim|xmp)$/i.exec(key)?.[1]?.toLowerCase();
  if (name === undefined) return;
  const hex = text.replace(/^\s*\S+\s+\d+\s/, '').replaceAll(/\s/g, '');
  const bytes = new Uint8Array(hex.length >> 1);
  for (let at = 0; at < bytes.length; at += 1)
    bytes[at] = Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16);
  const locator = `png:profile:${name}`;
  if (name === 'xmp') walk.say(locator, 'xmp', bytes);
  else if (name === 'iptc' || name === '8bim') readPhotoshop(walk, bytes, locator);
  else await readExif(walk, bytes, locator);
}
