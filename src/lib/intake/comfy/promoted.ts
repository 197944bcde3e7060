// Values that stand on a subgraph's instance and count for widgets inside it.
//
// Two generations of the frontend: `properties.proxyWidgets` pairs [inner node, widget] with the
// instance's values (inner node -1 is the subgraph's own input); later versions promote inputs, and
// the values follow the instance's widget inputs
// [ComfyUI_frontend:src/core/graph/subgraph/migration/proxyWidgetMigration.ts].
import * as v from 'valibot';
import { parseJson } from '../json.ts';
import type { UiNode, UiScope } from './ui-graph.ts';
import { alignWidgets } from './widgets.ts';

/** What an instance says: by the name of a subgraph input, and by inner node and widget. */
export interface Promoted {
  byInput: Map<string, unknown>;
  byNode: Map<string, Map<string, unknown>>;
}

const proxies = v.array(
  v.pipe(
    v.looseTuple([v.pipe(v.union([v.string(), v.number()]), v.transform(String)), v.string()]),
    v.transform(([node, widget]) => ({ node, widget: widget.replace(/^(\s*\d+\s*:\s*)+/, '') })),
  ),
);

/**
 * Reads an instance's promoted values. `outer` are values that the instance's own surroundings
 * promote for it, by widget name: they count more than the instance's.
 */
export function promotedValues(
  instance: UiNode,
  inside: UiScope,
  outer: ReadonlyMap<string, unknown>,
): Promoted {
  const found: Promoted = { byInput: new Map(), byNode: new Map() };
  const set = (node: string, widget: string, value: unknown): void => {
    if (node === '-1') found.byInput.set(widget, value);
    else found.byNode.set(node, (found.byNode.get(node) ?? new Map()).set(widget, value));
  };
  const values = Array.isArray(instance.widgets_values) ? instance.widgets_values : [];
  const stored = instance.properties['proxyWidgets'];
  const parsed = v.safeParse(proxies, typeof stored === 'string' ? parseJson(stored) : stored);
  const pairs = parsed.success ? parsed.output : [];
  if (pairs.length > 0)
    pairs.forEach(({ node, widget }, at) => {
      if (values[at] !== undefined && values[at] !== null) set(node, widget, values[at]);
    });
  else {
    const own = instance.inputs.flatMap((input) => (input.widget ? [input.name] : []));
    const names = own.length > 0 ? own : inputsWithWidgets(inside);
    for (const [name, value] of alignWidgets(names, values, { whole: true }) ?? [])
      set('-1', name, value);
  }
  for (const [widget, value] of outer) {
    const pair = pairs.find((one) => one.widget === widget);
    set(pair?.node ?? '-1', widget, value);
  }
  return found;
}

/** The subgraph's inputs that feed a widget of a node inside, in their order. */
function inputsWithWidgets(inside: UiScope): string[] {
  const fed = new Set<number>();
  for (const node of inside.nodes)
    for (const input of node.inputs) {
      const link = input.widget && input.link !== null ? inside.link.get(input.link) : undefined;
      if (link?.origin_id === inside.inputNode) fed.add(link.origin_slot);
    }
  return inside.inputs.flatMap((input, slot) => (fed.has(slot) ? [input.name] : []));
}
