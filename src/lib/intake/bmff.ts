// ISO base media (MP4, MOV, AVIF, HEIC): sizes, length, metadata keys, XMP, C2PA (ISO/IEC 14496-12).
import { emptyContainer, limits, type Block, type Container } from './container.ts';
import { decodeText, latin1, viewOf, type Source } from './source.ts';

interface Box {
  type: string;
  /** Of its content. */
  start: number;
  end: number;
}

const xmpUuid = 'be7acfcb97a942e89c71999491e3afac';
const c2paUuid = 'd8fec3d61b0e483c92975828877ec481';

export async function readBmff(source: Source): Promise<Container> {
  const brand = latin1(await source.read(8, 4));
  const isStill = /^(avif|avis|mif1|msf1|heic|heix|hevc)$/.test(brand);
  const compatible = latin1(await source.read(16, 40));
  const kind = isStill
    ? brand.startsWith('avi') || compatible.includes('avif')
      ? 'avif'
      : 'heic'
    : brand === 'qt  '
      ? 'mov'
      : 'mp4';
  const file: Walk = { source, found: emptyContainer(kind), parts: 0, taken: 0 };
  await walk(file, 0, source.size, '', 0);
  const { found } = file;
  if (found.width === null && !found.error)
    found.error = 'The file says no picture size; it may be cut off.';
  return found;
}

interface Walk {
  source: Source;
  found: Container;
  parts: number;
  taken: number;
}

const parents = new Set(['moov', 'trak', 'mdia', 'minf', 'udta', 'meta', 'iprp', 'ipco']);

async function walk(
  file: Walk,
  start: number,
  end: number,
  path: string,
  depth: number,
): Promise<void> {
  if (depth > limits.depth) {
    file.found.error = 'Boxes are nested deeper than any real file’s.';
    return;
  }
  let keys: string[] = [];
  for (let at = start; at + 8 <= end;) {
    file.parts += 1;
    if (file.parts > limits.parts) return;
    const box = await readBox(file.source, at, end);
    if (!box) {
      file.found.error ??= 'A box has no valid length; the file is cut off or damaged.';
      return;
    }
    const here = path === '' ? box.type : `${path}/${box.type}`;
    if (box.type === 'keys' && path.endsWith('meta')) keys = await readKeys(file, box);
    else if (box.type === 'ilst') await readItems(file, box, path, keys);
    else if (parents.has(box.type)) {
      const from = box.type === 'meta' ? await metaStart(file.source, box) : box.start;
      await walk(file, from, box.end, here, depth + 1);
    } else await readLeaf(file, box, path);
    at = box.end;
  }
}

async function readBox(source: Source, at: number, end: number): Promise<Box | null> {
  const head = await source.read(at, 16);
  if (head.length < 8) return null;
  const short = viewOf(head).getUint32(0);
  const type = latin1(head.subarray(4, 8));
  if (short === 1 && head.length < 16) return null;
  const size = short === 1 ? Number(viewOf(head).getBigUint64(8)) : short === 0 ? end - at : short;
  const header = short === 1 ? 16 : 8;
  if (size < header || at + size > end) return null;
  return { type, start: at + header, end: at + size };
}

/** QuickTime's `meta` has no version field in front of its boxes. */
async function metaStart(source: Source, { start }: Box): Promise<number> {
  const head = await source.read(start, 8);
  return latin1(head.subarray(4, 8)) === 'hdlr' ? start : start + 4;
}

async function take(file: Walk, box: Box): Promise<Uint8Array> {
  const length = box.end - box.start;
  if (length > limits.blockBytes || file.taken + length > limits.allBytes) return new Uint8Array();
  file.taken += length;
  return file.source.read(box.start, length);
}

