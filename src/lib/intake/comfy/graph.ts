// One model of a node graph, whichever of ComfyUI's two formats it was read from.

/** One output of one node, as another node's input names it. */
export interface Link {
  node: string;
  slot: number;
}

/** What an input holds: the output of another node, or a value written into the graph. */
export type Input = { link: Link } | { value: unknown };

/**
 * A node. `inputs` are in the order of the file; `outputs` are the names of its outputs by slot,
 * which only the UI format tells.
 */
export interface GraphNode {
  id: string;
  type: string;
  title: string | null;
  inputs: Map<string, Input>;
  outputs: string[];
}

/** A flat graph: subgraphs expanded, muted and virtual nodes gone. Links lead only to its own nodes. */
export interface Graph {
  source: 'api' | 'ui';
  nodes: Map<string, GraphNode>;
}

/** Where the input of this name comes from, or `null` when it is no link. */
export function linkOf(node: GraphNode, name: string): Link | null {
  const input = node.inputs.get(name);
  return input && 'link' in input ? input.link : null;
}

/** The value written into the input of this name; `undefined` for links and absent inputs. */
export function valueOf(node: GraphNode, name: string): unknown {
  const input = node.inputs.get(name);
  return input && 'value' in input ? input.value : undefined;
}

/** Every linked input with its name, in the order of the file. */
export function linksOf(node: GraphNode): [string, Link][] {
  return [...node.inputs].flatMap(([name, input]): [string, Link][] =>
    'link' in input ? [[name, input.link]] : [],
  );
}

/**
 * The node's input of this name. Inputs that depend on a choice carry it before them: partner nodes
 * have `model.prompt`, `multi_shot.storyboard_1_prompt` [ComfyUI:comfy_api/latest/_io.py DynamicCombo].
 */
export function inputCalled(node: GraphNode, name: string): string | null {
  if (node.inputs.has(name)) return name;
  for (const input of node.inputs.keys()) if (input.endsWith(`.${name}`)) return input;
  return null;
}
