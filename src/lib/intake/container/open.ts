// Which container a file is, by its content, and what stands in it.
import { readBmff } from './bmff.ts';
import { latin1, viewOf } from './bytes.ts';
import type { Container } from './container.ts';
import { readEbml } from './ebml.ts';
import { readFlv } from './flv.ts';
import { readGif } from './gif.ts';
import { readJpeg } from './jpeg.ts';
import { readPng } from './png.ts';
import { readRiff } from './riff.ts';
import { readFlac, readMp3 } from './sound.ts';
import { openTiff } from './tiff.ts';
import { Walk } from './walk.ts';
import type { Source } from '../source.ts';

/** What a format's files have at `at`, one character a byte, and its reader. */
interface Format {
  at: number;
  marks: string[];
  read(source: Source): Promise<Container | null>;
}

const formats: Format[] = [
  { at: 0, marks: ['\x89PNG\r\n\x1a\n'], read: readPng },
  { at: 0, marks: ['\xff\xd8\xff'], read: readJpeg },
  { at: 0, marks: ['RIFF'], read: readRiff },
  { at: 0, marks: ['GIF87a', 'GIF89a'], read: readGif },
  { at: 0, marks: ['\x1aE\xdf\xa3'], read: readEbml },
  { at: 0, marks: ['II*\0', 'MM\0*'], read: openTiff },
  { at: 4, marks: ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot'], read: readBmff },
  { at: 0, marks: ['FLV\x01'], read: readFlv },
  { at: 0, marks: ['fLaC'], read: readFlac },
  { at: 0, marks: ['ID3', '\xff\xfb', '\xff\xfa', '\xff\xf3', '\xff\xf2'], read: readMp3 },
  { at: 0, marks: ['OggS'], read: readOgg },
  { at: 0, marks: ['BM'], read: readBmp },
];

/** Opens any container that this room knows; `null` for everything else. */
export async function openContainer(source: Source): Promise<Container | null> {
  const start = latin1(await source.read(0, 32));
  const format = formats.find(({ at, marks }) => marks.some((mark) => start.startsWith(mark, at)));
  return format ? format.read(source) : null;
}

/** Ogg is known by name only. */
function readOgg(source: Source): Promise<Container> {
  return Promise.resolve(new Walk(source, 'ogg').end(false));
}

/** BMP has two letters for a name, so its header has to have a known length too. */
async function readBmp(source: Source): Promise<Container | null> {
  const walk = new Walk(source, 'bmp');
  const head = await walk.peek(0, 26);
  if (head.length < 26 || ![40, 52, 56, 108, 124].includes(viewOf(head).getUint32(14, true)))
    return null;
  // Heights below zero mean rows from top to bottom.
  walk.size(viewOf(head).getInt32(18, true), Math.abs(viewOf(head).getInt32(22, true)));
  return walk.end();
}
