// What every walk over a graph shares: the graph, how much work is left, and what was noticed.
import type { Graph, GraphNode, Link } from './graph.ts';

/** Stable codes of what a trace noticed. */
export type Note =
  /** A language model wrote the final text, which no file keeps unless `effectivePrompt` is given. */
  | 'rewritten-by-llm'
  /** The service was allowed to rewrite the prompt; what it made of it is not kept. */
  | 'rewritten-by-service'
  /** Wildcards were filled in, a style's words put around the prompt. */
  | 'wildcards'
  | 'style-added'
  /** The text stands only where a display node showed it. */
  | 'from-display'
  /** The prompt is put together from several texts: areas, joined strings, several encoders. */
  | 'several-texts'
  /** Passes over one picture had different prompts; outputs or parts of the picture differ. */
  | 'several-passes'
  | 'several-outputs'
  /** A switch does not tell which of its branches ran. */
  | 'switch-unresolved'
  /** The seed never reached the service; the seed was to be drawn anew. */
  | 'seed-not-sent'
  | 'seed-random'
  /** The generator was found by distance, the prompt by its node's title, in the saver, or in Civitai's own account. */
  | 'found-by-distance'
  | 'found-by-title'
  | 'from-saver'
  | 'from-extra-metadata'
  /** The graph is too large or too tangled; the search was cut off. */
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
