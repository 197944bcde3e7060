// Texts that something other than the author wrote or changed on their way to the model.
import { linkOf, valueOf, type GraphNode } from './graph.ts';
import { joinedInputs, type ReadInput } from './joins.ts';
import { instructions, readsAsInstruction } from './kinds.ts';
import { scalar } from './scalar.ts';
import type { Text } from './text.ts';
import { follow, type Tracing } from './tracing.ts';

/**
 * What the author told a language model. Its instructions are left out: inputs, nodes and texts
 * that call themselves so, or read so. Where more than one text is left, nobody can tell.
 */
export function toldToModel(
  tracing: Tracing,
  node: GraphNode,
  names: readonly string[],
  read: (node: GraphNode, name: string) => Text | null,
): Text {
  tracing.notes.add('rewritten-by-llm');
  const instructed = [...node.inputs.keys()].some((name) => /system|instruction/i.test(name));
  const input = names.find((name) => !instructions.test(name));
  const said = input === undefined ? [] : leaves(tracing, node, input, read, 0);
  const apart = instructed && said.length === 1;
  const authored = said.filter(
    ({ text, title }) =>
      apart || (!instructions.test(title) && !readsAsInstruction.test(text.authored ?? '')),
  );
  const [only, ...more] = authored.map((leaf) => leaf.text);
  return {
    authored: more.length === 0 ? (only?.authored ?? null) : null,
    effective: null,
    rewritten: true,
    locator: only?.locator ?? `${node.id}.${input ?? ''}`,
  };
}

interface Leaf {
  text: Text;
  title: string;
}

const maxDepth = 40;

/** The separate texts that an input is joined from, with the titles of the nodes that hold them. */
function leaves(
  tracing: Tracing,
  node: GraphNode,
  name: string,
  read: (node: GraphNode, name: string) => Text | null,
  depth: number,
): Leaf[] {
  const link = linkOf(node, name);
  const from = link && follow(tracing, link);
  const parts = from ? joinedInputs(from) : [];
  if (from && parts.length > 1)
    return depth < maxDepth
      ? parts.flatMap((part) => leaves(tracing, from, part, read, depth + 1))
      : [];
  const text = read(node, name);
  return text?.authored?.trim() ? [{ text, title: (from ?? node).title ?? '' }] : [];
}

const wildcard = /__[^_].*?__|\{[^{}]*\|[^{}]*\}/s;

/** Wildcards: the author's pattern, and what it became where the node keeps that (Impact). */
export function fillWildcards(
  tracing: Tracing,
  node: GraphNode,
  names: readonly string[],
  read: ReadInput,
): Text | null {
  const populated = read('populated_text');
  const name = names.find((one) => one !== 'populated_text');
  const pattern = name === undefined ? null : read(name);
  if (!pattern || (populated?.authored && scalar(tracing, node, ['mode']) === 'fixed'))
    return populated ?? pattern;
  const became = populated?.authored?.trim() ? populated.authored : null;
  if (became === pattern.authored || !wildcard.test(pattern.authored ?? '')) return pattern;
  tracing.notes.add('wildcards');
  return { ...pattern, effective: became, rewritten: true };
}

/** Stylers put words of their own around the author's [twri/sdxl_prompt_styler]. */
export function addStyle(tracing: Tracing, text: Text | null): Text | null {
  if (!text) return null;
  tracing.notes.add('style-added');
  return { ...text, rewritten: true };
}

/**
 * A display passes a text on and keeps what it last showed. The canvas that was saved with the
 * picture keeps what this very run showed; the API graph may still hold the run before.
 */
export function shownText(tracing: Tracing, node: GraphNode, incoming: Text | null): Text | null {
  if (incoming && !incoming.rewritten) return incoming;
  const shown = shownBy(tracing.canvas?.nodes.get(node.id)) ?? shownBy(node);
  if (shown === null) return incoming;
  if (incoming?.authored) return { ...incoming, effective: shown };
  tracing.notes.add('from-display');
  return { authored: shown, effective: null, rewritten: false, locator: `${node.id}.text_0` };
}

function shownBy(node: GraphNode | undefined): string | null {
  const kept: unknown = node && valueOf(node, 'text_0');
  const first: unknown = Array.isArray(kept) ? kept.flat(2)[0] : kept;
  return typeof first === 'string' && first.trim() !== '' ? first : null;
}
