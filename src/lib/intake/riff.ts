// RIFF: WebP pictures, and as much of WAV and AVI as a label needs.
import { emptyContainer, limits, type Container, type Kind } from './container.ts';
import { readExif } from './exif.ts';
import { decodeText, latin1, viewOf, type Source } from './source.ts';

const kinds: Record<string, Kind> = { WEBP: 'webp', WAVE: 'wav', 'AVI ': 'avi' };

export async function readRiff(source: Source): Promise<Container | null> {
  const form = latin1(await source.read(8, 4));
  const kind = kinds[form];
  if (!kind) return null;
  const riff = emptyContainer(kind);
  let offset = 12;
  let frames = 0;
  let durationMs = 0;
  let taken = 0;
  const end = Math.min(source.size, viewOf(await source.read(4, 4)).getUint32(0, true) + 8);
  for (let part = 0; part < limits.parts && offset + 8 <= end; part += 1) {
    const head = await source.read(offset, 8 + 24);
    const id = latin1(head.subarray(0, 4));
    const length = viewOf(head).getUint32(4, true);
    const body = head.subarray(8);
    if (kind === 'webp') readSize(riff, id, body);
    if (id === 'ANMF' && body.length >= 16) {
      frames += 1;
      durationMs += body[12]! | (body[13]! << 8) | (body[14]! << 16);
    }
    if (
      ['EXIF', 'XMP ', 'C2PA', 'AIGC'].includes(id) &&
      length <= limits.blockBytes &&
      taken + length <= limits.allBytes
    ) {
      const data = await source.read(offset + 8, length);
      taken += data.length;
      if (id === 'EXIF') riff.blocks.push(...readExif(data, `${kind}:EXIF`));
      else if (id === 'XMP ')
        riff.blocks.push({
          locator: `${kind}:XMP`,
          key: 'xmp',
          bytes: data,
          text: decodeText(data),
        });
      else if (id === 'C2PA')
        riff.blocks.push({ locator: `${kind}:C2PA`, key: 'c2pa', bytes: data, text: null });
      else
        riff.blocks.push({
          locator: `${kind}:AIGC`,
          key: 'AIGC',
          bytes: data,
          text: decodeText(data),
        });
    }
    if (offset + 8 + length > source.size) riff.error = 'The file ends before its last part does.';
    offset += id === 'LIST' ? 12 : 8 + length + (length % 2);
  }
  if (frames > 1) riff.durationS = durationMs / 1000;
  if (kind === 'webp' && riff.width === null) riff.error ??= 'The file says no picture size.';
  return riff;
}

/** VP8X, VP8L and VP8 headers (RFC 9649). */
function readSize(riff: Container, id: string, body: Uint8Array): void {
  if (id === 'VP8X' && body.length >= 10) {
    riff.width = 1 + (body[4]! | (body[5]! << 8) | (body[6]! << 16));
    riff.height = 1 + (body[7]! | (body[8]! << 8) | (body[9]! << 16));
  } else if (riff.width === null && id === 'VP8L' && body.length >= 5 && body[0] === 0x2f) {
    const bits = viewOf(body).getUint32(1, true);
    [riff.width, riff.height] = [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
  } else if (riff.width === null && id === 'VP8 ' && body.length >= 10) {
    [riff.width, riff.height] = [
      viewOf(body).getUint16(6, true) & 0x3fff,
      viewOf(body).getUint16(8, true) & 0x3fff,
    ];
  }
}
