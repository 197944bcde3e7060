// Follows a text to the words that somebody wrote, and notes who rewrote them on the way.
import { linksOf, valueOf, type GraphNode, type Input, type Link } from './graph.ts';
import {
  instructions,
  negativeTexts,
  readsAsInstruction,
  showsText,
  singleTexts,
  writesText,
} from './kinds.ts';
import { branchesOf, scalar } from './scalar.ts';
import { follow, spend, type Tracing } from './tracing.ts';

/**
 * A text as found. `authored` is what somebody wrote, `null` where a machine wrote all of it;
 * `effective` what the model got, where that differs and was kept. `rewritten` says that the model
 * got something else than `authored`, kept or not; `locator` is `node id.input`.
 */
export interface Text {
  authored: string | null;
  effective: string | null;
  rewritten: boolean;
  locator: string;
}

export type Polarity = 'positive' | 'negative';

const maxDepth = 60;
const maxJoined = 200_000;

/** The text inputs to try on a node, for what is wanted of it. */
export function textNames(node: GraphNode, polarity: Polarity): string[] {
  const own = polarity === 'negative' ? negativeTexts.filter((name) => node.inputs.has(name)) : [];
  return own.length > 0 ? own : [...singleTexts, ...singleTexts.map((name) => `model.${name}`)];
}

/** The text that an input of a node holds or brings, or `null` when it leads to none. */
export function textOf(
  tracing: Tracing,
  node: GraphNode,
  name: string,
  polarity: Polarity,
  depth = 0,
): Text | null {
  const input = node.inputs.get(name);
  return input ? ofInput(tracing, node, name, input, polarity, depth) : null;
}

function ofInput(
  tracing: Tracing,
  node: GraphNode,
  name: string,
  input: Input,
  polarity: Polarity,
  depth: number,
): Text | null {
  if ('link' in input)
    return depth < maxDepth ? textFrom(tracing, input.link, polarity, depth + 1) : null;
  return typeof input.value === 'string' ? written(input.value, `${node.id}.${name}`) : null;
}

const written = (authored: string, locator: string): Text => ({
  authored,
  effective: null,
  rewritten: false,
  locator,
});

/** The text that an output of a node carries, or `null` when it carries none that the graph tells. */
export function textFrom(tracing: Tracing, link: Link, polarity: Polarity, depth = 0): Text | null {
  const node = follow(tracing, link);
  if (!node) return null;
  const into = (name: string): Text | null => textOf(tracing, node, name, polarity, depth);

  const branches = branchesOf(tracing, node, depth);
  if (branches) return throughSwitch(tracing, branches.chosen, branches.others, into);
  if (showsText.test(node.type)) return throughDisplay(tracing, node, into);
  if (writesText.test(node.type)) return fromModel(tracing, node, depth);
  if (/wildcard|dynamicprompt|^dprandom|^dpcombin/i.test(node.type))
    return throughWildcards(tracing, node, into);
  if (/styler|prompt_?styles?/i.test(node.type))
    return rewritten(tracing, into(textNames(node, polarity).find(has(node)) ?? ''), 'style-added');
  if (node.type === 'StringReplace') return throughReplace(tracing, node, into);
  const parts = joinedInputs(node);
  if (parts.length > 1) return joined(tracing, node, parts, into);

  for (const name of textNames(node, polarity)) {
    const found = into(name);
    if (found) return found;
  }
  return passedThrough(tracing, node, polarity, depth);
}

const has =
  (node: GraphNode) =>
  (name: string): boolean =>
    node.inputs.has(name);

/** A node that only hands on: one link, and nothing of its own to say. */
function passedThrough(
  tracing: Tracing,
  node: GraphNode,
  polarity: Polarity,
  depth: number,
): Text | null {
  const links = linksOf(node);
  const only =
    links.length === 1 ? links[0] : links.find(([name]) => /^(any|source|input)/i.test(name));
  return only && depth < maxDepth ? textFrom(tracing, only[1], polarity, depth + 1) : null;
}

function rewritten(
  tracing: Tracing,
  text: Text | null,
  by: 'wildcards' | 'style-added',
): Text | null {
  if (!text) return null;
  tracing.notes.add(by);
  return { ...text, rewritten: true };
}

/**
 * The branch that was taken. Where a language model wrote it, the branch not taken usually carries
 * what the author wrote: graphs offer "refine the prompt?" as such a switch.
 */
function throughSwitch(
  tracing: Tracing,
  chosen: string | null,
  others: string[],
  into: (name: string) => Text | null,
): Text | null {
  const found = chosen === null ? null : into(chosen);
  if (found && !found.rewritten) return found;
  const other = others.map(into).find((text) => text !== null && !text.rewritten) ?? null;
  if (found) return other ? { ...found, authored: other.authored, locator: other.locator } : found;
  if (chosen === null || other) tracing.notes.add('switch-unresolved');
  return other;
}

/** A display passes its text on, and the canvas keeps what it last showed: what this very run wrote. */
function throughDisplay(
  tracing: Tracing,
  node: GraphNode,
  into: (name: string) => Text | null,
): Text | null {
  const name = ['text', 'source', 'anything', 'input', 'value'].find(has(node));
  const incoming = name === undefined ? null : into(name);
  if (incoming && !incoming.rewritten) return incoming;
  const shown = shownBy(tracing.canvas?.nodes.get(node.id)) ?? shownBy(node);
  if (shown === null) return incoming;
  if (incoming?.authored) return { ...incoming, effective: shown };
  tracing.notes.add('text-not-stored');
  return written(shown, `${node.id}.text_0`);
}

