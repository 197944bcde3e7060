// Follows a text to the words that somebody wrote, and notes who rewrote them on the way.
import { inputCalled, linkOf, linksOf, type GraphNode, type Link } from './graph.ts';
import { joinedInputs, joinTexts, replaceInText, type ReadInput } from './joins.ts';
import { blanksConditioning, negativeTexts, showsText, singleTexts, writesText } from './kinds.ts';
import { addStyle, fillWildcards, shownText, toldToModel } from './rewriters.ts';
import { branchesOf } from './scalar.ts';
import { follow, type Tracing } from './tracing.ts';

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

/** The text that an input of a node holds or brings, or `null` when it leads to none. */
export function textOf(
  tracing: Tracing,
  node: GraphNode,
  name: string,
  polarity: Polarity,
  depth = 0,
): Text | null {
  const input = node.inputs.get(name);
  if (!input || depth > maxDepth) return null;
  if ('link' in input) return textFrom(tracing, input.link, polarity, depth + 1);
  return typeof input.value === 'string'
    ? { authored: input.value, effective: null, rewritten: false, locator: `${node.id}.${name}` }
    : null;
}

/** The text that an output of a node carries, or `null` when it carries none that the graph tells. */
export function textFrom(tracing: Tracing, link: Link, polarity: Polarity, depth = 0): Text | null {
  const node = follow(tracing, link);
  if (!node || blanksConditioning.test(node.type)) return null;
  const read: ReadInput = (name) => textOf(tracing, node, name, polarity, depth);

  const branches = branchesOf(tracing, node, depth);
  if (branches) return takenBranch(tracing, branches.chosen, branches.others, read);
  if (showsText.test(node.type)) {
    const name = displayInputs.find((one) => node.inputs.has(one));
    return shownText(tracing, node, name === undefined ? null : read(name));
  }
  if (writesText.test(node.type))
    return toldToModel(tracing, node, textNames(node, polarity), (of, name) =>
      textOf(tracing, of, name, polarity, depth),
    );
  if (node.type === 'StringReplace') return replaceInText(tracing, read);
  if (joinedInputs(node).length > 1) return joinTexts(tracing, node, read);
  return ownText(tracing, node, polarity, depth) ?? handedOn(tracing, node, polarity, depth);
}

const displayInputs = ['text', 'source', 'anything', 'input', 'value'];

/**
 * The text that a node itself was given, of which it has one. What is linked to `positive` and
 * `negative` is not read here: it may be a conditioning.
 */
export function ownText(
  tracing: Tracing,
  node: GraphNode,
  polarity: Polarity,
  depth = 0,
): Text | null {
  const names = textNames(node, polarity);
  const read: ReadInput = (name) => textOf(tracing, node, name, polarity, depth);
  if (/wildcard|dynamicprompt|^dprandom|^dpcombin/i.test(node.type))
    return fillWildcards(tracing, node, names, read);
  for (const name of names) {
    const text = /^(positive|negative)$/.test(name) && linkOf(node, name) ? null : read(name);
    if (text) return /styler|prompt_?styles?/i.test(node.type) ? addStyle(tracing, text) : text;
  }
  return null;
}

/** The node's text inputs, best first, for what is wanted of it. */
function textNames(node: GraphNode, polarity: Polarity): string[] {
  const called = (names: readonly string[]): string[] =>
    names.map((name) => inputCalled(node, name)).filter((name) => name !== null);
  const negative = polarity === 'negative' ? called(negativeTexts) : [];
  return negative.length > 0 ? negative : called(singleTexts);
}

/** A node that only hands on: one link, and nothing of its own to say. */
function handedOn(
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

/**
 * The branch that was taken. Where a language model wrote it, the branch not taken usually carries
 * what the author wrote: graphs offer "refine the prompt?" as such a switch.
 */
function takenBranch(
  tracing: Tracing,
  chosen: string | null,
  others: string[],
  read: ReadInput,
): Text | null {
  const taken = chosen === null ? null : read(chosen);
  if (taken && !taken.rewritten) return taken;
  const other = others.map(read).find((text) => text !== null && !text.rewritten) ?? null;
  if (taken) return other ? { ...taken, authored: other.authored, locator: other.locator } : taken;
  if (other) tracing.notes.add('switch-unresolved');
  return other;
}
