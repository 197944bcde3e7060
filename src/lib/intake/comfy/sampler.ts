// Samplers: the nodes that run a model over noise, alone or with guider, noise, sampler and sigmas
// in nodes of their own.
import { asNumber, asText } from '../json.ts';
import { distinct, textsBehind } from './conditioning.ts';
import { linkOf, type GraphNode, type Link } from './graph.ts';
import { cfgNames, pipeInputs, samplerNames, seedNames, stepNames } from './kinds.ts';
import { modelLinks, modelsBehind } from './model.ts';
import { isOff, readSeed, type Pass } from './pass.ts';
import { scalar, type Scalar } from './scalar.ts';
import type { Polarity, Text } from './text.ts';
import { follow, type Tracing } from './tracing.ts';

// BasicGuider, CFGGuider and its kin, DualCFGGuider [ComfyUI:comfy_extras/nodes_custom_sampler.py];
// the wrappers of WanVideo and HunyuanVideo [kijai/ComfyUI-WanVideoWrapper, ComfyUI-HunyuanVideoWrapper].
const positiveInputs = [
  'positive',
  'conditioning',
  'cond1',
  'text_embeds',
  'hyvid_embeds',
  'prompt_embeds',
  'pos',
];
const negativeInputs = ['negative', 'neg_conditioning', 'neg', 'text_embeds', 'hyvid_embeds'];

/** Whether a node is a sampler: conditioned, and with noise or steps of its own. */
export function isSampler(node: GraphNode): boolean {
  if (linkOf(node, 'guider')) return true;
  const conditioned = [...positiveInputs, ...pipeInputs].some((name) => linkOf(node, name));
  const runs = [...seedNames, ...stepNames, 'noise', 'sigmas'].some((name) =>
    node.inputs.has(name),
  );
  return conditioned && (runs || /sampler/i.test(node.type));
}

/** What a sampler was told to do. */
export function readSampler(tracing: Tracing, node: GraphNode): Pass {
  const guiderLink = linkOf(node, 'guider');
  const guider = (guiderLink && settled(tracing, guiderLink)) ?? node;
  const setting = (names: readonly string[], ...places: GraphNode[]): Scalar | null =>
    firstSaid([...places, ...pipesOf(tracing, node)], (place) => scalar(tracing, place, names));
  const sampler = linkOf(node, 'sampler');
  const samplerNode = sampler && follow(tracing, sampler);
  const noise = linkOf(node, 'noise');
  const noiseNode = noise && follow(tracing, noise);
  const seed = readSeed(tracing, setting(seedNames, node, ...(noiseNode ? [noiseNode] : [])));
  const models = modelLinks(guider).length > 0 ? modelLinks(guider) : modelLinks(node);
  return {
    node: node.id,
    positive: conditioned(tracing, guider, 'positive'),
    negative: conditioned(tracing, guider, 'negative'),
    seed,
    steps: asNumber(setting(stepNames, node, ...sigmasOf(tracing, node))),
    cfg: asNumber(setting(cfgNames, guider, node)),
    sampler: asText(setting(samplerNames, ...(samplerNode ? [samplerNode] : []), node)),
    models: [...new Set(models.flatMap(([, link]) => modelsBehind(tracing, link)))],
    addsNoise:
      !/^disable/i.test(noiseNode?.type ?? '') && !isOff(scalar(tracing, node, ['add_noise'])),
  };
}

/** The texts of one side of a sampler, its guider, or the pipe that carries both. */
function conditioned(tracing: Tracing, node: GraphNode, polarity: Polarity): Text[] {
  const names = polarity === 'positive' ? positiveInputs : negativeInputs;
  for (const name of [...names, ...pipeInputs]) {
    const link = linkOf(node, name);
    if (link) return distinct(textsBehind(tracing, link, polarity));
  }
  return [];
}

/** The node behind a link, past reroutes and switches that only hand a guider on. */
function settled(tracing: Tracing, link: Link): GraphNode | null {
  let node = follow(tracing, link);
  for (let hops = 0; node && hops < 20; hops++) {
    const handsOn = ![...positiveInputs, 'model'].some((name) => node?.inputs.has(name));
    const next = [...node.inputs.values()].find((input) => 'link' in input);
    if (!handsOn || !next || !('link' in next)) break;
    node = follow(tracing, next.link);
  }
  return node;
}

/** The schedulers behind a sampler's sigmas, past the nodes that split and flip them. */
function sigmasOf(tracing: Tracing, node: GraphNode): GraphNode[] {
  const chain: GraphNode[] = [];
  let link = linkOf(node, 'sigmas');
  while (link && chain.length < 20) {
    const next = follow(tracing, link);
    if (!next) break;
    chain.push(next);
    link = linkOf(next, 'sigmas') ?? linkOf(next, 'sigmas_1') ?? linkOf(next, 'sigmas_a');
  }
  return chain;
}

/** The nodes along the pipe into a sampler, which hold its settings in easy-use and TinyTerra. */
function pipesOf(tracing: Tracing, node: GraphNode): GraphNode[] {
  const chain: GraphNode[] = [];
  let at: GraphNode | null = node;
  while (at && chain.length < 20) {
    const here: GraphNode = at;
    const link = pipeInputs.map((name) => linkOf(here, name)).find((one) => one !== null);
    at = link ? follow(tracing, link) : null;
    if (at) chain.push(at);
  }
  return chain;
}

function firstSaid<Item, Found>(
  items: readonly Item[],
  look: (item: Item) => Found | null,
): Found | null {
  for (const item of items) {
    const found = look(item);
    if (found !== null) return found;
  }
  return null;
}
