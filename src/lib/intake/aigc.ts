// China's AIGC label (GB 45438-2025 and TC260 practice guides), in every place where it was found
// or is specified (FORMATS §1.9).
import type { AigcLabel } from '#lib/openset/media.ts';
import type { Block } from './container.ts';
import { isRecord, parseNested } from './json.ts';
import { namespaces, xmpField } from './xmp.ts';

const fields = [
  'Label',
  'ContentProducer',
  'ProduceID',
  'ReservedCode1',
  'ContentPropagator',
  'PropagateID',
  'ReservedCode2',
];

/** The first label among the blocks, with where it stands; `null` where no block holds one. */
export function findAigc(blocks: Block[]): { label: AigcLabel; locator: string } | null {
  for (const block of blocks) {
    const label = labelIn(block);
    if (label)
      return {
        label,
        locator:
          block.key === 'xmp' || isXmp(block) ? `${block.locator}:TC260:AIGC` : block.locator,
      };
  }
  return null;
}

const isXmp = ({ key }: Block): boolean => key === 'XML:com.adobe.xmp';

function labelIn(block: Block): AigcLabel | null {
  const { text, key } = block;
  if (text === null || !text.includes('{')) return null;
  if (key === 'xmp' || isXmp(block))
    return accept(parseNested(xmpField(text, namespaces.tc260, 'AIGC') ?? ''));
  if (key.toUpperCase() === 'AIGC')
    return (
      accept(unwrap(parseNested(text.slice(text.indexOf('{'))))) ??
      accept(unwrap(parseNested(text)))
    );
  if (!text.includes('AIGC')) return null;
  const inside = /AIGC"?\s*:?\s*(\{[^{}]*\})/.exec(text)?.[1];
  return accept(unwrap(parseNested(text))) ?? accept(parseNested(inside ?? ''));
}

const unwrap = (value: unknown): unknown =>
  isRecord(value) && 'AIGC' in value
    ? typeof value.AIGC === 'string'
      ? parseNested(value.AIGC)
      : value.AIGC
    : value;

/** Only an object with a field of the standard is a label. */
function accept(value: unknown): AigcLabel | null {
  return isRecord(value) && fields.some((field) => field in value) ? value : null;
}
