// Which nodes of a graph wrote files.
import { isGenerator } from './generator.ts';
import { linksOf, type Graph, type GraphNode } from './graph.ts';
import { writesText } from './kinds.ts';
import { productLinks } from './product.ts';

/** What kind of file an output node writes. */
export type Medium = 'image' | 'video' | 'audio' | 'model';

const saves =
  /save|^vhs_videocombine$|^image_?write|sendimage|^export|image ?output|output ?image|civitai.*upload/i;
const shows = /preview|compar|show ?image|^imagedisplay/i;
const writesOtherThings =
  /text|string|json|any$|lora|checkpoint|latent|conditioning|^(clip|vae|model)|workflow|savemask/i;

/**
 * The nodes that wrote files: those that save, else those that preview, else generators and other
 * nodes whose product nobody uses. Where the file's own medium is known, only nodes that write it
 * count; sound and shapes never count beside pictures otherwise.
 */
export function outputsOf(graph: Graph, medium: Medium | null): GraphNode[] {
  const all = [...graph.nodes.values()];
  const used = new Set(all.flatMap((node) => linksOf(node).map(([, link]) => link.node)));
  const writes = all.filter(
    (node) => productLinks(node).length > 0 && !writesOtherThings.test(node.type),
  );
  const unused = all.filter((node) => !used.has(node.id));
  const outputs =
    [
      writes.filter((node) => saves.test(node.type)),
      writes.filter((node) => shows.test(node.type)),
      unused.filter((node) => isGenerator(node) && !writesText.test(node.type)),
      unused.filter((node) => writes.includes(node)),
    ].find((some) => some.length > 0) ?? [];
  const same = outputs.filter((node) => mediumOf(node) === medium);
  if (same.length > 0) return same;
  const pictures = outputs.filter((node) => ['image', 'video'].includes(mediumOf(node)));
  return pictures.length > 0 ? pictures : outputs;
}

function mediumOf(node: GraphNode): Medium {
  const names = productLinks(node).map(([name]) => name);
  if (/audio/i.test(node.type) || names.every((name) => /audio/i.test(name))) return 'audio';
  if (/glb|mesh|3d|splat/i.test(node.type)) return 'model';
  return /video|webm|animated|gif|movie/i.test(node.type) || names.includes('video')
    ? 'video'
    : 'image';
}
