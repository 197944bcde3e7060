// Data that does not fit its schema, brought into the schema's shape: so that a typing error in one
// line does not hide the mistakes in all others. Only for finding further mistakes, never for use.
import * as v from 'valibot';
import { isRecord } from '#lib/intake/json.ts';
import { bare } from './fields.ts';

/** What valibot's schemas hold inside, as far as authored files use it. */
type Shape =
  | { type: 'strict_object'; entries: Record<string, v.GenericSchema> }
  | { type: 'array'; item: v.GenericSchema }
  | { type: 'tuple'; items: v.GenericSchema[] }
  | { type: 'optional'; wrapped: v.GenericSchema }
  | { type: 'picklist'; options: string[] }
  | { type: 'record'; value: v.GenericSchema }
  | { type: 'literal'; literal: unknown }
  | { type: 'variant'; options: v.GenericSchema[] }
  | { type: 'string' | 'number' | 'boolean' | 'union' | 'unknown' };

/**
 * `value` with every field that has the wrong type replaced by an empty one. Places in lists stay,
 * and so do values that are only miswritten: names can still be followed.
 */
export function salvage<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  return mend(schema, value) as v.InferOutput<S>;
}

function mend(schema: v.GenericSchema, value: unknown): unknown {
  const shape = schema as unknown as Shape;
  switch (shape.type) {
    case 'strict_object': {
      const given = isRecord(value) ? value : {};
      return Object.fromEntries(
        Object.entries(shape.entries).map(([key, entry]) => [key, mend(entry, given[key])]),
      );
    }
    case 'array':
      return Array.isArray(value) ? value.map((item) => mend(shape.item, item)) : [];
    case 'tuple':
      return shape.items.map((item, at) => mend(item, Array.isArray(value) ? value[at] : 0));
    case 'optional': {
      const fits = value !== undefined && value !== null && isSameKind(shape.wrapped, value);
      return fits ? mend(shape.wrapped, value) : v.getDefault(schema);
    }
    case 'picklist':
      return shape.options.includes(String(value)) ? value : shape.options[0];
    case 'number':
      return typeof value === 'number' ? value : 0;
    case 'boolean':
      return value === true;
    case 'record':
      return Object.fromEntries(
        Object.entries(isRecord(value) ? value : {}).map(([key, one]) => [
          key,
          mend(shape.value, one),
        ]),
      );
    case 'literal':
      return shape.literal;
    case 'variant': {
      // Where it says nothing known, it is taken for the first of all.
      const said = bare(schema, value);
      return mend(said === schema ? shape.options[0]! : said, value);
    }
    case 'string':
    case 'union':
      return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
    default:
      return value;
  }
}

/** Whether an optional field is worth mending: a text in a list's place says nothing. */
function isSameKind(schema: v.GenericSchema, value: unknown): boolean {
  const { type } = schema as unknown as Shape;
  if (type === 'array' || type === 'tuple') return Array.isArray(value);
  if (type === 'strict_object' || type === 'record') return isRecord(value);
  if (type === 'picklist') return v.is(schema, value);
  return typeof value !== 'object';
}
