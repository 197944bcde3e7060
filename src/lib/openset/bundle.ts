// A bundle: a whole release in one file, to be carried on a stick. It adds nothing to be trusted:
// the signed manifest stands first, and every byte after it is proven by the manifest's hashes.
//
// `OPENSET` and a version byte (8) · length of the manifest, u32 · length of the signature, u32 ·
// manifest · signature · the packs, in the manifest's order. Numbers are big-endian.
import type { Manifest } from './manifest.ts';

const magic = new TextEncoder().encode('OPENSET\x01');
const fixedBytes = magic.length + 8;
/** A manifest of a million chunks has some 70 MB. */
const longestManifest = 128 * 2 ** 20;
const longestSignature = 4_096;

/** What stands before the packs. Both are as they were signed. */
export interface BundleHead {
  manifest: Uint8Array<ArrayBuffer>;
  signature: string;
  /** Where the first pack begins. */
  bytes: number;
}

/** The bytes before the packs. */
export function writeBundleHead(manifest: Uint8Array, signature: Uint8Array): Uint8Array {
  const head = new Uint8Array(fixedBytes + manifest.length + signature.length);
  const view = new DataView(head.buffer);
  head.set(magic);
  view.setUint32(magic.length, manifest.length);
  view.setUint32(magic.length + 4, signature.length);
  head.set(manifest, fixedBytes);
  head.set(signature, fixedBytes + manifest.length);
  return head;
}

/** Reads the head; `null` where the file is no bundle. */
export async function readBundleHead(
  read: (offset: number, length: number) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<BundleHead | null> {
  const fixed = await read(0, fixedBytes);
  if (fixed.length < fixedBytes || magic.some((byte, place) => fixed[place] !== byte)) return null;
  const view = new DataView(fixed.buffer, fixed.byteOffset);
  const manifestLength = view.getUint32(magic.length);
  const signatureLength = view.getUint32(magic.length + 4);
  if (manifestLength > longestManifest || signatureLength > longestSignature) return null;
  const manifest = await read(fixedBytes, manifestLength);
  const signature = await read(fixedBytes + manifestLength, signatureLength);
  if (manifest.length < manifestLength || signature.length < signatureLength) return null;
  return {
    manifest,
    signature: new TextDecoder().decode(signature),
    bytes: fixedBytes + manifestLength + signatureLength,
  };
}

/** Where each pack of `manifest` begins in a bundle whose head has `headBytes`. */
export function packOffsets({ packs }: Manifest, headBytes: number): number[] {
  let at = headBytes;
  return packs.map(({ bytes }) => {
    const offset = at;
    at += bytes;
    return offset;
  });
}