async function readLeaf(file: Walk, box: Box, path: string): Promise<void> {
  const { found } = file;
  const isTop = path === '';
  if (
    !['tkhd', 'mvhd', 'uuid', 'ispe'].includes(box.type) &&
    !(path.endsWith('udta') && box.end - box.start < 4096)
  )
    return;
  if (box.type === 'uuid' && !isTop && path !== 'moov') return;
  const data = await take(file, box);
  if (data.length < 8) return;
  const view = viewOf(data);
  if (box.type === 'tkhd' && data.length >= 84) {
    const at = data[0] === 1 ? 88 : 76;
    if (data.length < at + 8) return;
    const [width, height] = [view.getUint32(at) >>> 16, view.getUint32(at + 4) >>> 16];
    if (width > 0 && height > 0 && found.width === null)
      [found.width, found.height] = [width, height];
  } else if (box.type === 'mvhd' && data.length >= 20) {
    const isLong = data[0] === 1 && data.length >= 32;
    const scale = view.getUint32(isLong ? 20 : 12);
    const duration = isLong ? Number(view.getBigUint64(24)) : view.getUint32(16);
    if (scale > 0 && found.kind !== 'avif' && found.kind !== 'heic')
      found.durationS = Math.round((duration / scale) * 1000) / 1000;
  } else if (box.type === 'ispe' && data.length >= 12) {
    const [width, height] = [view.getUint32(4), view.getUint32(8)];
    if (width * height > (found.width ?? 0) * (found.height ?? 0))
      [found.width, found.height] = [width, height];
  } else if (box.type === 'uuid') {
    const id = Array.from(data.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join(
      '',
    );
    if (id === xmpUuid)
      found.blocks.push(block(found.kind, `${path || 'uuid'}:XMP`, 'xmp', data.subarray(16)));
    if (id === c2paUuid)
      found.blocks.push({
        locator: `${found.kind}:uuid:C2PA`,
        key: 'c2pa',
        bytes: data,
        text: null,
      });
  } else if (path.endsWith('udta') && (box.type.startsWith('\xa9') || box.type === 'AIGC')) {
    // QuickTime user data: 16-bit length and language in front of the text.
    const body = box.type === 'AIGC' ? data : data.subarray(4);
    found.blocks.push(block(found.kind, `${path}:${box.type}`, box.type, body));
  } else if (path.endsWith('udta') && box.type === 'XMP_')
    found.blocks.push(block(found.kind, `${path}:XMP`, 'xmp', data));
}

/** Names of the keys of `ilst` items, counted from 1 (QuickTime metadata keys atom). */
async function readKeys(file: Walk, box: Box): Promise<string[]> {
  const data = await take(file, box);
  const names: string[] = [];
  if (data.length < 8) return names;
  const view = viewOf(data);
  for (let at = 8; at + 8 <= data.length && names.length < 1000;) {
    const size = view.getUint32(at);
    if (size < 8 || at + size > data.length) break;
    names.push(decodeText(data.subarray(at + 8, at + size)));
    at += size;
  }
  return names;
}

const itunes: Record<string, string> = {
  '\xa9cmt': 'comment',
  '\xa9nam': 'title',
  '\xa9too': 'encoder',
  desc: 'description',
  '\xa9des': 'description',
  ldes: 'description',
};

async function readItems(file: Walk, box: Box, path: string, keys: string[]): Promise<void> {
  for (let at = box.start; at + 8 <= box.end;) {
    file.parts += 1;
    const item = file.parts > limits.parts ? null : await readBox(file.source, at, box.end);
    if (!item) return;
    const number = viewOf(await file.source.read(at + 4, 4)).getUint32(0);
    let key = keys[number - 1] ?? itunes[item.type] ?? item.type;
    for (let inner = item.start; inner + 8 <= item.end;) {
      const part = await readBox(file.source, inner, item.end);
      if (!part) break;
      const data = await take(file, part);
      if (part.type === 'name' && data.length > 4) key = decodeText(data.subarray(4));
      if (part.type === 'data' && data.length > 8)
        file.found.blocks.push(block(file.found.kind, `${path}:${key}`, key, data.subarray(8)));
      inner = part.end;
    }
    at = item.end;
  }
}

function block(kind: string, place: string, key: string, bytes: Uint8Array): Block {
  return { locator: `${kind}:${place}`, key, bytes, text: decodeText(bytes) };
}
