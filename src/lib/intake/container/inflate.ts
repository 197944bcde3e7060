// Inflating what a file packed, up to a limit.
import { join } from './bytes.ts';
import { limits } from './container.ts';

/** Inflates `data`; `null` where it is damaged or larger than a block may be. */
export async function inflate(
  data: Uint8Array,
  format: 'deflate' | 'gzip',
  maxBytes: number = limits.blockBytes,
): Promise<Uint8Array | null> {
  const packed = new Blob([data.slice()]).stream();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    const reader = packed.pipeThrough(new DecompressionStream(format)).getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      bytes += next.value.length;
      if (bytes > maxBytes) {
        await reader.cancel();
        return null;
      }
      parts.push(next.value);
    }
  } catch {
    return null;
  }
  return join(parts);
}
