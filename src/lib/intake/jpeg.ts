// JPEG, segment by segment up to the picture (ITU-T T.81); Exif, XMP, IPTC, C2PA, comments.
import { emptyContainer, limits, type Block, type Container } from './container.ts';
import { readExif } from './exif.ts';
import { readPhotoshop } from './iptc.ts';
import { decodeText, latin1, viewOf, type Source } from './source.ts';

const xmp = 'http://ns.adobe.com/xap/1.0/\0';
const extendedXmp = 'http://ns.adobe.com/xmp/extension/\0';

export async function readJpeg(source: Source): Promise<Container> {
  const jpeg = emptyContainer('jpeg');
  const extended: Uint8Array[] = [];
  const c2pa: Uint8Array[] = [];
  let offset = 2;
  let taken = 0;
  for (let part = 0; part < limits.parts; part += 1) {
    const head = await source.read(offset, 4);
    if (head.length < 4) {
      jpeg.error = 'The file ends before the picture does.';
      break;
    }
    if (head[0] !== 0xff) {
      jpeg.error = 'A segment has no marker; the file is damaged from there on.';
      break;
    }
    const marker = head[1]!;
    if (marker === 0xff) {
      offset += 1;
      continue;
    }
    if (marker === 0xd9 || marker === 0xda) break;
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      offset += 2;
      continue;
    }
    const length = viewOf(head).getUint16(2);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    const isApp = (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;
    if (length < 2) {
      jpeg.error = 'A segment has no length; the file is damaged from there on.';
      break;
    }
    if (isFrame || (isApp && taken + length <= limits.allBytes)) {
      const data = await source.read(offset + 4, length - 2);
      taken += data.length;
      if (isFrame && data.length >= 5)
        [jpeg.height, jpeg.width] = [viewOf(data).getUint16(1), viewOf(data).getUint16(3)];
      else if (marker === 0xeb && latin1(data.subarray(0, 2)) === 'JP') c2pa.push(data);
      else if (marker === 0xe1 && latin1(data.subarray(0, extendedXmp.length)) === extendedXmp)
        extended.push(data.subarray(extendedXmp.length + 40));
      else if (isApp) jpeg.blocks.push(...segmentBlocks(marker, data));
      if (data.length < length - 2) {
        jpeg.error = 'The file ends inside a segment.';
        break;
      }
    }
    offset += 2 + length;
  }
  for (const [key, parts] of [
    ['xmp', extended],
    ['c2pa', c2pa],
  ] as const)
    if (parts.length > 0) {
      const bytes = join(parts);
      const locator = key === 'xmp' ? 'jpeg:APP1:XMP:extended' : 'jpeg:APP11:C2PA';
      jpeg.blocks.push({ locator, key, bytes, text: key === 'xmp' ? decodeText(bytes) : null });
    }
  return jpeg;
}

function segmentBlocks(marker: number, data: Uint8Array): Block[] {
  const start = latin1(data.subarray(0, 40));
  if (marker === 0xe1 && start.startsWith('Exif\0')) return readExif(data, 'jpeg:APP1:Exif');
  if (marker === 0xe1 && start.startsWith(xmp.slice(0, 28)))
    return [
      {
        locator: 'jpeg:APP1:XMP',
        key: 'xmp',
        bytes: data,
        text: decodeText(data.subarray(xmp.length)),
      },
    ];
  if (marker === 0xed && start.startsWith('Photoshop 3.0\0'))
    return readPhotoshop(data.subarray(14), 'jpeg:APP13');
  if (marker === 0xfe)
    return [
      {
        locator: 'jpeg:COM',
        key: 'comment',
        bytes: data,
        text: decodeText(data).replace(/\0+$/, ''),
      },
    ];
  // A bare label in an application segment, as some Chinese services write it.
  if (start.includes('AIGC{') || start.includes('"AIGC"'))
    return [
      {
        locator: `jpeg:APP${marker - 0xe0}:AIGC`,
        key: 'AIGC',
        bytes: data,
        text: decodeText(data),
      },
    ];
  return [];
}

function join(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
