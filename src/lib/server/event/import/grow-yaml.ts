// Adds items to lists of a YAML file that people write by hand: what stands there stays, byte for
// byte, comments and line ends included.
import { isDeepStrictEqual } from 'node:util';
import { isNode, isSeq, parseDocument, stringify } from 'yaml';

export interface Addition {
  /** Where the list stands, such as `['versions', 2, 'takes']`. */
  path: (string | number)[];
  items: unknown[];
}

/**
 * `text` with `additions`. Only where a list is written without a line of its own for each item
 * (`[a, b]`), or is missing, the file is written anew; its comments stay then too.
 */
export function grow(text: string, additions: Addition[]): string {
  const plain = additions
    .map(({ path, items }) => ({ path, items: JSON.parse(JSON.stringify(items)) as unknown[] }))
    .filter(({ items }) => items.length > 0);
  if (plain.length === 0) return text;
  const document = parseDocument(text);
  for (const { path, items } of plain)
    if (isSeq(document.getIn(path)))
      for (const item of items) document.addIn(path, document.createNode(item));
    else document.setIn(path, document.createNode(items));
  const grown = insert(text, plain);
  return grown !== null && isDeepStrictEqual(parseDocument(grown).toJS(), document.toJS())
    ? grown
    : document.toString({ lineWidth: 0 });
}

/** `null` where a list has no lines to go on from. */
function insert(before: string, additions: Addition[]): string | null {
  const lineEnd = before.includes('\r\n') ? '\r\n' : '\n';
  const text = before.endsWith('\n') ? before : before + lineEnd;
  const document = parseDocument(text);
  const edits: { at: number; depth: number; words: string }[] = [];
  for (const { path, items } of additions) {
    const list: unknown = document.getIn(path);
    if (!isSeq(list) || list.flow) return null;
    const [first, last] = [list.items[0], list.items.at(-1)];
    if (!isNode(first) || !isNode(last) || !first.range || !last.range) return null;
    const dash = text.lastIndexOf('-', first.range[0] - 1);
    const margin = text.slice(text.lastIndexOf('\n', dash) + 1, dash);
    if (/\S/.test(margin)) return null;
    const words = stringify(items, { lineWidth: 0 })
      .replaceAll(/^(?=.)/gm, margin)
      .replaceAll('\n', lineEnd);
    edits.push({ at: endOfItem(text, last.range[1], margin.length), depth: path.length, words });
  }
  // From the end, so that places stay true; of two at one place the deeper list comes first.
  edits.sort((a, b) => b.at - a.at || a.depth - b.depth);
  return edits.reduce((grown, { at, words }) => grown.slice(0, at) + words + grown.slice(at), text);
}

/** The start of the line after an item whose value ends at `end`, past comments that belong to it. */
function endOfItem(text: string, end: number, indent: number): number {
  let at = text[end - 1] === '\n' ? end : text.indexOf('\n', end) + 1;
  for (let line = lineAt(text, at); /^\s*#/.test(line); line = lineAt(text, at)) {
    if (line.search(/\S/) <= indent) break;
    at += line.length;
  }
  return at;
}

const lineAt = (text: string, at: number): string =>
  text.slice(at, text.indexOf('\n', at) < 0 ? undefined : text.indexOf('\n', at) + 1);
