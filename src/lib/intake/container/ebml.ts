// WebM and Matroska: size, length and tags (RFC 8794, RFC 9559). Clusters are passed over.
import { decodeText, viewOf } from './bytes.ts';
import { limits, type Container } from './container.ts';
import { Walk } from './walk.ts';
import type { Source } from '../source.ts';

interface Element {
  id: number;
  start: number;
  end: number;
}

const ids = {
  ebml: 0x1a45dfa3,
  docType: 0x4282,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  tags: 0x1254c367,
  tag: 0x7373,
  simpleTag: 0x67c8,
  tagName: 0x45a3,
  tagString: 0x4487,
} as const;
const opened = new Set<number>([
  ids.ebml,
  ids.segment,
  ids.info,
  ids.tracks,
  ids.trackEntry,
  ids.video,
  ids.tags,
  ids.tag,
  ids.simpleTag,
]);
const values = new Set<number>([
  ids.docType,
  ids.timestampScale,
  ids.duration,
  ids.pixelWidth,
  ids.pixelHeight,
  ids.tagName,
  ids.tagString,
]);

/** What is known only when everything has been read. */
interface Gathered {
  scale: number;
  ticks: number;
  width: number;
  tagName: string;
}

export async function readEbml(source: Source): Promise<Container> {
  const walk = new Walk(source, 'mkv');
  const gathered: Gathered = { scale: 1_000_000, ticks: 0, width: 0, tagName: '' };
  await walkElements(walk, gathered, 0, source.size, 0);
  walk.lasts((gathered.ticks * gathered.scale) / 1e9);
  return walk.end();
}

async function walkElements(
  walk: Walk,
  gathered: Gathered,
  start: number,
  end: number,
  depth: number,
): Promise<void> {
  if (depth > limits.depth)
    return walk.fault('Elements are nested deeper than in any real file; they were not opened.');
  for (let at = start; at + 2 <= end && walk.step();) {
    const element = await readElement(walk, at, end);
    if (!element)
      return walk.fault('An element is longer than what holds it; the file is cut off or damaged.');
    if (opened.has(element.id))
      await walkElements(walk, gathered, element.start, element.end, depth + 1);
    else if (values.has(element.id)) await readValue(walk, gathered, element);
    at = element.end;
  }
}

async function readValue(walk: Walk, gathered: Gathered, element: Element): Promise<void> {
  const data = await walk.take(element.start, element.end - element.start);
  if (!data) return;
  const { id } = element;
  if (id === ids.docType && decodeText(data).text === 'webm') walk.found.kind = 'webm';
  else if (id === ids.timestampScale) gathered.scale = unsigned(data);
  else if (id === ids.duration) gathered.ticks = float(data);
  else if (id === ids.pixelWidth) gathered.width = unsigned(data);
  else if (id === ids.pixelHeight) walk.size(gathered.width, unsigned(data));
  else if (id === ids.tagName) gathered.tagName = decodeText(data).text;
  else if (id === ids.tagString)
    walk.say(`${walk.found.kind}:Tags:${gathered.tagName}`, gathered.tagName, data);
}

async function readElement(walk: Walk, at: number, end: number): Promise<Element | null> {
  const head = await walk.peek(at, 12);
  const idBytes = lead(head[0]);
  if (idBytes === 0 || idBytes > 4 || head.length < idBytes + 1) return null;
  const sizeBytes = lead(head[idBytes]);
  if (sizeBytes === 0 || head.length < idBytes + sizeBytes) return null;
  const id = unsigned(head.subarray(0, idBytes));
  const field = head.slice(idBytes, idBytes + sizeBytes);
  field[0]! &= 0xff >> sizeBytes;
  const start = at + idBytes + sizeBytes;
  // All bits set: an unknown size, as live recordings have. It reaches to the end of what holds it.
  const isUnknown = field.every((byte, i) => byte === (i === 0 ? 0xff >> sizeBytes : 0xff));
  const stop = isUnknown ? end : start + unsigned(field);
  if (stop <= end) return { id, start, end: stop };
  walk.fault('An element is longer than what holds it; the file is cut off or damaged.');
  return opened.has(id) ? { id, start, end } : null;
}

/** How many bytes a number of variable length has, by its leading zeros; 0 is none. */
const lead = (byte: number | undefined): number => (byte ? Math.clz32(byte) - 23 : 0);

const unsigned = (data: Uint8Array): number =>
  data.subarray(0, 8).reduce((value, byte) => value * 256 + byte, 0);

const float = (data: Uint8Array): number =>
  data.length === 8
    ? viewOf(data).getFloat64(0)
    : data.length === 4
      ? viewOf(data).getFloat32(0)
      : 0;
