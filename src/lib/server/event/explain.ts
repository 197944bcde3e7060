// A schema's complaint in words that say what to write instead.
import type * as v from 'valibot';
import { isRecord } from '#lib/intake/json.ts';
import {
  choicesOf,
  entriesOf,
  type Keys,
  listsForGroups,
  nearest,
  schemaAt,
  unknownKeys,
} from './fields.ts';

/** A mistake in a file's data; `on` tells whether its key or its value is at fault. */
export interface Mistake {
  keys: Keys;
  on: 'key' | 'value';
  what: string;
  fix: string;
}

/** Everything in `value` that does not fit `schema`, unknown keys included, in no particular order. */
export function explain(
  schema: v.GenericSchema,
  value: unknown,
  issues: readonly v.BaseIssue<unknown>[],
): Mistake[] {
  const lists = listsForGroups(schema, value);
  const isInList = (keys: Keys): boolean =>
    lists.some((list) => list.every((key, at) => key === keys[at]));
  const strangers = unknownKeys(schema, value).map((keys) => stranger(schema, value, keys));
  const meant = new Set(strangers.map((one) => one.meant));
  const misfits = issues
    .filter(({ type, expected }) => !(type === 'strict_object' && expected === 'never'))
    .map((issue) => misfit(schema, value, issue))
    .filter(({ keys, on }) => on === 'value' || !meant.has(keys.join('.')))
    .filter(({ keys }) => !isInList(keys));
  return [
    ...lists.map((keys): Mistake => {
      const fix = instead(schemaAt(schema, keys, value));
      return { keys, on: 'value', what: `${nameOf(keys)} is a list`, fix };
    }),
    ...strangers.map(({ mistake }) => mistake),
    ...misfits,
  ];
}

/** A key that is not known here, with the field that was probably meant. */
function stranger(
  schema: v.GenericSchema,
  value: unknown,
  keys: Keys,
): { mistake: Mistake; meant: string | null } {
  const [parent, word] = [keys.slice(0, -1), String(keys.at(-1))];
  const entries = entriesOf(schemaAt(schema, parent, value) ?? schema) ?? {};
  const holder = parent.reduce<unknown>((at, key) => Reflect.get(at as object, key), value);
  const free = Object.keys(entries).filter(
    (key) => !isRecord(holder) || !Object.hasOwn(holder, key),
  );
  const near = nearest(word, free) ?? nearest(word, Object.keys(entries));
  const fix = near
    ? `Did you mean “${near}”?`
    : (nested(word, entries) ??
      `Remove it${'other' in entries ? ' or move it under “other”' : ''}. Fields here: ${Object.keys(entries).join(', ')}.`);
  return {
    mistake: { keys, on: 'key', what: `“${word}” is not a field here`, fix },
    meant: near && [...parent, near].join('.'),
  };
}

/** Where a word belongs that is a field of one of the groups here. */
function nested(word: string, entries: Record<string, v.GenericSchema>): string | null {
  for (const [group, schema] of Object.entries(entries)) {
    const near = nearest(word, Object.keys(entriesOf(schema) ?? {}));
    if (near === word) return `Move it under “${group}”.`;
    if (near !== null) return `Did you mean “${near}”? It stands under “${group}”.`;
  }
  return null;
}

