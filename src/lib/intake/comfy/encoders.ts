// The last resort where no generator is known on the way: the texts that were encoded for the file,
// told apart by the titles of their nodes.
import { linkOf, linksOf, type GraphNode } from './graph.ts';
import { blanksConditioning, encoderTexts } from './kinds.ts';
import { ownText, textOf, type Text } from './text.ts';
import { follow, type Tracing } from './tracing.ts';

/** Texts encoded somewhere behind an output, nearest first, by what their titles call them. */
export interface EncodedTexts {
  positive: Text[];
  negative: Text[];
  untitled: Text[];
}

const isPositive = /positive|正向|正面|プロンプト（ポジ/i;
const isNegative = /negative|负向|负面|反向|ネガティブ/i;

/** Collects what text encoders behind these nodes encode, unless it was zeroed out. */
export function encodedBehind(tracing: Tracing, outputs: readonly GraphNode[]): EncodedTexts {
  const found: EncodedTexts = { positive: [], negative: [], untitled: [] };
  const seen = new Set(outputs.map((node) => node.id));
  const waiting = [...outputs];
  for (let at = 0; at < waiting.length; at++) {
    const node = waiting[at]!;
    const title = node.title ?? '';
    const text = linkOf(node, 'clip') ? encodedText(tracing, node) : null;
    if (text?.authored?.trim()) {
      const side = isNegative.test(title)
        ? 'negative'
        : isPositive.test(title)
          ? 'positive'
          : 'untitled';
      found[side].push(text);
    }
    if (blanksConditioning.test(node.type)) continue;
    for (const [, link] of linksOf(node)) {
      const before = seen.has(link.node) ? null : follow(tracing, link);
      if (!before) continue;
      seen.add(before.id);
      waiting.push(before);
    }
  }
  return found;
}

function encodedText(tracing: Tracing, node: GraphNode): Text | null {
  const fields = encoderTexts.map((name) => textOf(tracing, node, name, 'positive'));
  return fields.find((text) => text?.authored?.trim()) ?? ownText(tracing, node, 'positive');
}
