// Texts that a graph puts together from others.
import type { GraphNode } from './graph.ts';
import { scalar } from './scalar.ts';
import type { Text } from './text.ts';
import { spend, type Tracing } from './tracing.ts';

/** How a node's own inputs are read. */
export type ReadInput = (name: string) => Text | null;

const maxLength = 200_000;

/** The inputs of a node that joins texts, by their names: string_a, text1, prompt_2, part3… */
export function joinedInputs(node: GraphNode): string[] {
  if (!/concat|combine|join|append|merge|addstring/i.test(node.type)) return [];
  return [...node.inputs.keys()].filter((name) =>
    /^(string|text|prompt|part|str|input)[_ ]?([a-z]|\d+)$/i.test(name),
  );
}

/** Joins as the node does: the core keeps empty parts, custom nodes leave them out. */
export function joinTexts(tracing: Tracing, node: GraphNode, read: ReadInput): Text | null {
  const parts = joinedInputs(node)
    .map(read)
    .filter((text) => text !== null);
  const core = node.type === 'StringConcatenate'; // [ComfyUI:comfy_extras/nodes_string.py]
  const given = scalar(tracing, node, ['delimiter', 'separator', 'sep']);
  const delimiter = typeof given !== 'string' ? '' : core ? given : given.replace('\\n', '\n');
  const glue = (texts: (string | null)[]): string | null => {
    const kept = texts.filter((text) => text !== null && (core || text !== ''));
    const length = kept.reduce((sum, text) => sum + (text?.length ?? 0) + delimiter.length, 0);
    return length <= maxLength && spend(tracing, length / 100) ? kept.join(delimiter) : null;
  };
  const lead = parts.find((part) => part.authored?.trim()) ?? parts[0];
  if (!lead) return null;
  const authored = glue(parts.map((part) => part.authored));
  if (authored !== lead.authored) tracing.notes.add('several-texts');
  const rewritten = parts.some((part) => part.rewritten);
  const known = parts.every((part) => !part.rewritten || part.effective !== null);
  return {
    authored,
    effective:
      rewritten && known ? glue(parts.map((part) => part.effective ?? part.authored)) : null,
    rewritten,
    locator: lead.locator,
  };
}

/** StringReplace of the core; a replacement that would grow beyond all measure is left undone. */
export function replaceInText(tracing: Tracing, read: ReadInput): Text | null {
  const text = read('string');
  const [find, replace] = [read('find')?.authored, read('replace')?.authored];
  if (!text?.authored || !find || typeof replace !== 'string') return text;
  const pieces = text.authored.split(find);
  const length = text.authored.length + (pieces.length - 1) * (replace.length - find.length);
  if (length > maxLength || !spend(tracing, length / 100)) return text;
  if (pieces.length > 1) tracing.notes.add('several-texts');
  return { ...text, authored: pieces.join(replace) };
}
