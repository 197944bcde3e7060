// ISO base media (MP4, MOV, AVIF, HEIC): which boxes are opened, size, length, XMP, C2PA
// (ISO/IEC 14496-12). Media data is passed over.
import { latin1, viewOf } from './bytes.ts';
import { readItemList, readKeys } from './bmff-metadata.ts';
import { ItemTable } from './bmff-items.ts';
import { limits, type Container, type Kind } from './container.ts';
import { Walk } from './walk.ts';
import type { Source } from '../source.ts';

/** A box; `start` and `end` are of its content. */
export interface Box {
  type: string;
  start: number;
  end: number;
}

const ids = {
  be7acfcb97a942e89c71999491e3afac: 'xmp',
  d8fec3d61b0e483c92975828877ec481: 'c2pa',
} as const;

export async function readBmff(source: Source): Promise<Container> {
  const walk = new Walk(source, kindOf(latin1(await source.read(4, 60))));
  await walkBoxes(walk, 0, source.size, '', 0);
  return walk.end();
}

/** By the brands of `ftyp`; the oldest QuickTime files have none. */
function kindOf(start: string): Kind {
  if (!start.startsWith('ftyp')) return 'mov';
  const [major, all] = [start.slice(4, 8), start.slice(4)];
  if (/^avi[fs]/.test(major) || (/^(mif1|msf1|miaf)/.test(major) && /avi[fs]/.test(all)))
    return 'avif';
  if (/^(mif1|msf1|he[iv][cxsm])/.test(major)) return 'heic';
  return major === 'qt  ' ? 'mov' : 'mp4';
}

const opened = new Set(['moov', 'trak', 'udta', 'meta', 'iprp', 'ipco']);

async function walkBoxes(
  walk: Walk,
  start: number,
  end: number,
  path: string,
  depth: number,
): Promise<void> {
  if (depth > limits.depth)
    return walk.fault('Boxes are nested deeper than in any real file; they were not opened.');
  let keys: string[] = [];
  const items = path === 'meta' ? new ItemTable() : null;
  for (let at = start; at + 8 <= end && walk.step();) {
    const box = await readBox(walk, at, end);
    if (!box)
      return walk.fault('A box is longer than what holds it; the file is cut off or damaged.');
    const inner = path === '' ? box.type : `${path}/${box.type}`;
    if (opened.has(box.type)) {
      const from = box.type === 'meta' ? await metaStart(walk, box) : box.start;
      await walkBoxes(walk, from, box.end, inner, depth + 1);
    } else if (box.type === 'keys') keys = await readKeys(walk, box);
    else if (box.type === 'ilst') await readItemList(walk, box, path, keys);
    else if (!(await items?.note(walk, box))) await readLeaf(walk, box, path);
    at = box.end;
  }
  await items?.keep(walk);
}

/** The box at `at`; `null` where it does not fit into what holds it. */
export async function readBox(walk: Walk, at: number, end: number): Promise<Box | null> {
  const head = await walk.peek(at, 16);
  if (head.length < 8) return null;
  const view = viewOf(head);
  const short = view.getUint32(0);
  if (short === 1 && head.length < 16) return null;
  const size = short === 1 ? Number(view.getBigUint64(8)) : short === 0 ? end - at : short;
  const header = short === 1 ? 16 : 8;
  if (size < header || at + size > end) return null;
  return { type: latin1(head.subarray(4, 8)), start: at + header, end: at + size };
}

/** QuickTime's `meta` has no version field in front of its boxes. */
async function metaStart(walk: Walk, { start }: Box): Promise<number> {
  const head = await walk.peek(start + 4, 4);
  return latin1(head) === 'hdlr' ? start : start + 4;
}

async function readLeaf(walk: Walk, box: Box, path: string): Promise<void> {
  const { kind } = walk.found;
  const length = box.end - box.start;
  if (box.type === 'uuid') return readUuid(walk, box, path);
  if (['tkhd', 'mvhd', 'ispe'].includes(box.type))
    return readHeader(walk, box.type, await walk.peek(box.start, Math.min(length, 128)));
  if (!path.endsWith('udta')) return;
  // QuickTime user data: 16-bit length and language in front of the text.
  const isText = box.type.startsWith('\xa9');
  if (!isText && box.type !== 'AIGC' && box.type !== 'XMP_') return;
  const data = await walk.take(box.start, length);
  if (!data) return;
  const [key, name] = box.type === 'XMP_' ? ['xmp', 'XMP'] : [box.type, box.type];
  walk.say(`${kind}:${path}:${name}`, key, isText ? data.subarray(4) : data);
}

function readHeader(walk: Walk, type: string, data: Uint8Array): void {
  const view = viewOf(data);
  const isLong = data[0] === 1;
  if (type === 'tkhd' && data.length >= (isLong ? 96 : 84)) {
    const at = isLong ? 88 : 76;
    walk.size(view.getUint32(at) >>> 16, view.getUint32(at + 4) >>> 16);
  } else if (type === 'mvhd' && data.length >= (isLong ? 32 : 20)) {
    const length = isLong ? Number(view.getBigUint64(24)) : view.getUint32(16);
    // All bits set stand for a length that is not known (§8.2.2.3).
    if (length < (isLong ? 2 ** 63 : 2 ** 32 - 1))
      walk.lasts(length / view.getUint32(isLong ? 20 : 12));
  } else if (type === 'ispe' && data.length >= 12) {
    // A picture of tiles has the size of a tile beside its own.
    const [width, height] = [view.getUint32(4), view.getUint32(8)];
    if (width * height <= (walk.found.width ?? 0) * (walk.found.height ?? 0)) return;
    walk.found.width = null;
    walk.size(width, height);
  }
}

async function readUuid(walk: Walk, box: Box, path: string): Promise<void> {
  const id = await walk.peek(box.start, 16);
  const hex = Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const key = ids[hex as keyof typeof ids];
  const data = key && (await walk.take(box.start, box.end - box.start));
  if (!data) return;
  const place = `${walk.found.kind}:${path === '' ? 'uuid' : `${path}/uuid`}`;
  if (key === 'xmp') walk.say(`${place}:XMP`, key, data.subarray(16));
  else walk.keep(`${place}:C2PA`, key, data);
}
