// The UI format of a graph (`workflow`) as it is stored: nodes with slots, links between them, and
// subgraph definitions. `flatten.ts` makes the plain graph of it.
import * as v from 'valibot';

/** More than any real graph has of anything. */
const maxListed = 20_000;

const id = v.pipe(v.union([v.number(), v.string(), v.bigint()]), v.transform(String));
const list = <const Item extends v.GenericSchema>(item: Item) =>
  v.fallback(
    v.pipe(
      v.array(v.unknown()),
      v.transform((all) => all.slice(0, maxListed).flatMap((one) => keep(item, one))),
    ),
    [],
  );

/** A broken part of a graph is left out; the rest of it still tells its story. */
function keep<const Item extends v.GenericSchema>(item: Item, one: unknown): v.InferOutput<Item>[] {
  const parsed = v.safeParse(item, one);
  return parsed.success ? [parsed.output] : [];
}

const slot = v.object({
  name: v.fallback(v.string(), ''),
  type: v.fallback(v.string(), '*'),
  link: v.fallback(v.nullable(id), null),
  widget: v.fallback(v.nullable(v.object({ name: v.string() })), null),
});

const node = v.object({
  id,
  type: v.string(),
  mode: v.fallback(v.number(), 0),
  title: v.fallback(v.nullable(v.string()), null),
  inputs: list(slot),
  outputs: list(slot),
  widgets_values: v.optional(v.unknown()),
  properties: v.fallback(v.record(v.string(), v.unknown()), {}),
});

/** A node as stored. `mode` 2 is muted, 4 bypassed; `inputs[].widget` marks inputs that have a widget. */
export type UiNode = v.InferOutput<typeof node>;
export type UiSlot = v.InferOutput<typeof slot>;

const count = v.pipe(v.number(), v.integer());
const namedLink = v.object({
  id,
  origin_id: id,
  origin_slot: count,
  target_id: id,
  target_slot: count,
});
// The root graph writes links as [id, from, slot, to, slot, type]; subgraphs write them as objects.
const listedLink = v.pipe(
  v.looseTuple([id, id, count, id, count]),
  v.transform(([linkId, origin_id, origin_slot, target_id, target_slot]) => ({
    id: linkId,
    origin_id,
    origin_slot,
    target_id,
    target_slot,
  })),
);

/** A link as stored; a subgraph's own inputs and outputs stand for nodes of their own (-10 and -20). */
export type UiLink = v.InferOutput<typeof namedLink>;

// Links that the extension "Use Everywhere" makes at run time, as it notes them in the file.
const everywhereLink = v.object({
  downstream: id,
  downstream_slot: count,
  upstream: id,
  upstream_slot: count,
});

const edge = v.fallback(v.object({ id }), { id: '' });
const scope = v.object({
  id: v.fallback(v.string(), ''),
  nodes: list(node),
  links: list(v.union([namedLink, listedLink])),
  inputs: list(slot),
  outputs: list(slot),
  inputNode: edge,
  outputNode: edge,
  extra: v.fallback(v.object({ ue_links: list(everywhereLink) }), { ue_links: [] }),
  definitions: v.fallback(v.object({ subgraphs: list(v.unknown()) }), { subgraphs: [] }),
});

/** The root graph, or one subgraph definition. */
export interface UiScope {
  nodes: UiNode[];
  node: Map<string, UiNode>;
  link: Map<string, UiLink>;
  /** Links into each of the scope's own outputs, by the output's index. */
  intoOutput: Map<number, UiLink>;
  inputs: UiSlot[];
  inputNode: string;
  /** What "Use Everywhere" sends into `node:input slot`. */
  everywhere: Map<string, { upstream: string; upstream_slot: number }>;
  /** Set nodes by the name that Get nodes call for [kijai/ComfyUI-KJNodes:web/js/setgetnodes.js]. */
  setNode: Map<unknown, UiNode>;
}

/** A UI graph: its root and every subgraph definition by the type that its instances carry. */
export interface UiGraph {
  root: UiScope;
  subgraphs: Map<string, UiScope>;
}

const maxDefinitions = 1000;

/** Whether a parsed JSON value has the shape of a UI graph. */
export function isUiGraph(value: unknown): boolean {
  return v.is(v.object({ nodes: v.array(v.object({ type: v.string() })) }), value);
}

/** Reads a UI graph with all its definitions, also those that stand inside other definitions. */
export function readUiGraph(value: unknown): UiGraph {
  const subgraphs = new Map<string, UiScope>();
  const root = v.parse(scope, value);
  const waiting = [...root.definitions.subgraphs];
  for (let at = 0; at < waiting.length; at++) {
    for (const found of keep(scope, waiting[at])) {
      if (found.id === '' || subgraphs.has(found.id) || subgraphs.size >= maxDefinitions) continue;
      subgraphs.set(found.id, index(found));
      for (const inner of found.definitions.subgraphs) waiting.push(inner);
    }
  }
  return { root: index(root), subgraphs };
}

function index(read: v.InferOutput<typeof scope>): UiScope {
  const outputs = read.links.filter((one) => one.target_id === (read.outputNode.id || '-20'));
  return {
    nodes: read.nodes,
    node: new Map(read.nodes.map((one) => [one.id, one])),
    link: new Map(read.links.map((one) => [one.id, one])),
    intoOutput: new Map(outputs.map((one) => [one.target_slot, one])),
    inputs: read.inputs,
    inputNode: read.inputNode.id || '-10',
    everywhere: new Map(
      read.extra.ue_links.map((one) => [`${one.downstream}:${one.downstream_slot}`, one]),
    ),
    setNode: new Map(
      read.nodes
        .filter((one) => /\bsetnode$/i.test(one.type))
        .map((one) => [firstWidget(one), one]),
    ),
  };
}

/** The first of a node's widget values, for nodes of the canvas that have but one. */
export function firstWidget(of: UiNode): unknown {
  return Array.isArray(of.widgets_values) ? of.widgets_values[0] : undefined;
}
