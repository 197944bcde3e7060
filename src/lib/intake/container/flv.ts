// As much of Flash video as its AIGC label: a string of `onMetaData` in the first script tag
// (Adobe Flash Video File Format 10.1, Annex E; TC260-PG-20257A).
import { latin1, viewOf } from './bytes.ts';
import type { Container } from './container.ts';
import { Walk } from './walk.ts';
import type { Source } from '../source.ts';

/** A script tag stands first; this much of the file holds it. */
const searched = 256 * 1024;

export async function readFlv(source: Source): Promise<Container> {
  const walk = new Walk(source, 'flv');
  const start = await walk.peek(0, searched);
  // Name length, name, AMF0 type 2: a string of 16-bit length.
  const at = latin1(start).indexOf('\0\x04AIGC\x02');
  if (at >= 0 && at + 9 <= start.length) {
    const data = await walk.take(at + 9, viewOf(start).getUint16(at + 7));
    if (data) walk.say('flv:onMetaData:AIGC', 'AIGC', data);
  }
  return walk.end(false);
}
