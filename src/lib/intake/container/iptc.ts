// IPTC-IIM records inside Photoshop image resources (IIM 4.2; Adobe Photoshop file formats).
import { latin1, viewOf } from './bytes.ts';
import type { Walk } from './walk.ts';

const names: Record<string, string> = {
  '2:5': 'ObjectName',
  '2:25': 'Keywords',
  '2:40': 'Instructions',
  '2:80': 'By-line',
  '2:105': 'Headline',
  '2:110': 'Credit',
  '2:116': 'CopyrightNotice',
  '2:120': 'Caption',
};

/** Keeps the text records of the IPTC resource (0x0404). */
export function readPhotoshop(walk: Walk, data: Uint8Array, locator: string): void {
  let at = 0;
  while (at + 12 <= data.length && latin1(data.subarray(at, at + 4)) === '8BIM' && walk.step()) {
    const id = viewOf(data).getUint16(at + 4);
    const name = (data[at + 6] ?? 0) + 1;
    const body = at + 6 + name + (name % 2);
    if (body + 4 > data.length) return;
    const length = viewOf(data).getUint32(body);
    if (id === 0x0404)
      readRecords(walk, data.subarray(body + 4, body + 4 + length), `${locator}:IPTC`);
    at = body + 4 + length + (length % 2);
  }
}

function readRecords(walk: Walk, data: Uint8Array, locator: string): void {
  for (let at = 0; at + 5 <= data.length && data[at] === 0x1c && walk.step();) {
    const length = viewOf(data).getUint16(at + 3);
    // A length with the high bit set is the length of a length; no text is that long.
    if (length > 0x7fff || at + 5 + length > data.length) return;
    const key = names[`${data[at + 1]}:${data[at + 2]}`];
    const bytes = data.subarray(at + 5, at + 5 + length);
    if (key) walk.say(`${locator}:${key}`, `IPTC ${key}`, bytes);
    at += 5 + length;
  }
}
