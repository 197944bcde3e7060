// Which container a file is, by its content, and what stands in it.
import { readBmff } from './bmff.ts';
import { emptyContainer, type Container } from './container.ts';
import { readEbml } from './ebml.ts';
import { readTiff } from './exif.ts';
import { readGif } from './gif.ts';
import { readJpeg } from './jpeg.ts';
import { readPng } from './png.ts';
import { readRiff } from './riff.ts';
import { latin1, viewOf, type Source } from './source.ts';

/** Bytes of a TIFF that are read for its size and texts. */
const tiffBytes = 8 * 2 ** 20;

/** Opens any container that this room knows; `null` for everything else. */
export async function openContainer(source: Source): Promise<Container | null> {
  const head = await source.read(0, 32);
  const start = latin1(head);
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return readPng(source);
  if (start.startsWith('\xff\xd8')) return readJpeg(source);
  if (start.startsWith('RIFF')) return readRiff(source);
  if (start.startsWith('GIF8')) return readGif(source);
  if (start.startsWith('\x1aE\xdf\xa3')) return readEbml(source);
  if (['II*\0', 'MM\0*'].includes(start.slice(0, 4))) return openTiff(source);
  if (['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot'].includes(start.slice(4, 8)))
    return readBmff(source);
  if (start.startsWith('BM') && head.length >= 26)
    return {
      ...emptyContainer('bmp'),
      width: viewOf(head).getInt32(18, true),
      height: Math.abs(viewOf(head).getInt32(22, true)),
    };
  if (start.startsWith('ID3') || /^\xff[\xe2\xe3\xf2\xf3\xfa\xfb]/.test(start))
    return emptyContainer('mp3');
  if (start.startsWith('fLaC')) return emptyContainer('flac');
  if (start.startsWith('OggS')) return emptyContainer('ogg');
  return null;
}

async function openTiff(source: Source): Promise<Container> {
  const { blocks, width, height } = readTiff(
    await source.read(0, Math.min(source.size, tiffBytes)),
    'tiff',
  );
  const error = width === null ? 'The file says no picture size; it may be cut off.' : null;
  return { ...emptyContainer('tiff'), blocks, width, height, error };
}
