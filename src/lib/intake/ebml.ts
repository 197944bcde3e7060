// WebM and Matroska: size, length and tags (RFC 8794, RFC 9559).
import { emptyContainer, limits, type Container } from './container.ts';
import { decodeText, viewOf, type Source } from './source.ts';

interface Element {
  id: number;
  start: number;
  end: number;
}

const ids = {
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
  ebml: 0x1a45dfa3,
} as const;
const parents = new Set<number>([
  ids.ebml,
  ids.segment,
  ids.info,
  ids.tracks,
  ids.trackEntry,
  ids.video,
  ids.tags,
  ids.tag,
]);

export async function readEbml(source: Source): Promise<Container> {
  const found = emptyContainer('mkv');
  const timing = { scale: 1_000_000, duration: 0 };
  let parts = 0;

  const walk = async (start: number, end: number, depth: number): Promise<void> => {
    for (let at = start; at < end && depth <= limits.depth;) {
      parts += 1;
      const element = parts > limits.parts ? null : await readElement(source, at, end);
      if (!element) {
        if (at + 12 < end)
          found.error ??= 'An element has no valid length; the file is cut off or damaged.';
        return;
      }
      if (parents.has(element.id)) await walk(element.start, element.end, depth + 1);
      else if (element.id === ids.simpleTag) await readTag(element);
      else await readValue(element);
      at = element.end;
    }
  };
  const bytes = ({ start, end }: Element): Promise<Uint8Array> =>
    source.read(start, Math.min(end - start, limits.blockBytes));
  const readValue = async (element: Element): Promise<void> => {
    const known: readonly number[] = [
      ids.docType,
      ids.timestampScale,
      ids.duration,
      ids.pixelWidth,
      ids.pixelHeight,
    ];
    if (!known.includes(element.id)) return;
    const data = await bytes(element);
    if (element.id === ids.docType && decodeText(data).startsWith('webm')) found.kind = 'webm';
    if (element.id === ids.timestampScale) timing.scale = unsigned(data);
    if (element.id === ids.duration)
      timing.duration =
        data.length === 8
          ? viewOf(data).getFloat64(0)
          : data.length === 4
            ? viewOf(data).getFloat32(0)
            : 0;
    if (element.id === ids.pixelWidth) found.width ??= unsigned(data);
    if (element.id === ids.pixelHeight) found.height ??= unsigned(data);
  };
  const readTag = async (tag: Element): Promise<void> => {
    let [name, text] = ['', ''];
    let value = new Uint8Array();
    for (let at = tag.start; at < tag.end;) {
      parts += 1;
      const element = parts > limits.parts ? null : await readElement(source, at, tag.end);
      if (!element) break;
      if (element.id === ids.tagName) name = decodeText(await bytes(element));
      if (element.id === ids.tagString) {
        value = (await bytes(element)).slice();
        text = decodeText(value).replace(/\0+$/, '');
      }
      at = element.end;
    }
    if (name)
      found.blocks.push({ locator: `${found.kind}:Tags:${name}`, key: name, bytes: value, text });
  };

  await walk(0, source.size, 0);
  if (timing.duration > 0)
    found.durationS = Math.round((timing.duration * timing.scale) / 1e6) / 1000;
  return found;
}

async function readElement(source: Source, at: number, end: number): Promise<Element | null> {
  const head = await source.read(at, 12);
  const idBytes = lead(head[0]);
  if (idBytes === 0 || idBytes > 4 || head.length < idBytes + 1) return null;
  const sizeBytes = lead(head[idBytes]);
  if (sizeBytes === 0 || head.length < idBytes + sizeBytes) return null;
  let id = 0;
  for (let i = 0; i < idBytes; i += 1) id = id * 256 + head[i]!;
  let size = head[idBytes]! & (0xff >> sizeBytes);
  let isUnknown = size === 0xff >> sizeBytes;
  for (let i = 1; i < sizeBytes; i += 1) {
    const byte = head[idBytes + i]!;
    isUnknown &&= byte === 0xff;
    size = size * 256 + byte;
  }
  const start = at + idBytes + sizeBytes;
  // An unknown size (live recordings) reaches to the end of its parent.
  const stop = isUnknown ? end : start + size;
  return stop > end ? (parents.has(id) ? { id, start, end } : null) : { id, start, end: stop };
}

/** How many bytes a variable-length number has, by its leading zeros. */
const lead = (byte: number | undefined): number => (byte ? Math.clz32(byte) - 23 : 0);

function unsigned(data: Uint8Array): number {
  let value = 0;
  for (const byte of data.subarray(0, 8)) value = value * 256 + byte;
  return value;
}
