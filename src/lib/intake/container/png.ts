// PNG and APNG, chunk by chunk; texts before and after the picture (W3C PNG, third edition).
import { decodeText, latin1, viewOf, type Text } from './bytes.ts';
import type { Container } from './container.ts';
import { inflate } from './inflate.ts';
import { readRawProfile } from './raw-profile.ts';
import { readExif } from './tiff.ts';
import { cutOff, Walk } from './walk.ts';
import type { Source } from '../source.ts';

/** Chunks that are kept; `comf` is ComfyUI's own, behind the picture of an APNG. */
const kept = new Set(['tEXt', 'zTXt', 'iTXt', 'eXIf', 'comf', 'caBX']);

/** Length and name of a chunk, and as much as the longest header that is looked into (fcTL). */
const headBytes = 8 + 26;

export async function readPng(source: Source): Promise<Container> {
  const walk = new Walk(source, 'png');
  let delayS = 0;
  let frames = 0;
  for (let at = 8; walk.step();) {
    const head = await walk.peek(at, headBytes);
    if (head.length < 8) {
      walk.fault(cutOff);
      break;
    }
    const view = viewOf(head);
    const length = view.getUint32(0);
    const type = latin1(head.subarray(4, 8));
    if (!/^[A-Za-z]{4}$/.test(type)) {
      walk.fault('A chunk has no valid name; the file is damaged from there on.');
      break;
    }
    if (type === 'IHDR' && head.length >= 16) walk.size(view.getUint32(8), view.getUint32(12));
    if (type === 'acTL') walk.found.kind = 'apng';
    if (type === 'fcTL' && head.length >= 32) {
      frames += 1;
      delayS += view.getUint16(28) / (view.getUint16(30) || 100);
    }
    if (kept.has(type)) await readChunk(walk, type, at + 8, length);
    if (type === 'IEND') break;
    at += 12 + length;
  }
  if (frames > 1) walk.lasts(delayS);
  return walk.end();
}

async function readChunk(walk: Walk, type: string, start: number, length: number): Promise<void> {
  const data = await walk.take(start, length);
  if (!data) return;
  if (type === 'eXIf') return readExif(walk, data, 'png:eXIf');
  if (type === 'caBX') return walk.keep('png:caBX', 'c2pa', data);
  const end = data.indexOf(0);
  if (end < 1 || end > 200) return;
  const key = decodeText(data.subarray(0, end)).text;
  const text = await textOf(walk, type, data.subarray(end + 1));
  if (!text) return walk.keep(`png:${type}:${key}`, key, data);
  walk.say(`png:${type}:${key}`, key, data, text);
  await readRawProfile(walk, key, text.text);
}

async function textOf(walk: Walk, type: string, rest: Uint8Array): Promise<Text | null> {
  if (type === 'tEXt' || type === 'comf') return decodeText(rest);
  if (type === 'zTXt') return inflateText(walk, rest.subarray(1));
  // iTXt: compression flag and method, language, translated keyword, text (§11.3.3.4).
  const language = rest.indexOf(0, 2);
  const translated = language < 0 ? -1 : rest.indexOf(0, language + 1);
  if (translated < 0) return null;
  const body = rest.subarray(translated + 1);
  return rest[0] === 1 ? inflateText(walk, body) : decodeText(body);
}

async function inflateText(walk: Walk, data: Uint8Array): Promise<Text | null> {
  const plain = await inflate(data, 'deflate');
  return plain && walk.spend(plain.length) ? decodeText(plain) : null;
}
