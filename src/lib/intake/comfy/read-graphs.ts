// From the texts that a file carries to graphs, however they are wrapped.
import { isRecord, parseNested } from '../json.ts';
import { isApiGraph, readApiGraph } from './api-graph.ts';
import { flatten } from './flatten.ts';
import type { Graph } from './graph.ts';
import { isUiGraph, readUiGraph } from './ui-graph.ts';

/** The graphs of a file, and Civitai's own account of the generation where it left one. */
export interface Graphs {
  api: Graph | null;
  ui: Graph | null;
  extraMetadata: Record<string, unknown> | null;
}

/**
 * Reads graphs from texts: JSON that may be encoded several times, prefixed (`prompt:`, `Workflow: `),
 * or hold both graphs (`{"prompt": …, "workflow": …}`). What a text is shows in its shape, not in the
 * name it came under: savers mix them up.
 */
export function readGraphs(texts: readonly string[]): Graphs {
  const graphs: Graphs = { api: null, ui: null, extraMetadata: null };
  for (const text of texts) place(graphs, decode(text), 0);
  return graphs;
}

const prefix = /^[\s\0\uFEFF]*[a-z_]{0,20}\s*:\s*(?=[{["])/i;

function decode(value: unknown): unknown {
  return typeof value === 'string' ? parseNested(value.replace(prefix, '')) : value;
}

// Where savers put the graphs inside other objects [FORMATS §1.1]: EXIF user comments, requests to
// the server, histories.
const wrappers = ['prompt', 'Prompt', 'workflow', 'Workflow', 'extra_pnginfo', 'extra_data'];

function place(graphs: Graphs, value: unknown, depth: number): void {
  if (!isRecord(value)) return;
  const extra = decode(value['extraMetadata']);
  if (isRecord(extra)) graphs.extraMetadata ??= extra;
  if (isUiGraph(value)) graphs.ui ??= flatten(readUiGraph(value));
  else if (isApiGraph(value)) graphs.api ??= readApiGraph(value);
  else if (depth < 3)
    for (const name of wrappers) if (name in value) place(graphs, decode(value[name]), depth + 1);
}
