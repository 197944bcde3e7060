// The API format of a graph (`prompt`): node ids to class, inputs and title.
import * as v from 'valibot';
import type { Graph, Input } from './graph.ts';

/** More than any real graph has. */
const maxNodes = 20_000;

const apiNode = v.object({
  class_type: v.string(),
  inputs: v.fallback(v.record(v.string(), v.unknown()), {}),
  _meta: v.fallback(v.object({ title: v.optional(v.string()) }), {}),
});

// The server reads any pair of a node id and an output index as a link; lists that are values travel
// as {"__value__": […]} [ComfyUI_frontend:src/utils/executionUtil.ts].
const link = v.tuple([
  v.union([v.string(), v.number(), v.bigint()]),
  v.pipe(v.number(), v.integer()),
]);
const wrapped = v.object({ __value__: v.unknown() });

function readInput(raw: unknown, ids: ReadonlySet<string>): Input {
  if (v.is(link, raw) && ids.has(String(raw[0])))
    return { link: { node: String(raw[0]), slot: raw[1] } };
  return { value: v.is(wrapped, raw) ? raw.__value__ : raw };
}

/** Whether a parsed JSON value has the shape of an API graph: one node suffices. */
export function isApiGraph(value: unknown): value is Record<string, unknown> {
  return (
    v.is(v.record(v.string(), v.unknown()), value) &&
    Object.values(value).some((node) => v.is(v.object({ class_type: v.string() }), node))
  );
}

/** Reads an API graph. Keys that are no nodes (Civitai's `extra`, `extraMetadata`) are left out. */
export function readApiGraph(value: Record<string, unknown>): Graph {
  const parsed = Object.entries(value)
    .slice(0, maxNodes)
    .flatMap(([id, raw]) => {
      const node = v.safeParse(apiNode, raw);
      return node.success ? [{ id, ...node.output }] : [];
    });
  const ids = new Set(parsed.map((node) => node.id));
  const nodes = parsed.map(({ id, class_type, inputs, _meta }) => ({
    id,
    type: class_type,
    title: _meta.title ?? null,
    inputs: new Map(
      Object.entries(inputs).map(([name, raw]): [string, Input] => [name, readInput(raw, ids)]),
    ),
    outputs: [],
  }));
  return { source: 'api', nodes: new Map(nodes.map((node) => [node.id, node])) };
}
