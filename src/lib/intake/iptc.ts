// IPTC-IIM records inside Photoshop image resources (IIM 4.2; Adobe Photoshop file formats).
import type { Block } from './container.ts';
import { decodeText, latin1, viewOf } from './source.ts';

const names: Record<string, string> = {
  '2:5': 'ObjectName',
  '2:80': 'By-line',
  '2:105': 'Headline',
  '2:110': 'Credit',
  '2:116': 'CopyrightNotice',
  '2:120': 'Caption',
};

/** Text datasets of the IPTC resource (0x0404). */
export function readPhotoshop(data: Uint8Array, locator: string): Block[] {
  let at = 0;
  while (at + 12 <= data.length && latin1(data.subarray(at, at + 4)) === '8BIM') {
    const id = viewOf(data).getUint16(at + 4);
    const name = (data[at + 6] ?? 0) + 1;
    const body = at + 6 + name + (name % 2);
    if (body + 4 > data.length) break;
    const length = viewOf(data).getUint32(body);
    const record = data.subarray(body + 4, body + 4 + length);
    if (id === 0x0404) return readRecords(record, `${locator}:IPTC`);
    at = body + 4 + length + (length % 2);
  }
  return [];
}

function readRecords(data: Uint8Array, locator: string): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at + 5 <= data.length && data[at] === 0x1c;) {
    const length = viewOf(data).getUint16(at + 3);
    if (length > 0x7fff) break;
    const key = names[`${data[at + 1]}:${data[at + 2]}`];
    const bytes = data.subarray(at + 5, at + 5 + length);
    if (key)
      blocks.push({
        locator: `${locator}:${key}`,
        key: `IPTC ${key}`,
        bytes,
        text: decodeText(bytes),
      });
    at += 5 + length;
  }
  return blocks;
}
