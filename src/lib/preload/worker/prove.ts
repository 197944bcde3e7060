// Reads the active release again from storage and hashes it, chunk by chunk: at full speed once
// after it came, then for ever at a bounded share (rule 88).
import { chunkRange } from '#lib/openset/chunk.ts';
import type { Manifest, Pack } from '#lib/openset/manifest.ts';
import { hashOf } from '#lib/openset/media-index.ts';
import { markDamaged, type Ledger, type Proof } from '../ledger.ts';
import { findFile, folder } from '../opfs.ts';

/** A chunk as soon as this many milliseconds after the last: 16 MiB a second at most, at rest. */
const restMs = 62;
/** While a visitor plays. */
const playMs = 250;
/** No pass is shorter, however small the release. */
const passMs = 30_000;
/** How often the place of the pass is written down. */
const noteMs = 10_000;

export interface ProveOptions {
  ledger: Ledger;
  release: { id: string; manifest: Manifest };
  signal: AbortSignal;
  /** Whether nobody plays. */
  isAtRest: () => boolean;
  /** Whether it is time to look at the hub again; a first pass is finished before that. */
  isDue: () => boolean;
  sleep: (ms: number) => Promise<void>;
  /** Told during the first pass only. */
  onProgress: (doneBytes: number) => void;
  onDamage: (damagedChunks: number) => void;
  onProven: (provenAt: string) => void;
}

/** What is known of the release from re-reading; a fresh pass where nothing is. */
export async function readProof(ledger: Ledger, release: string): Promise<Proof> {
  const known = await ledger.get('proof', 'active');
  return known?.release === release ? known : newPass(release, null);
}

/**
 * Goes on with the pass until it is time to look at the hub. Damage makes haste: the rest of the
 * pass is read at full speed, and nothing counts as proven until a new one has come through.
 * Returns how many chunks were damaged.
 */
export async function prove(options: ProveOptions): Promise<number> {
  const { ledger, release, signal, isAtRest } = options;
  const { packs } = release.manifest;
  const chunks = packs.reduce((sum, pack) => sum + pack.chunks.length, 0);
  let proof = await readProof(ledger, release.id);
  const note = () => ledger.put('proof', proof, 'active');
  let [damaged, notedMs, doneBytes] = [0, performance.now(), bytesBefore(packs, proof.next)];
  while (!signal.aborted) {
    const pack = packs[proof.next.pack];
    const isHasty = proof.provenAt === null;
    if (!isHasty && options.isDue()) break;
    if (!pack) {
      proof = newPass(release.id, damaged > 0 ? null : proof.passBeganAt);
      await note();
      if (damaged > 0) break;
      options.onProven(proof.provenAt!);
      continue;
    }
    const { chunk } = proof.next;
    if (!(await isWhole(pack, chunk))) {
      await markDamaged(ledger, pack.sha256, chunk);
      proof = { ...proof, provenAt: null };
      options.onDamage((damaged += 1));
    }
    doneBytes += chunkRange(pack.bytes, chunk).length;
    proof = { ...proof, next: after(pack, proof.next) };
    if (isHasty && damaged === 0) options.onProgress(doneBytes);
    if (performance.now() - notedMs > noteMs) {
      notedMs = performance.now();
      await note();
    }
    if (!isHasty) await options.sleep(Math.max(isAtRest() ? restMs : playMs, passMs / chunks));
  }
  await note();
  return damaged;
}

const newPass = (release: string, provenAt: string | null): Proof => ({
  release,
  provenAt,
  passBeganAt: new Date().toISOString(),
  next: { pack: 0, chunk: 0 },
});

function after(pack: Pack, { pack: at, chunk }: Proof['next']): Proof['next'] {
  return chunk + 1 < pack.chunks.length
    ? { pack: at, chunk: chunk + 1 }
    : { pack: at + 1, chunk: 0 };
}

function bytesBefore(packs: Pack[], next: Proof['next']): number {
  const whole = packs.slice(0, next.pack).reduce((sum, { bytes }) => sum + bytes, 0);
  const pack = packs[next.pack];
  return whole + (pack ? chunkRange(pack.bytes, next.chunk).offset : 0);
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
