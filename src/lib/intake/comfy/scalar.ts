// Numbers, choices and file names: read where they stand, or followed to the node that holds them.
import { inputCalled, linksOf, type GraphNode, type Input, type Link } from './graph.ts';
import { primitiveNames } from './kinds.ts';
import { follow, type Tracing } from './tracing.ts';

const maxDepth = 40;

/** What a graph's widgets hold: seeds beyond 2^53 are bigint. */
export type Scalar = string | number | bigint | boolean;

/**
 * The value of the first of these inputs that has one. Links are followed through switches and
 * primitives; a node on the way answers with an input of the same name, else with its own value.
 */
export function scalar(
  tracing: Tracing,
  node: GraphNode,
  names: readonly string[],
  depth = 0,
): Scalar | null {
  return firstOf(tracing, node, names, names, depth);
}

function firstOf(
  tracing: Tracing,
  node: GraphNode,
  here: readonly string[],
  names: readonly string[],
  depth: number,
): Scalar | null {
  for (const name of here) {
    const called = inputCalled(node, name);
    const input = called === null ? undefined : node.inputs.get(called);
    const found = input ? ofInput(tracing, input, names, depth) : null;
    if (found !== null) return found;
  }
  return null;
}

function ofInput(
  tracing: Tracing,
  input: Input,
  names: readonly string[],
  depth: number,
): Scalar | null {
  if ('link' in input) return depth < maxDepth ? ofLink(tracing, input.link, names, depth) : null;
  return asScalar(input.value);
}

function ofLink(
  tracing: Tracing,
  link: Link,
  names: readonly string[],
  depth: number,
): Scalar | null {
  const node = follow(tracing, link);
  if (!node) return null;
  const branches = branchesOf(tracing, node, depth + 1);
  if (branches) {
    const chosen = branches.chosen === null ? undefined : node.inputs.get(branches.chosen);
    return chosen ? ofInput(tracing, chosen, names, depth + 1) : null;
  }
  const found = firstOf(tracing, node, [...names, ...primitiveNames], names, depth + 1);
  if (found !== null) return found;
  // A reroute of any make: one input, and that a link.
  const links = linksOf(node);
  const only = node.inputs.size === 1 ? links[0] : undefined;
  return only && depth < maxDepth ? ofLink(tracing, only[1], names, depth + 1) : null;
}

/** A widget's value. Some loaders wrap a file name with its preview [pythongosssss/ComfyUI-Custom-Scripts:py/better_combos.py]. */
function asScalar(value: unknown): Scalar | null {
  if (typeof value === 'object' && value !== null && 'content' in value)
    return typeof value.content === 'string' ? value.content : null;
  return typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    typeof value === 'boolean'
    ? value
    : null;
}

/** A switch's inputs: the one passed on, `null` when the graph does not tell, and the others. */
export interface Branches {
  chosen: string | null;
  others: string[];
}

const isSwitch = /switch|if_?else|conditionalbranch|ifexecute|indexselect/i;

// Pairs of branches and what decides between them: ComfySwitchNode [ComfyUI:comfy_extras/nodes_logic.py],
// Crystools, KJNodes and easy-use (on_true, on_false); Impact (tt_value, ff_value).
const pairs = [
  { yes: 'on_true', no: 'on_false', by: ['switch', 'boolean', 'condition', 'boolean_value'] },
  { yes: 'tt_value', no: 'ff_value', by: ['cond', 'condition'] },
  { yes: 'IF_TRUE', no: 'IF_FALSE', by: ['ANY'] },
] as const;

// What counts numbered inputs: Impact (`select`, input1…), ComfyRoll (`Input`, text1…), easy-use
// (`index`, value0…).
const selectors = ['select', 'Input', 'index', 'selected', 'selected_index'];

/** What a switch passes on, or `null` for a node that is none. */
export function branchesOf(tracing: Tracing, node: GraphNode, depth = 0): Branches | null {
  if (!isSwitch.test(node.type)) return null;
  for (const { yes, no, by } of pairs) {
    if (!node.inputs.has(yes) && !node.inputs.has(no)) continue;
    const decided = scalar(tracing, node, by, depth);
    const chosen = decided === null ? null : isTrue(decided) ? yes : no;
    return branches(
      [yes, no].filter((name) => node.inputs.has(name)),
      chosen,
    );
  }
  const numbered = [...node.inputs.keys()].filter(
    (name) => /\D\d+$/.test(name) && !selectors.includes(name),
  );
  if (numbered.length === 0) return null;
  const selector = selectors.find((name) => node.inputs.has(name));
  // rgthree's Any Switch passes on the first that is connected.
  if (selector === undefined) return branches(numbered, numbered.toSorted()[0] ?? null);
  const wanted = Number(scalar(tracing, node, [selector], depth) ?? NaN);
  const chosen = numbered.find((name) => Number(/\d+$/.exec(name)?.[0]) === wanted);
  return branches(numbered, chosen ?? null);
}

const branches = (names: string[], chosen: string | null): Branches => ({
  chosen: chosen !== null && names.includes(chosen) ? chosen : null,
  others: names.filter((name) => name !== chosen),
});

const isTrue = (value: Scalar): boolean =>
  typeof value === 'string' ? /^(true|yes|on|1)$/i.test(value) : Boolean(value);