function misfit(schema: v.GenericSchema, value: unknown, issue: v.BaseIssue<unknown>): Mistake {
  const keys = (issue.path ?? []).map(({ key }) => key as string | number);
  const wanted = schemaAt(schema, keys, value);
  const name = nameOf(keys);
  if (issue.input === undefined)
    return typeof keys.at(-1) === 'number'
      ? {
          keys,
          on: 'value',
          what: `${nameOf(keys.slice(0, -1))} is too short`,
          fix: plainly.tuple!,
        }
      : {
          keys,
          on: 'key',
          what: `${name} is missing`,
          fix: `Add “${keys.at(-1)}:”. ${instead(wanted)}`,
        };
  if (issue.input === null)
    return { keys, on: 'value', what: `${name} is empty`, fix: 'Fill it in or remove it.' };
  if (issue.kind === 'validation' || issue.type === 'literal') return unfit(keys, issue);
  const said = typeof issue.input === 'string' ? `“${shorten(issue.input)}”` : kindOf(issue.input);
  const what = `${name} is ${said}`;
  if (issue.type === 'union' && issue.issues)
    return {
      keys,
      on: 'value',
      what,
      fix: sentence(issue.issues.map(({ message }) => message).join(', or ')),
    };
  if (issue.type === 'variant') {
    const kinds = [...(issue.expected ?? '').matchAll(/"([^"]+)"/g)].map(([, kind]) => kind!);
    const near = nearest(String(issue.input), kinds);
    const takes = kinds.length > 0 ? `It takes ${kinds.join(', ')}.` : plainly.record!;
    return { keys, on: 'value', what, fix: near ? `Did you mean “${near}”? ${takes}` : takes };
  }
  const choices = wanted && choicesOf(wanted);
  const near = choices && nearest(String(issue.input), choices);
  const fix = near ? `Did you mean “${near}”? ${instead(wanted)}` : instead(wanted);
  return { keys, on: 'value', what, fix };
}

/** A value of the right kind that breaks a rule of its own; our schemas word it as what it is or takes. */
function unfit(keys: Keys, issue: v.BaseIssue<unknown>): Mistake {
  const name = nameOf(keys);
  const isRule = /^(is written|takes|is a path|is a whole)/.test(issue.message);
  const isOurs = !issue.message.startsWith('Invalid');
  if (isRule || issue.type === 'literal') {
    const what = `${name} is ${kindOf(issue.input, true)}`;
    return { keys, on: 'value', what, fix: sentence(issue.message) };
  }
  const bounds: Record<string, string> = {
    min_value: 'at least',
    max_value: 'at most',
    min_length: 'at least',
    max_length: 'at most',
  };
  const bound = bounds[issue.type];
  const limit = String(issue.expected).replace(/^[<>]=?/, '');
  const what = isOurs
    ? `${name} ${issue.message}`
    : `${name} is ${issue.type.endsWith('length') ? `${issue.received} entries long` : issue.received}`;
  const fix = bound
    ? `It takes ${bound} ${limit}.`
    : (remedies[issue.message] ?? remedies[issue.type] ?? 'Correct the value.');
  return { keys, on: 'value', what, fix };
}

/** By the schema's own words, then by the kind of rule. */
const remedies: Record<string, string> = {
  'is no real date': 'Write a day that the calendar has.',
  'reaches out of the picture': 'Keep x + width and y + height at 1 or below.',
  'is larger than 2^64-1': 'Copy the seed from the tool again.',
  'needs zh or en': 'Write { zh: …, en: … }.',
  non_empty: 'Write something, or remove the field.',
  integer: 'Write a whole number.',
};

/** What may stand here, in the words of someone who writes YAML. */
function instead(schema: v.GenericSchema | null): string {
  if (!schema) return '';
  const choices = choicesOf(schema);
  if (choices) return `It takes ${choices.join(', ')}.`;
  const entries = entriesOf(schema);
  if (entries && 'zh' in entries && 'en' in entries)
    return 'Write both languages: { zh: …, en: … }.';
  if (entries) return `Write the fields below it, indented: ${Object.keys(entries).join(', ')}.`;
  return plainly[schema.type] ?? `Write ${schema.expects}.`;
}

const plainly: Record<string, string> = {
  string: 'Write text; put numbers in quotes, so that no digit is lost.',
  number: 'Write a number, without quotes.',
  boolean: 'Write true or false.',
  array: 'Write a list; every entry begins with “- ”.',
  tuple: 'Write a list of numbers: [0.1, 0.2, 0.3, 0.4].',
  record: 'Write fields below it, indented.',
  literal: 'Write the number of the format: 1.',
};

const nameOf = (keys: Keys): string => {
  const key = keys.at(-1);
  if (key === undefined) return 'the file';
  return typeof key === 'number' ? `entry ${key + 1} of “${String(keys.at(-2))}”` : `“${key}”`;
};

function kindOf(value: unknown, quote = false): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of fields';
  if (typeof value === 'string') return quote ? `“${shorten(value)}”` : 'text';
  return `the ${typeof value} ${shorten(String(value))}`;
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text);

const sentence = (message: string): string => `It ${message}.`;
