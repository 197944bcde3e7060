// From a saved file back to what made it: along pictures, latents and videos, not along models,
// masks and references.
import { isGenerator } from './generator.ts';
import { linkOf, linksOf, type GraphNode, type Link } from './graph.ts';
import { writesText } from './kinds.ts';
import { isPartner } from './partner.ts';
import { isSampler } from './sampler.ts';
import { branchesOf } from './scalar.ts';
import { follow, type Tracing } from './tracing.ts';

// Names of inputs, as the core and the larger packs use them, in the order in which they count:
// a node that has a latent and a picture makes its latent from the latent.
const latent =
  /^(samples|latents?|latent_image|init_latent)(_?\d+|_to|_from)?$|^(?!audio).*_latents?$/i;
const picture =
  /^(images?|img|pixels|videos?|frames?|input_images?|original_images?|target_image|image_target|base_image|background_image|layer_image|upscaled_image|source_video|video_frames|destination|source|background|foreground|any|anything|input|output|value)([_.]?(\d+|[ab]))?$/i;
const sound = /^(audios?)(_?\d+)?$|audio/i;
const shape = /^(mesh|trimesh|glb|model_3d|model_file|voxel|splat|gaussian)/i;
const never =
  /mask|vae|clip|model|control|positive|negative|cond|noise|sigmas|guider|sampler|ref|style|start|end|first|last|init|prompt|text|string|width|height|seed|fps/i;

/** The inputs by which a node's product comes in. */
export function productLinks(node: GraphNode): [string, Link][] {
  const links = linksOf(node);
  for (const kind of [latent, picture, sound, shape]) {
    const found = links.filter(([name]) => kind.test(name));
    if (found.length > 0) return found;
  }
  const other = links.filter(([name]) => !never.test(name));
  return other.length === 1 ? other : [];
}

/** Whether a node encodes prompts: pictures that it takes in are references, not products. */
const conditions = (node: GraphNode): boolean =>
  ['positive', 'negative', 'conditioning', 'clip'].some((name) => linkOf(node, name));

/**
 * The generators that lie nearest behind these links, one for each branch. A partner node is passed
 * over when `counts` says no (it has no words) and something before it does count.
 */
export function generatorsBehind(
  tracing: Tracing,
  links: readonly Link[],
  counts: (node: GraphNode) => boolean,
): GraphNode[] {
  const found: GraphNode[] = [];
  const wordless: GraphNode[] = [];
  const seen = new Set<string>();
  const waiting = [...links];
  for (let at = 0; at < waiting.length; at++) {
    const node = follow(tracing, waiting[at]!);
    if (!node || seen.has(node.id)) continue;
    seen.add(node.id);
    if (isSampler(node) || (isPartner(node) && counts(node))) {
      found.push(node);
      continue;
    }
    if (isPartner(node)) wordless.push(node);
    for (const link of into(tracing, node)) waiting.push(link);
  }
  return found.length > 0 ? found : wordless;
}

/** The links along which to go on from a node that makes nothing itself. */
function into(tracing: Tracing, node: GraphNode): Link[] {
  const branches = branchesOf(tracing, node);
  if (branches) {
    const names = branches.chosen === null ? branches.others : [branches.chosen];
    return names.map((name) => linkOf(node, name)).filter((link) => link !== null);
  }
  const links = productLinks(node);
  const own = conditions(node)
    ? links.filter(([name]) => latent.test(name) || name === 'pixels')
    : links;
  return own.map(([, link]) => link);
}

/**
 * The generators whose work this one went on with: the first of a pair of samplers, the picture
 * before its upscaling. A partner node starts afresh: what it takes in is reference.
 */
export function generatorsBefore(
  tracing: Tracing,
  node: GraphNode,
  counts: (node: GraphNode) => boolean,
): GraphNode[] {
  if (!isSampler(node)) return [];
  const links = productLinks(node).map(([, link]) => link);
  // Stable Cascade hands the first stage on inside the conditioning [ComfyUI:comfy_extras/nodes_stable_cascade.py].
  const positive = linkOf(node, 'positive');
  const staged = positive && follow(tracing, positive);
  const firstStage = staged && linkOf(staged, 'stage_c');
  return generatorsBehind(tracing, firstStage ? [...links, firstStage] : links, counts);
}

/** The generators nearest to a node along any link at all, for graphs whose path is unknown. */
export function nearestGenerators(
  tracing: Tracing,
  from: GraphNode,
  counts: (node: GraphNode) => boolean,
): GraphNode[] {
  const seen = new Set([from.id]);
  let ring = [from];
  while (ring.length > 0) {
    const next: GraphNode[] = [];
    for (const node of ring)
      for (const [, link] of linksOf(node)) {
        const before = seen.has(link.node) ? null : follow(tracing, link);
        if (!before) continue;
        seen.add(before.id);
        next.push(before);
      }
    const found = next.filter(
      (node) => isGenerator(node) && !writesText.test(node.type) && counts(node),
    );
    if (found.length > 0) return found;
    ring = next;
  }
  return [];
}
