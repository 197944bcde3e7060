// From a sampler's model back to the files it was loaded from.
import { asText } from '../json.ts';
import { linksOf, valueOf, type GraphNode, type Link } from './graph.ts';
import { modelNames, pipeInputs } from './kinds.ts';
import { branchesOf, scalar } from './scalar.ts';
import { follow, type Tracing } from './tracing.ts';

const maxDepth = 80;
const modelLink = /^(base_)?model(_?\d+|_(high|low)_noise)?$|^unet$|^diffusion_model$/i;
const otherModelLink = /negative|upscale|control|clip|vae|lora|patch|style|vision|audio|ipadapter/i;

/** The names of the models behind a link, nearest first: two where models are merged. */
export function modelsBehind(tracing: Tracing, link: Link): string[] {
  const names: string[] = [];
  const seen = new Set<string>();
  const walk = (next: Link, depth: number): void => {
    const node = follow(tracing, next);
    if (!node || depth > maxDepth || seen.has(node.id)) return;
    seen.add(node.id);
    const branches = branchesOf(tracing, node);
    const into = branches ? chosenLinks(node, branches.chosen) : modelLinks(node);
    if (into.length > 0) for (const [, one] of into) walk(one, depth + 1);
    else names.push(...modelsOf(tracing, node));
  };
  walk(link, 0);
  return [...new Set(names)];
}

const chosenLinks = (node: GraphNode, chosen: string | null): [string, Link][] =>
  linksOf(node).filter(([name]) => chosen === null || name === chosen);

/** The models that a node names itself. */
export function modelsOf(tracing: Tracing, node: GraphNode): string[] {
  const name = asText(scalar(tracing, node, modelNames));
  return name === null ? [] : [name];
}

/** The links along which a node's model came in; none for a loader, which names its model. */
export function modelLinks(node: GraphNode): [string, Link][] {
  const links = linksOf(node);
  const direct = links.filter(([name]) => modelLink.test(name));
  if (direct.length > 0) return direct;
  if (modelNames.some((name) => valueOf(node, name) !== undefined)) return [];
  const other = links.filter(([name]) => /model/i.test(name) && !otherModelLink.test(name));
  const pipes = links.filter(([name]) => pipeInputs.includes(name));
  return (other.length > 0 ? other : pipes).slice(0, 1);
}
