// The pictures, clips and sounds that went into a generation, and as what.
import { asText } from '../json.ts';
import { linksOf, type GraphNode } from './graph.ts';
import { scalar } from './scalar.ts';
import { follow, type Tracing } from './tracing.ts';

/** A file that was loaded: by which node, as what, under which name on the machine of the team. */
export interface MediaInput {
  node: string;
  role: Role;
  name: string;
}

export type Role =
  | 'firstFrame'
  | 'lastFrame'
  | 'subjectReference'
  | 'referenceImage'
  | 'referenceVideo'
  | 'referenceAudio'
  | 'controlImage'
  | 'mask'
  | 'initImage'
  | 'baseVideo';

const loads =
  /^(load|vhs_load|upload).*(image|video|audio|mask)|^(image|video) ?(load|upload)|imageloader|load image|^vhs_load/i;
const fileNames = ['image', 'video', 'audio', 'file', 'path', 'image_path', 'url'];

// What an input's name says of the picture in it, most telling first; and what a node's type says
// of the pictures that go through it.
const byInput: [RegExp, Role][] = [
  [/mask/i, 'mask'],
  [/(^|[._])(start|first)_?(image|frame)|^init_image$|first_frame/i, 'firstFrame'],
  [/(^|[._])(end|last|tail)_?(image|frame)|image_tail|end_frame/i, 'lastFrame'],
  [/subject|character/i, 'subjectReference'],
  [/reference_?videos?|ref_?video/i, 'referenceVideo'],
  [/audio/i, 'referenceAudio'],
  [/control_?(image|video|net)|pose_?(image|video)|depth/i, 'controlImage'],
  [/ref(erence)?_?(image|latent)|style_?image|^image_?refs?|reference/i, 'referenceImage'],
  [/pixels|latent_image/i, 'initImage'],
];
const byNode: [RegExp, Role][] = [
  [/controlnet|t2iadapter|canny|preprocessor|openpose|fun_?control/i, 'controlImage'],
  [
    /ipadapter|clipvision|redux|stylemodel|pulid|instantid|photomaker|imageedit|unclip/i,
    'referenceImage',
  ],
  [/(image|img|i)_?(to|2)_?v(ideo)?(?!ae)/i, 'firstFrame'],
  [/video.*(edit|extend|upscale)|edit.*video/i, 'baseVideo'],
];

const maxInputs = 200;

/** The loaded files behind these nodes, nearest first, each in the role it was given last. */
export function mediaInputs(tracing: Tracing, outputs: readonly GraphNode[]): MediaInput[] {
  const found: MediaInput[] = [];
  const seen = new Set<string>();
  let ring = outputs.map((node): { node: GraphNode; role: Role | null } => ({ node, role: null }));
  while (ring.length > 0 && found.length < maxInputs) {
    const next: typeof ring = [];
    for (const { node, role } of ring) {
      if (seen.has(node.id)) continue;
      seen.add(node.id);
      const name = loads.test(node.type) ? asText(scalar(tracing, node, fileNames)) : null;
      if (name !== null) found.push({ node: node.id, role: role ?? plainRole(node), name });
      for (const [input, link] of linksOf(node)) {
        const before = follow(tracing, link);
        const given =
          roleOf(byInput, input) ?? (isPicture(input) ? roleOf(byNode, node.type) : null);
        if (before) next.push({ node: before, role: mostTelling(role, given) });
      }
    }
    ring = next;
  }
  return found;
}

const isPicture = (input: string): boolean => /image|video|frame|pixels|clip_vision/i.test(input);

/** The role nearest to the picture wins, except that a latent's "init image" gives way to anything. */
const mostTelling = (outer: Role | null, inner: Role | null): Role | null =>
  inner === 'initImage' ? (outer ?? inner) : (inner ?? outer);

const roleOf = (table: [RegExp, Role][], text: string): Role | null =>
  table.find(([pattern]) => pattern.test(text))?.[1] ?? null;

const plainRole = (node: GraphNode): Role =>
  /audio/i.test(node.type)
    ? 'referenceAudio'
    : /video/i.test(node.type)
      ? 'baseVideo'
      : /mask/i.test(node.type)
        ? 'mask'
        : 'initImage';
