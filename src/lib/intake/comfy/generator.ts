// The nodes that make pictures: samplers, and partner nodes that send a prompt to a service.
import { asNumber, asSeed, asText } from '../json.ts';
import { distinct, textsBehind } from './conditioning.ts';
import { inputCalled, linkOf, type GraphNode, type Link } from './graph.ts';
import {
  cfgNames,
  negativeTexts,
  onlyModel,
  pipeInputs,
  rewriteSwitches,
  samplerNames,
  seedNames,
  seedNotSent,
  stepNames,
  usesWordsOtherwise,
} from './kinds.ts';
import { modelLinks, modelsBehind, modelsOf } from './model.ts';
import { scalar, type Scalar } from './scalar.ts';
import { ownText, textOf, type Polarity, type Text } from './text.ts';
import { follow, type Tracing } from './tracing.ts';

/** One call of a generator, as the graph describes it. */
export interface Pass {
  node: string;
  positive: Text[];
  negative: Text[];
  seed: string | null;
  steps: number | null;
  cfg: number | null;
  sampler: string | null;
  models: string[];
  /** Continues an earlier pass's noise and adds none: its seed means nothing. */
  addsNoise: boolean;
}

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
const negativeInputs = ['negative', 'neg_conditioning', 'text_embeds', 'hyvid_embeds'];

/** Whether a node is a sampler: conditioned, and with noise or steps of its own. */
export function isSampler(node: GraphNode): boolean {
  if (linkOf(node, 'guider')) return true;
  const conditioned = [...positiveInputs, ...pipeInputs].some((name) => linkOf(node, name));
  const runs = [...seedNames, ...stepNames, 'noise', 'sigmas'].some((name) =>
    node.inputs.has(name),
  );
  return conditioned && (runs || /sampler/i.test(node.type));
}

/** Whether a node sends a prompt to a model that the graph does not hold, and gets a picture back. */
export function isPartner(node: GraphNode): boolean {
  if (usesWordsOtherwise.test(node.type)) return false;
  if (linkOf(node, 'clip') || linkOf(node, 'positive')) return false;
  return [...node.inputs.keys()].some((name) => partnerText.test(name));
}

const partnerText = /(^|\.)(prompt|prompt_text|text_prompt|positive_prompt|storyboard_\d+_prompt)$/;
const storyboard = /(^|\.)storyboard_\d+_prompt$/;

/** Whether a node makes pictures. */
export function isGenerator(node: GraphNode): boolean {
  return isSampler(node) || isPartner(node);
}

/** What a sampler or partner node was told to do. */
export function readPass(tracing: Tracing, node: GraphNode): Pass {
  return isSampler(node) ? readSampler(tracing, node) : readPartner(tracing, node);
}

function readSampler(tracing: Tracing, node: GraphNode): Pass {
  const guiderLink = linkOf(node, 'guider');
  const guider = (guiderLink && settled(tracing, guiderLink)) ?? node;
  const setting = (names: readonly string[], ...places: GraphNode[]): Scalar | null =>
    first([...places, ...pipesOf(tracing, node)], (place) => scalar(tracing, place, names));
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
    models: distinctNames(models.flatMap(([, link]) => modelsBehind(tracing, link))),
    addsNoise:
      !/^disable/i.test(noiseNode?.type ?? '') && !isOff(scalar(tracing, node, ['add_noise'])),
  };
}

function readPartner(tracing: Tracing, node: GraphNode): Pass {
  const seed = readSeed(tracing, scalar(tracing, node, seedNames));
  if (seed !== null && seedNotSent.has(node.type)) tracing.notes.add('seed-not-sent');
  const models = modelsOf(tracing, node);
  const only = onlyModel[node.type];
  const positive = partnerTexts(tracing, node);
  if (positive.length > 0 && rewriteSwitches.some((name) => isOn(scalar(tracing, node, [name]))))
    tracing.notes.add('rewritten-by-service');
  return {
    node: node.id,
    positive,
    negative: hasNegative(node) ? given(ownText(tracing, node, 'negative')) : [],
    seed,
    steps: asNumber(scalar(tracing, node, stepNames)),
    cfg: asNumber(scalar(tracing, node, cfgNames)),
    sampler: null,
    models: models.length > 0 || only === undefined ? models : [only],
    addsNoise: true,
  };
}

/** A partner node's prompt, or those of the shots of its storyboard (Kling). */
function partnerTexts(tracing: Tracing, node: GraphNode): Text[] {
  const own = ownText(tracing, node, 'positive');
  const shots = [...node.inputs.keys()].filter((name) => storyboard.test(name)).toSorted();
  if (shots.length === 0 || own?.authored?.trim()) return given(own);
  return shots.flatMap((name) => given(textOf(tracing, node, name, 'positive')));
}

const given = (text: Text | null): Text[] => (text ? [text] : []);
const hasNegative = (node: GraphNode): boolean =>
  negativeTexts.some((name) => inputCalled(node, name) !== null);
const isOff = (value: Scalar | null): boolean =>
  value === false || (typeof value === 'string' && /^(off|disabled?|none|false|)$/i.test(value));
const isOn = (value: Scalar | null): boolean => value !== null && !isOff(value);

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

/** A seed as text, 0 to 2^64−1. Negative ones ask for a new seed, which is not written down. */
function readSeed(tracing: Tracing, value: Scalar | null): string | null {
  if (/^-\d/.test(String(value))) tracing.notes.add('seed-random');
  const seed = asSeed(value);
  return seed !== null && BigInt(seed) < 2n ** 64n ? seed : null;
}

function first<Item, Found>(
  items: readonly Item[],
  look: (item: Item) => Found | null,
): Found | null {
  for (const item of items) {
    const found = look(item);
    if (found !== null) return found;
  }
  return null;
}

const distinctNames = (names: string[]): string[] => [...new Set(names)];
