// One YAML file of an event folder: read, checked by a schema, and able to say where things stand.
import * as v from 'valibot';
import { isAlias, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';
import { explain } from './explain.ts';
import type { Keys } from './fields.ts';
import type { Problem, Said } from './problem.ts';
import { readText } from './read-text.ts';
import { salvage } from './salvage.ts';

/** A parsed file. `at` turns a place in its data into a problem with line and column. */
export interface YamlFile<T> {
  /** Inside the event folder, forward slashes. */
  file: string;
  /** `null` where the file is missing, is no YAML or does not fit the schema. */
  data: T | null;
  /** The data, or what can be made of it: for finding further mistakes only. `null` without any. */
  draft: T | null;
  isMissing: boolean;
  problems: Problem[];
  /** `on` points at the key (where the last of `keys` is one) or at the value itself. */
  at(keys: Keys, said: Said, on?: 'key' | 'value'): Problem;
}

/** One mistake in the writing tears many others along; more than these help nobody. */
const maxSyntaxErrors = 20;

/** Uses of anchors beyond this are no shorthand but a bomb. */
const maxAliases = 100;

/** Reads `file` (relative to `root`) by `schema`; every mistake in it is reported at once. */
export async function readYaml<S extends v.GenericSchema>(
  root: string,
  file: string,
  schema: S,
): Promise<YamlFile<v.InferOutput<S>>> {
  const lines = new LineCounter();
  const problemAt = (offset: number, said: Said): Problem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col), rule: null, ...said };
  };
  const read = await readText(root, file);
  if ('fault' in read) {
    const nowhere = (_: Keys, said: Said): Problem => problemAt(0, said);
    const problems = [problemAt(0, read.fault)];
    return { file, data: null, draft: null, isMissing: read.isMissing, problems, at: nowhere };
  }
  const document = parseDocument(read.text, { lineCounter: lines, prettyErrors: false });
  const at = (keys: Keys, said: Said, on: 'key' | 'value' = 'key'): Problem =>
    problemAt(offsetOf(document, keys, on), said);
  const problems = [...document.errors, ...document.warnings]
    .slice(0, maxSyntaxErrors)
    .map((error) => problemAt(error.pos[0], inPlainWords(error, read.text)));
  const isReadable = document.errors.every(({ code }) => code === 'DUPLICATE_KEY');
  const plain = isReadable ? toPlain(document) : null;
  if (plain && 'fault' in plain) problems.push(problemAt(plain.offset, plain.fault));
  const found = { file, isMissing: false, problems, at };
  if (!plain || 'fault' in plain) return { ...found, data: null, draft: null };
  const result = v.safeParse(schema, plain.value);
  const mistakes = explain(schema, plain.value, result.issues ?? []);
  for (const { keys, on, what, fix } of mistakes)
    problems.push(at(keys, { severity: 'error', what, fix }, on));
  if (result.success && problems.length === 0)
    return { ...found, data: result.output, draft: result.output };
  return { ...found, data: null, draft: salvage(schema, plain.value) };
}

/** The document's data; what its aliases would swell to is bounded. */
function toPlain(document: Document): { value: unknown } | { fault: Said; offset: number } {
  try {
    return { value: document.toJS({ maxAliasCount: maxAliases }) };
  } catch (error) {
    let offset = 0;
    visit(document, {
      Alias: (_, node) => {
        offset = node.range?.[0] ?? 0;
        return visit.BREAK;
      },
    });
    const what = `an alias cannot be followed: ${error instanceof Error ? error.message : String(error)}`;
    const fix = 'Write values out instead of using anchors and aliases.';
    return { fault: { severity: 'error', what, fix }, offset };
  }
}

/** Where `keys` leads; where the last key is missing, the thing that lacks it. */
function offsetOf(document: Document, keys: Keys, on: 'key' | 'value'): number {
  for (let depth = keys.length; depth > 0; depth -= 1) {
    const node = document.getIn(keys.slice(0, depth), true);
    const isHere = isNode(node) && node.range && !isAlias(node);
    if (isHere && on === 'value' && depth === keys.length && isScalar(node)) return node.range![0];
    const parent = document.getIn(keys.slice(0, depth - 1), true);
    const pair = isMap(parent)
      ? parent.items.find(
          ({ key }) => isScalar(key) && String(key.value) === String(keys[depth - 1]),
        )
      : null;
    if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0];
    if (isHere) return node.range![0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function inPlainWords(
  error: { code: string; message: string; pos: [number, number] },
  text: string,
): Said {
  const severity = 'error';
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[^:\n]*/.exec(text.slice(error.pos[0], error.pos[0] + 80))?.[0].trim() ?? '';
    return { severity, what: `“${key}” stands here twice`, fix: 'Keep one of the two.' };
  }
  const [first = ''] = error.message.split('\n');
  return {
    severity,
    what: `this is no YAML: ${first}`,
    fix: fixes[error.code] ?? 'Check indentation, quotes and colons here and in the line before.',
  };
}

const fixes: Record<string, string> = {
  TAB_AS_INDENT: 'Indent with spaces, not with tabs.',
  BAD_INDENT: 'Close the bracket that is open above, or correct the indentation.',
  MISSING_CHAR: 'Close the quote or bracket that is open.',
  MULTIPLE_DOCS: 'Remove the line “---”: a file holds one document.',
  TAG_RESOLVE_FAILED: 'Remove the word that begins with “!”, or put the text in quotes.',
};
