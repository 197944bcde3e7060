// Reads the active release again from storage and hashes it, chunk by chunk, for ever (rule 88): the
// first pass at full speed, later ones at a bounded share. What an earlier run of the app proved says
// nothing of the storage now.
import { chunkRange } from '#lib/openset/chunk.ts';
import type { Manifest, Pack } from '#lib/openset/manifest.ts';
import { hashOf } from '#lib/openset/media-index.ts';
import { markDamaged, type Ledger } from '../ledger.ts';
import { findFile, folder } from '../opfs.ts';

/** A chunk as soon as this many milliseconds after the last: 16 MiB a second at most. */
const paceMs = 62;
/** While a visitor plays, once there is a proof. */
const playMs = 250;
/** No paced pass is shorter, however small the release. */
const passMs = 30_000;

export interface ProveOptions {
  ledger: Ledger;
  release: { id: string; manifest: Manifest };
  signal: AbortSignal;
  /** Whether nobody plays. */
  isAtRest: () => boolean;
  /** Whether it is time to look at the hub again; what was never proven is proven before that. */
  isDue: () => boolean;
  sleep: (ms: number) => Promise<void>;
  /** Told while there is no proof yet. */
  onProgress: (doneBytes: number) => void;
  onDamage: (damagedChunks: number) => void;
  onProven: (provenAt: string) => void;
}

/** When the last whole pass over the release began, in this run; `null` where there was none. */
export async function readProof(ledger: Ledger, release: string): Promise<string | null> {
  const known = await ledger.get('proof', 'active');
  return known?.release === release ? known.provenAt : null;
}

/** Forgets what was proven before. */
export async function forgetProof(ledger: Ledger): Promise<void> {
  await ledger.delete('proof', 'active');
}

interface Pass {
  release: string;
  beganAt: string;
  pack: number;
  chunk: number;
  doneBytes: number;
}

const newPass = (release: string): Pass => ({
  release,
  beganAt: new Date().toISOString(),
  pack: 0,
  chunk: 0,
  doneBytes: 0,
});

let pass: Pass | null = null;

/**
 * Goes on with the pass until it is time to look at the hub. After damage the rest of the pass is
 * read in haste, and nothing counts as proven until a new one has come through. Returns how many
 * chunks were damaged.
 */
export async function prove(options: ProveOptions): Promise<number> {
  const { ledger, release, signal, isAtRest } = options;
  const { packs } = release.manifest;
  const chunks = packs.reduce((sum, pack) => sum + pack.chunks.length, 0);
  let provenAt = await readProof(ledger, release.id);
  let damaged = 0;
  if (pass?.release !== release.id) pass = newPass(release.id);
  while (!signal.aborted) {
    if (provenAt !== null && options.isDue()) break;
    const pack = packs[pass.pack];
    if (!pack) {
      const { beganAt } = pass;
      pass = newPass(release.id);
      if (damaged > 0) break;
      provenAt = beganAt;
      await ledger.put('proof', { release: release.id, provenAt }, 'active');
      options.onProven(provenAt);
      continue;
    }
    if (!(await isWhole(pack, pass.chunk))) {
      await markDamaged(ledger, pack.sha256, pass.chunk);
      await forgetProof(ledger);
      provenAt = null;
      options.onDamage((damaged += 1));
    }
    pass.doneBytes += chunkRange(pack.bytes, pass.chunk).length;
    pass.chunk += 1;
    if (pass.chunk === pack.chunks.length) Object.assign(pass, { pack: pass.pack + 1, chunk: 0 });
    if (provenAt === null && damaged === 0) options.onProgress(pass.doneBytes);
    if (provenAt !== null)
      await options.sleep(Math.max(isAtRest() ? paceMs : playMs, passMs / chunks));
    else if (!isAtRest()) await options.sleep(paceMs);
  }
  return damaged;
}

/** Whether the chunk, read from storage now, is what the manifest says. */
async function isWhole(pack: Pack, chunk: number): Promise<boolean> {
  const handle = await findFile(await folder('packs'), pack.sha256);
  if (!handle) return false;
  const { offset, length } = chunkRange(pack.bytes, chunk);
  try {
    const file = await handle.getFile();
    const bytes = await file.slice(offset, offset + length).arrayBuffer();
    return (await hashOf(new Uint8Array(bytes))) === pack.chunks[chunk];
  } catch (error) {
    // What cannot be read is damaged; it was replaced or removed in the very moment of reading.
    if (error instanceof DOMException) return false;
    throw error;
  }
}
