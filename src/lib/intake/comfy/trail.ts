// The passes that one output went through, from the last to the first.
import { readPass } from './generator.ts';
import type { GraphNode } from './graph.ts';
import type { Pass } from './pass.ts';
import { generatorsBefore, generatorsBehind, nearestGenerators } from './product.ts';
import type { Tracing } from './tracing.ts';

/**
 * The passes behind one output. `passes` are in order of distance from it; `first` are those that
 * no other came before: one in a chain of passes, several where a picture is put together from parts.
 */
export interface Trail {
  output: string;
  passes: Pass[];
  first: Pass[];
}

const maxPasses = 200;

/** Follows one output back through all its passes; without passes when nothing made a picture. */
export function trailOf(tracing: Tracing, output: GraphNode): Trail {
  const passes = new Map<string, Pass>();
  const passOf = (node: GraphNode): Pass => {
    const known = passes.get(node.id) ?? readPass(tracing, node);
    passes.set(node.id, known);
    return known;
  };
  const hasWords = (node: GraphNode): boolean => promptOf(passOf(node)) !== null;

  const found: Pass[] = [];
  const first: Pass[] = [];
  const seen = new Set<string>();
  let ring = generatorsBehind(tracing, [{ node: output.id, slot: 0 }], hasWords);
  while (ring.length > 0) {
    const earlier: GraphNode[] = [];
    for (const node of ring) {
      if (seen.has(node.id) || seen.size >= maxPasses) continue;
      seen.add(node.id);
      const pass = passOf(node);
      found.push(pass);
      const before = generatorsBefore(tracing, node, hasWords);
      for (const one of before) earlier.push(one);
      if (before.length === 0) first.push(pass);
    }
    ring = earlier;
  }
  const worded = found.some((pass) => promptOf(pass) !== null);
  if (worded) return { output: output.id, passes: found, first: firstWorded(found, first) };

  const near = nearestGenerators(tracing, output, hasWords).map(passOf);
  if (near.length === 0) return { output: output.id, passes: found, first };
  tracing.notes.add('found-by-distance');
  return { output: output.id, passes: [...found, ...near], first: near };
}

/** A first pass without words (an image model, unCLIP) leaves the say to the pass after it. */
function firstWorded(passes: Pass[], first: Pass[]): Pass[] {
  const worded = first.filter((pass) => promptOf(pass) !== null);
  return worded.length > 0 ? worded : passes.filter((pass) => promptOf(pass) !== null).slice(-1);
}

/**
 * A pass's prompt in one piece: the texts of its areas one below the other. Blank texts are none.
 */
export function promptOf(pass: Pass, side: 'positive' | 'negative' = 'positive'): string | null {
  const texts = pass[side].flatMap((text) => (text.authored?.trim() ? [text.authored] : []));
  return texts.length > 0 ? [...new Set(texts)].join('\n') : null;
}