function shownBy(node: GraphNode | undefined): string | null {
  const kept: unknown = node && valueOf(node, 'text_0');
  const first: unknown = Array.isArray(kept) ? kept.flat(2)[0] : kept;
  return typeof first === 'string' && first.trim() !== '' ? first : null;
}

/** What the author told a language model, without the instructions that came with the graph. */
function fromModel(tracing: Tracing, node: GraphNode, depth: number): Text {
  tracing.notes.add('rewritten-by-llm');
  const apart = [...node.inputs.keys()].some(
    (name) => instructions.test(name) && name !== 'use_default_template',
  );
  const said = singleTexts
    .flatMap((name) => [name, `model.${name}`])
    .filter((name) => node.inputs.has(name) && !instructions.test(name))
    .slice(0, 1)
    .flatMap((name) => leaves(tracing, node, name, depth));
  const authored = said.filter(
    (leaf) =>
      !instructions.test(leaf.title) &&
      (apart && said.length === 1 ? true : !readsAsInstruction.test(leaf.text.authored ?? '')),
  );
  const only = authored.length === 1 ? authored[0]?.text : undefined;
  return {
    authored: only?.authored ?? null,
    effective: null,
    rewritten: true,
    locator: only?.locator ?? `${node.id}`,
  };
}

interface Leaf {
  text: Text;
  title: string;
}

/** The separate texts that an input is joined from. */
function leaves(tracing: Tracing, node: GraphNode, name: string, depth: number): Leaf[] {
  const input = node.inputs.get(name);
  if (input && 'link' in input && depth < maxDepth) {
    const from = follow(tracing, input.link);
    const parts = from ? joinedInputs(from) : [];
    if (from && parts.length > 1)
      return parts.flatMap((part) => leaves(tracing, from, part, depth + 1));
    const text = textOf(tracing, node, name, 'positive', depth);
    return text?.authored?.trim() ? [{ text, title: from?.title ?? '' }] : [];
  }
  const text = textOf(tracing, node, name, 'positive', depth);
  return text?.authored?.trim() ? [{ text, title: node.title ?? '' }] : [];
}

/** Wildcards: the author's pattern, and what it became where the node keeps that (Impact). */
function throughWildcards(
  tracing: Tracing,
  node: GraphNode,
  into: (name: string) => Text | null,
): Text | null {
  const populated = into('populated_text');
  const pattern = into('wildcard_text') ?? into('text') ?? into('prompt');
  const fixed = scalar(tracing, node, ['mode']) === 'fixed';
  if (!pattern || (fixed && populated)) return populated ?? pattern;
  if (populated?.authored === pattern.authored) return pattern;
  return {
    ...rewritten(tracing, pattern, 'wildcards')!,
    effective: populated?.authored?.trim() ? populated.authored : null,
  };
}

function throughReplace(
  tracing: Tracing,
  node: GraphNode,
  into: (name: string) => Text | null,
): Text | null {
  const text = into('string');
  const [find, replace] = [into('find')?.authored, into('replace')?.authored];
  if (!text?.authored || !find || typeof replace !== 'string') return text;
  const made = text.authored.replaceAll(find, () => replace);
  if (made.length > maxJoined || !spend(tracing, made.length / 100)) return text;
  tracing.notes.add('several-texts');
  return { ...text, authored: made };
}

/** The inputs of a node that joins texts, by their names: string_a, text1, prompt_2, part3… */
function joinedInputs(node: GraphNode): string[] {
  if (!/concat|combine|join|append|merge|addstring/i.test(node.type)) return [];
  return [...node.inputs.keys()].filter((name) =>
    /^(string|text|prompt|part|str|input)[_ ]?([a-z]|\d+)$/i.test(name),
  );
}

/** Joins as the node does: the core keeps empty parts, the custom nodes leave them out. */
function joined(
  tracing: Tracing,
  node: GraphNode,
  names: string[],
  into: (name: string) => Text | null,
): Text | null {
  const parts = names.map(into).filter((text) => text !== null);
  const core = node.type === 'StringConcatenate';
  const given = scalar(tracing, node, ['delimiter', 'separator', 'sep']);
  const delimiter = typeof given !== 'string' ? '' : core ? given : given.replace('\\n', '\n');
  const glue = (texts: (string | null)[]): string =>
    texts.filter((text) => text !== null && (core || text !== '')).join(delimiter);
  const filled = parts.filter((part) => part.authored?.trim());
  const first = filled[0] ?? parts[0];
  if (!first) return null;
  const authored = glue(parts.map((part) => part.authored));
  if (authored.length > maxJoined || !spend(tracing, authored.length / 100)) return null;
  const whole = filled.length === 1 && !core ? first.authored : authored;
  if (whole !== first.authored) tracing.notes.add('several-texts');
  const kept = parts.every((part) => !part.rewritten || part.effective !== null);
  const changed = parts.some((part) => part.rewritten);
  return {
    authored: whole,
    effective: changed && kept ? glue(parts.map((part) => part.effective ?? part.authored)) : null,
    rewritten: changed,
    locator: first.locator,
  };
}
