// A graph saved as a file of its own, beside the picture that it made.
import { decodeText } from './bytes.ts';
import { limits, type Container } from './container.ts';
import { Walk } from './walk.ts';
import type { Source } from '../source.ts';

/** Opens a JSON file that holds a ComfyUI graph; `null` for every other. */
export async function openSidecar(source: Source): Promise<Container | null> {
  if (source.size > limits.blockBytes) return null;
  const start = decodeText(await source.read(0, 64)).text;
  if (!/^\s*\{\s*"/.test(start.replace(/^\ufeff/, ''))) return null;
  const walk = new Walk(source, 'json');
  const bytes = await walk.take(0, source.size);
  const text = bytes && decodeText(bytes);
  if (!text || !/"class_type"|"widgets_values"/.test(text.text)) return null;
  walk.say('json:graph', 'graph', bytes, text);
  return walk.end(false);
}
