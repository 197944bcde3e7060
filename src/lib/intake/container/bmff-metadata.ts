// Metadata lists of MP4 and MOV: `keys` names, `ilst` values (QuickTime metadata; iTunes lists).
import { readBox, type Box } from './bmff.ts';
import { decodeText, decodeUtf16, latin1, viewOf } from './bytes.ts';
import type { Walk } from './walk.ts';

/** Names that iTunes gives by four characters. */
const itunes: Record<string, string> = {
  '\xa9cmt': 'comment',
  '\xa9nam': 'title',
  '\xa9too': 'encoder',
  '\xa9des': 'description',
  desc: 'description',
  ldes: 'description',
};

/** Names of the items of the list that follows, counted from 1 there. */
export async function readKeys(walk: Walk, box: Box): Promise<string[]> {
  const data = await walk.take(box.start, box.end - box.start);
  const names: string[] = [];
  if (!data) return names;
  for (let at = 8; at + 8 <= data.length && walk.step();) {
    const size = viewOf(data).getUint32(at);
    if (size < 8 || at + size > data.length) break;
    names.push(decodeText(data.subarray(at + 8, at + size)).text);
    at += size;
  }
  return names;
}

/** Keeps every value of a list. `path` leads to the list; its items are numbers, codes, or named. */
export async function readItemList(
  walk: Walk,
  list: Box,
  path: string,
  keys: readonly string[],
): Promise<void> {
  for (let at = list.start; at + 8 <= list.end && walk.step();) {
    const item = await readBox(walk, at, list.end);
    if (!item) return walk.fault('A metadata list is damaged; its rest was not read.');
    const number = viewOf(await walk.peek(at + 4, 4)).getUint32(0);
    await readItem(walk, item, path, keys[number - 1] ?? itunes[item.type] ?? item.type);
    at = item.end;
  }
}

async function readItem(walk: Walk, item: Box, path: string, known: string): Promise<void> {
  let key = known;
  for (let at = item.start; at + 8 <= item.end && walk.step();) {
    const part = await readBox(walk, at, item.end);
    if (!part) return;
    at = part.end;
    if (part.type !== 'name' && part.type !== 'data') continue;
    const data = await walk.take(part.start, part.end - part.start);
    if (!data) continue;
    if (part.type === 'name') key = latin1(data.subarray(4));
    else if (data.length > 8) keepValue(walk, `${walk.found.kind}:${path}:${key}`, key, data);
  }
}

/** A value's type: 1 UTF-8, 2 UTF-16; 0 is left to the reader; above are numbers and pictures. */
function keepValue(walk: Walk, locator: string, key: string, data: Uint8Array): void {
  const type = viewOf(data).getUint32(0) & 0xffffff;
  const value = data.subarray(8);
  if (type > 2) walk.keep(locator, key, value);
  else
    walk.say(locator, key, value, type === 2 ? decodeUtf16(value, 'utf-16be') : decodeText(value));
}
