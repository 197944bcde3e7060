// China's AIGC label (GB 45438-2025 and TC260 practice guides), in every place where it was found
// or is specified (FORMATS §1.9).
import type { AigcLabel } from '#lib/openset/media.ts';
import { isRecord, parseNested } from '../json.ts';
import type { Passage } from './passage.ts';
import { endOfNested } from './settings.ts';

/** Fields of the standard; the last two are Tencent's. */
const fields = [
  'Label',
  'ContentProducer',
  'ProduceID',
  'ReservedCode1',
  'ContentPropagator',
  'PropagateID',
  'ReservedCode2',
  'ServiceProvider',
  'ServiceUser',
];

/** The first label among the texts, with where it stands; `null` where none holds one. */
export function findAigc(all: readonly Passage[]): { label: AigcLabel; locator: string } | null {
  for (const passage of all) {
    const label = labelIn(passage);
    if (label) return { label, locator: passage.locator };
  }
  return null;
}

function labelIn(passage: Passage): AigcLabel | null {
  const { key, text } = passage;
  if (!text.includes('{')) return null;
  if (/(^|[:.])AIGC$/i.test(key)) return accept(passage.json, 1) ?? bare(text);
  if (text.includes('AIGC')) return accept(inner(passage.record), 1) ?? bare(text);
  // Lists without names hold the bare label; several of its fields have to be there.
  return /"(ContentProducer|ProduceID)"/.test(text) ? accept(passage.json, 3) : null;
}

const inner = (record: Record<string, unknown> | null): unknown =>
  typeof record?.AIGC === 'string' ? parseNested(record.AIGC) : record?.AIGC;

/** `AIGC{…}`, without quotes around the name. */
function bare(text: string): AigcLabel | null {
  const start = text.indexOf('{', Math.max(0, text.indexOf('AIGC')));
  const end = start < 0 ? 0 : endOfNested(text, start);
  return end === 0 ? null : accept(parseNested(text.slice(start, end)), 1);
}

/** Only an object with fields of the standard is a label. */
function accept(value: unknown, least: number): AigcLabel | null {
  const label = isRecord(value) && 'AIGC' in value ? inner(value) : value;
  if (!isRecord(label) || fields.filter((field) => field in label).length < least) return null;
  return Object.fromEntries(Object.entries(label).map(([key, one]) => [key, plain(one)]));
}

const plain = (value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
