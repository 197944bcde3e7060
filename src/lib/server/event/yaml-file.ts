// One YAML file of an event folder: read, checked by a schema, and able to say where things stand.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { MiB } from '#lib/openset/chunk.ts';
import type { Problem } from './problem.ts';

/** Larger files are no longer written by hand; YAML that grows beyond this is an attack or a mix-up. */
const maxBytes = 16 * MiB;

export type Keys = readonly (string | number)[];
type Said = Pick<Problem, 'severity' | 'what' | 'fix'> & { rule?: string };

/** A parsed file. `at` turns a place in its data into a problem with line and column. */
export interface YamlFile<T> {
  file: string;
  /** `null` where the file is missing, is no YAML or does not fit the schema. */
  data: T | null;
  problems: Problem[];
  at(keys: Keys, said: Said): Problem;
}

/** Reads `file` (relative to `dir`) by `schema`; every mistake in it is reported at once. */
export async function readYaml<S extends v.GenericSchema>(
  dir: string,
  file: string,
  schema: S,
): Promise<YamlFile<v.InferOutput<S>>> {
  const lines = new LineCounter();
  const text = await readText(path.join(dir, file));
  const nowhere = (said: Said): Problem => ({ file, line: 1, column: 1, rule: null, ...said });
  if ('fault' in text)
    return { file, data: null, problems: [nowhere(text.fault)], at: (_, said) => nowhere(said) };
  const document = parseDocument(text.words, { lineCounter: lines, prettyErrors: false });
  const at = (keys: Keys, said: Said): Problem => {
    const { line, col } = lines.linePos(offsetOf(document, keys));
    return { file, line: Math.max(1, line), column: Math.max(1, col), rule: null, ...said };
  };
  if (document.errors.length > 0) {
    const problems = document.errors.map((error): Problem => {
      const { line, col } = lines.linePos(error.pos[0]);
      const what = `is not YAML here: ${error.message}`;
      const fix = 'Check indentation, quotes and colons in this line and the one before it.';
      return { severity: 'error', file, line, column: col, what, fix, rule: null };
    });
    return { file, data: null, problems, at };
  }
  let plain: unknown;
  try {
    plain = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    const what = `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    return {
      file,
      data: null,
      problems: [
        nowhere({ severity: 'error', what, fix: 'Write values out instead of using aliases.' }),
      ],
      at,
    };
  }
  const result = v.safeParse(schema, plain);
  if (result.success) return { file, data: result.output, problems: [], at };
  return { file, data: null, problems: result.issues.map((issue) => explain(issue, at)), at };
}

async function readText(file: string): Promise<{ words: string } | { fault: Said }> {
  const severity = 'error';
  try {
    const { size } = await stat(file);
    if (size > maxBytes)
      return {
        fault: {
          severity,
          what: `is ${size} bytes long; files written by people stay under 16 MiB`,
          fix: 'Split the file, or name the right one.',
        },
      };
    return { words: new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file)) };
  } catch (error) {
    if (error instanceof TypeError)
      return {
        fault: { severity, what: 'is not written in UTF-8', fix: 'Save the file again as UTF-8.' },
      };
    return {
      fault: {
        severity,
        what: 'cannot be opened',
        fix: 'Create the file, or correct the name that leads to it.',
      },
    };
  }
}

/** Where `keys` leads; where the last key is missing, the thing that lacks it. */
function offsetOf(document: Document, keys: Keys): number {
  for (let depth = keys.length; depth >= 0; depth -= 1) {
    const parent = document.getIn(keys.slice(0, depth - 1), true);
    if (depth > 0 && isMap(parent)) {
      const pair = parent.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === String(keys[depth - 1]),
      );
      if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0];
    }
    const node = document.getIn(keys.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function explain(issue: v.BaseIssue<unknown>, at: (keys: Keys, said: Said) => Problem): Problem {
  const keys = (issue.path ?? []).map((item) => item.key as string | number);
  const name = keys.at(-1) ?? 'the file';
  const severity = 'error';
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const parent = issue.path?.at(-1);
    const known = parent && 'input' in parent ? nearest(String(name), schemaKeys(issue)) : null;
    const fix = known ? `Did you mean “${known}”?` : 'Remove it, or put it under “other”.';
    return at(keys, { severity, what: `“${name}” is not a field here`, fix });
  }
  if (issue.received === 'undefined')
    return at(keys, { severity, what: `“${name}” is missing`, fix: `Add “${name}:”.` });
  const own = issue.kind === 'validation' || issue.type === 'literal';
  return own
    ? at(keys, { severity, what: `“${name}” ${issue.message}`, fix: 'Correct the value.' })
    : at(keys, {
        severity,
        what: `“${name}” is ${issue.received}`,
        fix: `Write ${issue.expected}.`,
      });
}

function schemaKeys(issue: v.BaseIssue<unknown>): string[] {
  const requirement: unknown = Reflect.get(issue, 'requirement');
  return Array.isArray(requirement) ? requirement.map(String) : knownFields;
}

/** Every field name of authored files, for “did you mean”. */
const knownFields = (
  'openset id title venue dates from to sampleNotice privacy films year sample logline synopsis poster ' +
  'posterDescription credits kind team name roles statement tools version models use sequences shots ' +
  'edit media description captions items shot startS endS aiDisclosure scope digitalSourceTypes rights ' +
  'holder licence creditLine consents document accepted frameRate versions stage changed at by ' +
  'derivedFrom relationship action prompt text negative language writer effective effectiveBy meaning ' +
  'run tool model seed steps cfgScale sampler task inputs role other takes state digitalSourceType aigc ' +
  'highlights phrase region says facts notes take timeS decision verdict why alternatives zh en'
).split(' ');

function nearest(word: string, candidates: string[]): string | null {
  const scored = candidates.map((known) => ({
    known,
    far: distance(word.toLowerCase(), known.toLowerCase()),
  }));
  const best = scored.sort((a, b) => a.far - b.far)[0];
  return best && best.far <= Math.max(1, Math.floor(word.length / 3)) ? best.known : null;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(
        Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    row = next;
  }
  return row[b.length]!;
}
