// Makes the plain graph of a UI graph, as the frontend does before it sends one to the server
// [ComfyUI_frontend:src/utils/executionUtil.ts, src/lib/litegraph/src/subgraph/ExecutableNodeDTO.ts]:
// subgraphs expanded to ids such as `4:7`, muted nodes gone, bypassed ones bridged, and the nodes
// that exist on the canvas only (reroutes, primitives, Set/Get) replaced by what they stand for.
import type { Graph, GraphNode, Input } from './graph.ts';
import { promotedValues, type Promoted } from './promoted.ts';
import { firstWidget, type UiGraph, type UiLink, type UiNode, type UiScope } from './ui-graph.ts';
import { namedWidgets } from './widgets.ts';

/** One expansion of a scope: the root, or one instance of a subgraph. */
interface Frame {
  path: string;
  scope: UiScope;
  promoted: Promoted;
  host: { frame: Frame; instance: UiNode; slot: Map<string, number> } | null;
}

const maxNodes = 20_000;
const maxDepth = 24;
const maxHops = 400;
const muted = 2;
const bypassed = 4;
const canvasOnly = /^(note|markdownnote|primitivenode|reroute)$|\b(set|get)node$|^label \(/i;

/** The plain graph of a UI graph. Expansion stops at 20,000 nodes and 24 levels. */
export function flatten(ui: UiGraph): Graph {
  const frames = new Map<string, Frame>();
  const placed: { frame: Frame; node: UiNode }[] = [];
  const expand = (frame: Frame, depth: number): void => {
    frames.set(frame.path, frame);
    for (const node of frame.scope.nodes) {
      if (placed.length + frames.size >= maxNodes) return;
      if (node.mode === muted || node.mode === bypassed) continue;
      const inside = ui.subgraphs.get(node.type);
      if (!inside) placed.push({ frame, node });
      else if (depth < maxDepth) {
        const outer = frame.promoted.byNode.get(node.id) ?? new Map<string, unknown>();
        const promoted = promotedValues(node, inside, outer);
        const path = `${frame.path}${node.id}:`;
        const slot = new Map(node.inputs.map((input, at) => [input.name, at]));
        expand({ path, scope: inside, promoted, host: { frame, instance: node, slot } }, depth + 1);
      }
    }
  };
  const nothing: Promoted = { byInput: new Map(), byNode: new Map() };
  expand({ path: '', scope: ui.root, promoted: nothing, host: null }, 0);

  const nodes = new Map<string, GraphNode>();
  for (const { frame, node } of placed) {
    if (canvasOnly.test(node.type)) continue;
    const id = `${frame.path}${node.id}`;
    nodes.set(id, {
      id,
      type: node.type,
      title: node.title,
      inputs: readInputs(frame, node, frames),
      outputs: node.outputs.map((output) => output.name),
    });
  }
  for (const node of nodes.values())
    for (const [name, input] of node.inputs)
      if ('link' in input && !nodes.has(input.link.node)) node.inputs.delete(name);
  return { source: 'ui', nodes };
}

/** A node's inputs: widget values first in their order, then what its links bring, which counts more. */
function readInputs(frame: Frame, node: UiNode, frames: Map<string, Frame>): Map<string, Input> {
  const inputs = new Map<string, Input>();
  for (const [name, value] of namedWidgets(node)) inputs.set(name, { value });
  for (const [name, value] of frame.promoted.byNode.get(node.id) ?? []) inputs.set(name, { value });
  node.inputs.forEach((slot, at) => {
    const source = sourceOfSlot({ frame, frames, hops: 0, type: slot.type }, node, at);
    if (source) inputs.set(slot.name, source);
  });
  return inputs;
}

/** A search for what a link brings: where it stands, and how far it has come. */
interface Search {
  frame: Frame;
  frames: Map<string, Frame>;
  hops: number;
  type: string;
}

const further = (search: Search, frame = search.frame): Search => ({
  ...search,
  frame,
  hops: search.hops + 1,
});

function sourceOfSlot(search: Search, node: UiNode, at: number): Input | null {
  const { scope } = search.frame;
  const id = node.inputs[at]?.link ?? null;
  const link = id === null ? undefined : scope.link.get(id);
  if (link) return sourceOfLink(search, link);
  const broadcast = scope.everywhere.get(`${node.id}:${at}`);
  const sender = broadcast && scope.node.get(broadcast.upstream);
  return sender ? outputOf(search, sender, broadcast.upstream_slot) : null;
}

function sourceOfLink(search: Search, link: UiLink): Input | null {
  const { frame } = search;
  if (search.hops > maxHops) return null;
  if (link.origin_id === frame.scope.inputNode && frame.host) {
    const name = frame.scope.inputs[link.origin_slot]?.name;
    if (name === undefined) return null;
    const { instance, slot, frame: around } = frame.host;
    const at = slot.get(name);
    const outside = at === undefined ? null : sourceOfSlot(further(search, around), instance, at);
    if (outside) return outside;
    const { byInput } = frame.promoted;
    return byInput.has(name) ? { value: byInput.get(name) } : null;
  }
  const origin = frame.scope.node.get(link.origin_id);
  return origin ? outputOf(further(search), origin, link.origin_slot) : null;
}

function outputOf(search: Search, node: UiNode, slot: number): Input | null {
  const { frame } = search;
  if (search.hops > maxHops || node.mode === muted) return null;
  if (node.mode === bypassed) return bridge(search, node, slot);
  const inside = search.frames.get(`${frame.path}${node.id}:`);
  if (inside) {
    const link = inside.scope.intoOutput.get(slot);
    return link ? sourceOfLink(further(search, inside), link) : null;
  }
  if (/^reroute/i.test(node.type)) return sourceOfSlot(further(search), node, 0);
  if (node.type === 'PrimitiveNode') {
    const promoted = frame.promoted.byNode.get(node.id)?.values().next();
    return { value: promoted && !promoted.done ? promoted.value : firstWidget(node) };
  }
  if (/\bgetnode$/i.test(node.type)) return carried(search, node);
  return { link: { node: `${frame.path}${node.id}`, slot } };
}

/** What a bypassed node lets through: its input at the same place if the types agree, else the first that does. */
function bridge(search: Search, node: UiNode, slot: number): Input | null {
  const type = node.outputs[slot]?.type ?? search.type;
  const fits = (at: number): boolean =>
    type === '*' || [type, '*'].includes(node.inputs[at]?.type ?? '');
  const at = node.inputs[slot] && fits(slot) ? slot : node.inputs.findIndex((_, one) => fits(one));
  return at < 0 ? null : sourceOfSlot(further(search), node, at);
}

/** What the Set node of the same name takes in, in this scope or one around it. */
function carried(search: Search, get: UiNode): Input | null {
  for (let frame: Frame | undefined = search.frame; frame; frame = frame.host?.frame) {
    const set = frame.scope.setNode.get(firstWidget(get));
    if (set) return set.mode === muted ? null : sourceOfSlot(further(search, frame), set, 0);
  }
  return null;
}
