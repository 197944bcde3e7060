// A bundle from a stick or the Files app: its manifest is proven before anything of it is believed.
import { packOffsets, readBundleHead } from '#lib/openset/bundle.ts';
import { releaseBytes, type Pack } from '#lib/openset/manifest.ts';
import { hashOf } from '#lib/openset/media-index.ts';
import { proveManifest, ReleaseRefused, type SignedManifest } from '../hub-client.ts';

export interface OpenedBundle {
  release: SignedManifest;
  /** The pack's own part of the file. */
  sourceOf: (pack: Pack) => Blob | null;
}

/** Throws ReleaseRefused where the file is no bundle, is cut short, or is not what was signed. */
export async function openBundle(file: File): Promise<OpenedBundle> {
  const read = async (offset: number, length: number) =>
    new Uint8Array(await file.slice(offset, offset + length).arrayBuffer());
  const head = await readBundleHead(read).catch(() => null);
  if (!head) throw new ReleaseRefused('malformed');
  const release = await proveManifest(await hashOf(head.manifest), head.manifest, head.signature);
  const { manifest } = release;
  if (file.size !== head.bytes + releaseBytes(manifest)) throw new ReleaseRefused('malformed');
  const offsets = packOffsets(manifest, head.bytes);
  const places = new Map(manifest.packs.map(({ sha256 }, place) => [sha256, offsets[place] ?? 0]));
  return {
    release,
    sourceOf({ sha256, bytes }) {
      const at = places.get(sha256);
      return at === undefined ? null : file.slice(at, at + bytes);
    },
  };
}
