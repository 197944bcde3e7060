// Graphs for tests, written the way people wire them.
import { traceComfy, type ComfyTrace, type Medium } from './trace.ts';

interface ApiNode {
  class_type: string;
  inputs: Record<string, unknown>;
  _meta?: { title: string };
}

/** An API graph by node id. */
export type ApiGraph = Record<string, ApiNode>;

/** A node of an API graph; `["4", 0]` links to the first output of node 4. */
export function node(type: string, inputs: Record<string, unknown>, title?: string): ApiNode {
  return { class_type: type, inputs, ...(title === undefined ? {} : { _meta: { title } }) };
}

/** Stable Diffusion's plain graph; parts of it are replaced or added by id. */
export function textToImage(parts: ApiGraph = {}): ApiGraph {
  return {
    '3': node('KSampler', {
      seed: 42,
      steps: 20,
      cfg: 7.5,
      sampler_name: 'euler',
      scheduler: 'normal',
      denoise: 1,
      model: ['4', 0],
      positive: ['6', 0],
      negative: ['7', 0],
      latent_image: ['5', 0],
    }),
    '4': node('CheckpointLoaderSimple', { ckpt_name: 'dream.safetensors' }),
    '5': node('EmptyLatentImage', { width: 512, height: 512, batch_size: 1 }),
    '6': node('CLIPTextEncode', { text: 'two kids on one bicycle', clip: ['4', 1] }),
    '7': node('CLIPTextEncode', { text: 'blurry', clip: ['4', 1] }),
    '8': node('VAEDecode', { samples: ['3', 0], vae: ['4', 2] }),
    '9': node('SaveImage', { filename_prefix: 'ComfyUI', images: ['8', 0] }),
    ...parts,
  };
}

/** What a UI node in `uiGraph` is made from: inputs by name with where they come from, `[node, slot]`. */
export interface UiPart {
  type: string;
  from?: Record<string, [number, number] | null>;
  types?: Record<string, string>;
  /** Inputs that are widgets turned into sockets. */
  widgets?: string[];
  out?: string[];
  values?: unknown;
  mode?: number;
  title?: string;
  properties?: Record<string, unknown>;
}

/** The nodes and links of a UI scope; `listed` writes links as the root graph does, else as subgraphs do. */
export function uiScope(parts: Record<number, UiPart>, listed: boolean) {
  const links: unknown[] = [];
  const connect = (from: [number, number], to: number, slot: number): number => {
    const id = links.length + 1;
    links.push(
      listed
        ? [id, from[0], from[1], to, slot, '*']
        : { id, origin_id: from[0], origin_slot: from[1], target_id: to, target_slot: slot },
    );
    return id;
  };
  const nodes = Object.entries(parts).map(([key, part]) => ({
    id: Number(key),
    type: part.type,
    mode: part.mode ?? 0,
    ...(part.title === undefined ? {} : { title: part.title }),
    inputs: Object.entries(part.from ?? {}).map(([name, from], slot) => ({
      name,
      type: part.types?.[name] ?? '*',
      link: from ? connect(from, Number(key), slot) : null,
      ...(part.widgets?.includes(name) ? { widget: { name } } : {}),
    })),
    outputs: (part.out ?? []).map((type) => ({ name: type, type })),
    ...(part.values === undefined ? {} : { widgets_values: part.values }),
    properties: part.properties ?? {},
  }));
  return { nodes, links, connect };
}

/** A UI graph as the frontend saves it. */
export function uiGraph(parts: Record<number, UiPart>, subgraphs: unknown[] = []): string {
  const { nodes, links } = uiScope(parts, true);
  return JSON.stringify({ nodes, links, definitions: { subgraphs }, version: 0.4 });
}

/**
 * A subgraph definition. Nodes inside link to its inputs as `[-10, slot]`; `outputs` says which
 * inner output each of its outputs gives.
 */
export function subgraph(
  id: string,
  inputs: string[],
  outputs: [number, number][],
  parts: Record<number, UiPart>,
) {
  const { nodes, links, connect } = uiScope(parts, false);
  outputs.forEach((from, slot) => connect(from, -20, slot));
  return {
    id,
    name: id,
    nodes,
    links,
    inputs: inputs.map((name) => ({ name, type: '*' })),
    outputs: outputs.map((_, slot) => ({ name: `out${slot}`, type: '*' })),
    inputNode: { id: -10 },
    outputNode: { id: -20 },
  };
}

/** The plain graph in the UI format, with room to replace and add nodes. */
export function uiTextToImage(parts: Record<number, UiPart> = {}): Record<number, UiPart> {
  return {
    3: {
      type: 'KSampler',
      from: { model: [4, 0], positive: [6, 0], negative: [7, 0], latent_image: [5, 0] },
      out: ['LATENT'],
      values: [42, 'randomize', 20, 7.5, 'euler', 'normal', 1],
    },
    4: {
      type: 'CheckpointLoaderSimple',
      out: ['MODEL', 'CLIP', 'VAE'],
      values: ['dream.safetensors'],
    },
    5: { type: 'EmptyLatentImage', out: ['LATENT'], values: [512, 512, 1] },
    6: {
      type: 'CLIPTextEncode',
      from: { clip: [4, 1] },
      out: ['CONDITIONING'],
      values: ['two kids on one bicycle'],
    },
    7: {
      type: 'CLIPTextEncode',
      from: { clip: [4, 1] },
      out: ['CONDITIONING'],
      values: ['blurry'],
    },
    8: { type: 'VAEDecode', from: { samples: [3, 0], vae: [4, 2] }, out: ['IMAGE'] },
    9: { type: 'SaveImage', from: { images: [8, 0] }, values: ['ComfyUI'] },
    ...parts,
  };
}

/** The trace of an API graph. */
export function traceApi(graph: ApiGraph, medium?: Medium): ComfyTrace {
  return traceComfy({ api: JSON.stringify(graph), medium })!;
}
