// Which fields a file may have where: read off the schemas, so that no second list can go stale.
import type * as v from 'valibot';
import { isRecord } from '#lib/intake/json.ts';

export type Keys = readonly (string | number)[];

/** What valibot's schemas hold inside, whichever kind they are. */
interface Parts {
  type: string;
  entries?: Record<string, v.GenericSchema>;
  item?: v.GenericSchema;
  items?: v.GenericSchema[];
  wrapped?: v.GenericSchema;
  value?: v.GenericSchema;
  options?: unknown[];
  /** Of a variant: the field that says which. */
  key?: string;
  literal?: unknown;
}

const partsOf = (schema: v.GenericSchema): Parts => schema as unknown as Parts;

/** The schema without `optional` around it, and of a variant the one that `value` says it is. */
export function bare(schema: v.GenericSchema, value?: unknown): v.GenericSchema {
  const { type, wrapped, key, options } = partsOf(schema);
  if (wrapped) return bare(wrapped, value);
  if (type !== 'variant' || !isRecord(value)) return schema;
  const said = (options as v.GenericSchema[]).find(
    (option) => partsOf(entriesOf(option)![key!]!).literal === value[key!],
  );
  return said ?? schema;
}

/** The fields of an object schema; `null` for every other kind. */
export function entriesOf(
  schema: v.GenericSchema,
  value?: unknown,
): Record<string, v.GenericSchema> | null {
  return partsOf(bare(schema, value)).entries ?? null;
}

/** The choices of a picklist; `null` for every other kind. */
export function choicesOf(schema: v.GenericSchema): string[] | null {
  const { type, options } = partsOf(bare(schema));
  return type === 'picklist' && options ? options.map(String) : null;
}

/** The schema that governs what stands in `whole` at `keys`; `null` where no field is known there. */
export function schemaAt(
  schema: v.GenericSchema,
  keys: Keys,
  whole: unknown,
): v.GenericSchema | null {
  let at: v.GenericSchema | null = schema;
  let here = whole;
  for (const key of keys) {
    if (!at) return null;
    const { entries, item, items, value } = partsOf(bare(at, here));
    if (entries) at = Object.hasOwn(entries, key) ? entries[key]! : null;
    else at = (typeof key === 'number' ? (items?.[key] ?? item) : value) ?? null;
    here = typeof here === 'object' && here !== null ? Reflect.get(here, key) : undefined;
  }
  return at && bare(at, here);
}

/** Every key in `value` that its strict object does not know. Valibot itself names one per object. */
export function unknownKeys(schema: v.GenericSchema, value: unknown, keys: Keys = []): Keys[] {
  const { type, entries, item, value: each } = partsOf(bare(schema, value));
  if (item && Array.isArray(value))
    return value.flatMap((one: unknown, place) => unknownKeys(item, one, [...keys, place]));
  if (type === 'record' && each && isRecord(value))
    return Object.keys(value).flatMap((key) => unknownKeys(each, value[key], [...keys, key]));
  if (!entries || !isRecord(value)) return [];
  return Object.keys(value).flatMap((key) => {
    if (Object.hasOwn(entries, key)) return unknownKeys(entries[key]!, value[key], [...keys, key]);
    return type === 'strict_object' ? [[...keys, key]] : [];
  });
}

/** Where a list stands in the place of a group of fields, which valibot lets pass as an object. */
export function listsForGroups(schema: v.GenericSchema, value: unknown, keys: Keys = []): Keys[] {
  const { type, entries, item, value: each } = partsOf(bare(schema, value));
  if ((entries || type === 'record') && Array.isArray(value)) return [keys];
  if (item && Array.isArray(value))
    return value.flatMap((one: unknown, at) => listsForGroups(item, one, [...keys, at]));
  if (type === 'record' && each && isRecord(value))
    return Object.keys(value).flatMap((key) => listsForGroups(each, value[key], [...keys, key]));
  if (!entries || !isRecord(value)) return [];
  return Object.entries(entries).flatMap(([key, entry]) =>
    listsForGroups(entry, value[key], [...keys, key]),
  );
}

/** The word of `known` that `word` was probably meant to be; `null` where none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[-_\s]/g, '');
  const [best] = known
    .map((one) => ({ one, far: distance(plain(word), plain(one)) }))
    .sort((a, b) => a.far - b.far);
  return best && best.far <= Math.max(1, Math.floor(word.length / 3)) ? best.one : null;
}

/** Edits between two words, where neighbours that changed places count as one (Damerau). */
function distance(a: string, b: string): number {
  let [before, row]: number[][] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(next[j - 1]! + 1, row![j]! + 1, row![j - 1]! + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, before![j - 2]! + 1);
      next.push(least);
    }
    [before, row] = [row, next];
  }
  return row![b.length]!;
}
