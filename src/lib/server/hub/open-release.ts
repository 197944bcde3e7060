// A release on the hub's disk, proven by hash, form and signature before anything of it is offered.
// Its packs are checked for being there in full length; their bytes are proven by every tablet, and
// by `openset verify`.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { parseJson } from '#lib/openset/parse-json.ts';
import {
  manifest as manifestSchema,
  signature as signatureSchema,
  type Manifest,
  type Signature,
} from '#lib/openset/manifest.ts';
import { hashHex } from '#lib/server/pack/blob.ts';
import { isSigned } from '#lib/server/pack/event-key.ts';

/** Why a release is not offered, in words for whoever runs the hub. */
export class ReleaseRefusal extends Error {}

export interface HeldRelease {
  id: string;
  dir: string;
  manifest: Manifest;
  /** The manifest as it was signed. */
  bytes: Buffer;
  signature: Signature;
}

/**
 * Opens the release in `dir`, whose name is its id. `null` where its files are not all written yet;
 * throws ReleaseRefusal where they are not what they claim to be.
 */
export async function openRelease(dir: string): Promise<HeldRelease | null> {
  const id = path.basename(dir);
  const bytes = await readFile(path.join(dir, 'manifest.json')).catch(() => null);
  const signed = await readFile(path.join(dir, 'manifest.sig.json'), 'utf8').catch(() => null);
  if (!bytes || signed === null) return null;
  if (hashHex(bytes) !== id) throw new ReleaseRefusal('its manifest has been changed');
  const manifest = v.safeParse(manifestSchema, parseJson(bytes.toString()));
  const signature = v.safeParse(signatureSchema, parseJson(signed));
  if (!manifest.success) throw new ReleaseRefusal(`its manifest ${manifest.issues[0].message}`);
  if (!signature.success || !isSigned(bytes, signature.output))
    throw new ReleaseRefusal('its signature does not hold');
  const release = { id, dir, manifest: manifest.output, bytes, signature: signature.output };
  for (const pack of release.manifest.packs) {
    const there = await stat(packFile(release, pack.sha256)).catch(() => null);
    if (there?.size !== pack.bytes)
      throw new ReleaseRefusal(`its pack ${pack.sha256} is missing or has another length`);
  }
  return release;
}

/** Where a pack of the release lies: packs are shared by the releases of a folder. */
export const packFile = ({ dir }: Pick<HeldRelease, 'dir'>, sha256: string): string =>
  path.join(dir, '..', 'packs', sha256);
