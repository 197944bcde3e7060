// What every walk over a graph shares: the graph, how much work is left, and what was noticed.
import type { Graph, GraphNode, Link } from './graph.ts';

/**
 * Stable codes of what a trace noticed: `rewritten-by-llm` (a language model wrote the final text),
 * `rewritten-by-service` (the service may have), `wildcards`, `style-added`, `from-display`
 * (a text that only a display node kept), `several-texts` (area prompts, joined encoders), `several-passes` (with different prompts),
 * `several-outputs`, `switch-unresolved`, `seed-not-sent`, `seed-random`, `found-by-distance`,
 * `found-by-title`, `from-saver`, `from-extra-metadata`, `too-large` (the search was cut off).
 */
export type Note =
  | 'rewritten-by-llm'
  | 'rewritten-by-service'
  | 'wildcards'
  | 'style-added'
  | 'from-display'
  | 'several-texts'
  | 'several-passes'
  | 'several-outputs'
  | 'switch-unresolved'
  | 'seed-not-sent'
  | 'seed-random'
  | 'found-by-distance'
  | 'found-by-title'
  | 'from-saver'
  | 'from-extra-metadata'
  | 'too-large';

/** Notes that make a finding a conclusion rather than a reading. */
export const conclusions: ReadonlySet<Note> = new Set<Note>([
  'rewritten-by-llm',
  'from-display',
  'several-texts',
  'several-passes',
  'switch-unresolved',
  'found-by-distance',
  'found-by-title',
  'from-saver',
  'from-extra-metadata',
  'too-large',
]);

/** A trace under way. `canvas` is the UI graph beside an API graph: it keeps what nodes showed. */
export interface Tracing {
  graph: Graph;
  canvas: Graph | null;
  notes: Set<Note>;
  left: number;
}

const maxWork = 60_000;

/** Begins a trace. Its work is bounded, so that cyclic and hostile graphs end. */
export function beginTracing(graph: Graph, canvas: Graph | null): Tracing {
  return { graph, canvas, notes: new Set(), left: maxWork };
}

/** The node a link leads to, or `null` once the work is used up. */
export function follow(tracing: Tracing, link: Link): GraphNode | null {
  return spend(tracing, 1) ? (tracing.graph.nodes.get(link.node) ?? null) : null;
}

/** Takes work off what is left; `false` once nothing is. */
export function spend(tracing: Tracing, work: number): boolean {
  tracing.left -= work;
  if (tracing.left >= 0) return true;
  tracing.notes.add('too-large');
  return false;
}
