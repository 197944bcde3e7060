// From a sampler's conditioning back to the texts that were encoded for it.
import { linkOf, linksOf, type GraphNode, type Link } from './graph.ts';
import { blanksConditioning, encoderTexts, pipeInputs } from './kinds.ts';
import { branchesOf } from './scalar.ts';
import { ownText, textFrom, textOf, type Polarity, type Text } from './text.ts';
import { follow, type Tracing } from './tracing.ts';

const maxDepth = 80;

/**
 * Every text that a conditioning was made from, in the order in which the graph joins them: several
 * where prompts are set for areas, combined, concatenated or averaged. A blanked conditioning has
 * none, whatever stands before it.
 */
export function textsBehind(tracing: Tracing, link: Link, polarity: Polarity): Text[] {
  return walk({ tracing, seen: new Set() }, link, polarity, 0);
}

interface Walk {
  tracing: Tracing;
  seen: Set<string>;
}

function walk(at: Walk, link: Link, wanted: Polarity, depth: number): Text[] {
  const { tracing, seen } = at;
  const node = follow(tracing, link);
  const visit = `${link.node}:${link.slot}:${wanted}`;
  if (!node || depth > maxDepth || seen.has(visit)) return [];
  seen.add(visit);
  if (blanksConditioning.test(node.type)) return [];
  const into = (next: Link, polarity = wanted): Text[] => walk(at, next, polarity, depth + 1);

  const branches = branchesOf(tracing, node);
  if (branches) {
    const name = branches.chosen ?? branches.others[0];
    if (branches.chosen === null) tracing.notes.add('switch-unresolved');
    const chosen = name === undefined ? null : linkOf(node, name);
    return chosen ? into(chosen) : [];
  }

  const polarity = bySlot(node, link.slot) ?? wanted;
  const own = ownTexts(tracing, node, polarity);
  const before = linksOf(node)
    .filter(([name]) => /^cond|conditioning|^(text|prompt|hyvid)?_?embeds$/i.test(name))
    .flatMap(([, next]) => into(next));
  if (own.length > 0) return [...before, ...own];
  const sided = linkOf(node, polarity);
  if (sided) return into(sided, polarity);
  if (before.length > 0) return before;
  const pipe = pipeInputs.map((name) => linkOf(node, name)).find((next) => next !== null);
  if (pipe) return into(pipe, polarity);
  const text = linksOf(node).length === 1 ? textFrom(tracing, link, polarity) : null;
  return text ? [text] : [];
}

/**
 * A node with both sides wired in gives the positive side out first, the negative second
 * (ControlNetApplyAdvanced, WanImageToVideo, InpaintModelConditioning). The UI format says so by
 * the names of the outputs. What bundles both sides into one output has no such order.
 */
function bySlot(node: GraphNode, slot: number): Polarity | null {
  const named = /^(positive|negative)/i.exec(node.outputs[slot] ?? '')?.[1]?.toLowerCase();
  if (named === 'positive' || named === 'negative') return named;
  const both = linkOf(node, 'positive') !== null && linkOf(node, 'negative') !== null;
  const bundles = /embed|pipe|context/i.test(node.type) || node.inputs.has('clip');
  if (!both || bundles) return null;
  return slot === 0 ? 'positive' : slot === 1 ? 'negative' : null;
}

/** The texts that the node itself encodes. Encoders with several fields often hold the same text in each. */
function ownTexts(tracing: Tracing, node: GraphNode, polarity: Polarity): Text[] {
  const fields = encoderTexts.filter((name) => node.inputs.has(name));
  const several = fields
    .map((name) => textOf(tracing, node, name, polarity))
    .filter((text): text is Text => text !== null && text.authored?.trim() !== '');
  if (several.length > 0) return distinct(several);
  const text = ownText(tracing, node, polarity);
  return text ? [text] : [];
}

/** Texts without those that only repeat another. */
export function distinct(texts: Text[]): Text[] {
  const seen = new Set<string | null>();
  return texts.filter((text) => !seen.has(text.authored) && seen.add(text.authored));
}
