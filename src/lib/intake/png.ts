// PNG and APNG, chunk by chunk; texts before and after the picture (W3C PNG specification, third edition).
import { emptyContainer, limits, type Block, type Container } from './container.ts';
import { readExif } from './exif.ts';
import { decodeText, latin1, viewOf, type Source } from './source.ts';

const texts = ['tEXt', 'zTXt', 'iTXt', 'eXIf', 'comf', 'caBX'];

export async function readPng(source: Source): Promise<Container> {
  const png = emptyContainer('png');
  let offset = 8;
  let frames = { count: 0, plays: 0 };
  let delayS = 0;
  let ended = false;
  let taken = 0;
  for (let part = 0; part < limits.parts && offset + 8 <= source.size; part += 1) {
    const head = await source.read(offset, 8 + 26);
    if (head.length < 8) break;
    const length = viewOf(head).getUint32(0);
    const type = latin1(head.subarray(4, 8));
    if (!/^[A-Za-z]{4}$/.test(type)) {
      png.error = 'A chunk has no valid name; the file is damaged from there on.';
      break;
    }
    const isWhole = offset + 12 + length <= source.size;
    if (type === 'IHDR' && head.length >= 16)
      [png.width, png.height] = [viewOf(head).getUint32(8), viewOf(head).getUint32(12)];
    if (type === 'acTL' && head.length >= 16)
      frames = { count: viewOf(head).getUint32(8), plays: viewOf(head).getUint32(12) };
    if (type === 'fcTL' && head.length >= 32)
      delayS += viewOf(head).getUint16(28) / (viewOf(head).getUint16(30) || 100);
    if (texts.includes(type) && length <= limits.blockBytes && taken + length <= limits.allBytes) {
      const data = await source.read(offset + 8, Math.min(length, source.size - offset - 8));
      taken += data.length;
      png.blocks.push(...(await blocksOf(type, data)));
    }
    if (!isWhole) break;
    offset += 12 + length;
    if (type === 'IEND') {
      ended = true;
      break;
    }
  }
  if (frames.count > 1 || png.blocks.some(({ locator }) => locator.startsWith('png:comf')))
    png.kind = 'apng';
  if (frames.count > 1) png.durationS = delayS;
  if (!ended) png.error ??= 'The file ends before the picture does.';
  return png;
}

async function blocksOf(type: string, data: Uint8Array): Promise<Block[]> {
  if (type === 'eXIf') return readExif(data, 'png:eXIf');
  if (type === 'caBX') return [{ locator: 'png:caBX', key: 'c2pa', bytes: data, text: null }];
  const end = data.indexOf(0);
  if (end < 0 || end > 200) return [];
  const key = decodeText(data.subarray(0, end));
  const rest = data.subarray(end + 1);
  const text = await textOf(type, rest);
  if (text === null) return [];
  return [{ locator: `png:${type}:${key}`, key, bytes: data, text }];
}

async function textOf(type: string, rest: Uint8Array): Promise<string | null> {
  if (type === 'tEXt' || type === 'comf') return decodeText(rest);
  if (type === 'zTXt') return inflateText(rest.subarray(1));
  // iTXt: compression flag and method, language, translated keyword, text (§11.3.3.4).
  const language = rest.indexOf(0, 2);
  const translated = language < 0 ? -1 : rest.indexOf(0, language + 1);
  if (translated < 0) return null;
  const body = rest.subarray(translated + 1);
  return rest[0] === 1 ? inflateText(body) : decodeText(body);
}

/** Inflates zlib data up to the limit; `null` where it is damaged or larger. */
async function inflateText(data: Uint8Array): Promise<string | null> {
  const stream = new Blob([data.slice()]).stream().pipeThrough(new DecompressionStream('deflate'));
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of stream as unknown as AsyncIterable<Uint8Array>) {
      bytes += part.length;
      if (bytes > limits.blockBytes) return null;
      parts.push(part);
    }
  } catch {
    return null;
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return decodeText(whole);
}
