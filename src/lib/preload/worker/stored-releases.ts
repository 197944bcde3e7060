// Manifests lie beside the packs, so that a tablet can prove what it holds without hub or ledger.
import { proveManifest, ReleaseRefused, type SignedManifest } from '../hub-client.ts';
import { readPointer, type Ledger } from '../ledger.ts';
import { findFile, folder, names, remove } from '../opfs.ts';

const releaseFile = /^[0-9a-f]{64}\.json$/;

/** Keeps a proven manifest: signature first, so that a manifest never stands alone. */
export async function keepManifest(release: SignedManifest): Promise<void> {
  const releases = await folder('releases');
  await write(releases, `${release.id}.sig`, new TextEncoder().encode(release.signatureText));
  await write(releases, `${release.id}.json`, release.bytes);
}

/** Every manifest here that still proves, oldest first; others are removed. */
export async function storedManifests(): Promise<SignedManifest[]> {
  const releases = await folder('releases');
  const found: { release: SignedManifest; atMs: number }[] = [];
  for (const name of await names(releases)) {
    if (!releaseFile.test(name)) continue;
    const id = name.slice(0, 64);
    const file = await (await releases.getFileHandle(name)).getFile();
    const signature = await findFile(releases, `${id}.sig`);
    const text = signature ? await (await signature.getFile()).text() : '';
    try {
      const release = await proveManifest(id, new Uint8Array(await file.arrayBuffer()), text);
      found.push({ release, atMs: file.lastModified });
    } catch (error) {
      if (!(error instanceof ReleaseRefused)) throw error;
      await remove(releases, name);
    }
  }
  return found.sort((a, b) => a.atMs - b.atMs).map(({ release }) => release);
}

/** Whether every pack of `packs` lies here in full length; what is in it is another question. */
export async function packsAreHere(packs: { sha256: string; bytes: number }[]): Promise<boolean> {
  const directory = await folder('packs');
  for (const { sha256, bytes } of packs) {
    const file = await findFile(directory, sha256);
    if (!file || (await file.getFile()).size !== bytes) return false;
  }
  return true;
}

/** Frees packs and manifests that no release needs which is shown, was shown or is on its way. */
export async function freeUnused(ledger: Ledger): Promise<void> {
  const pointer = await readPointer(ledger);
  if (!pointer) return;
  const pending = (await ledger.get('pending', 'release')) ?? null;
  const kept = [pointer.current, pointer.previous, pending].filter((release) => release !== null);
  const keptPacks = new Set(kept.flatMap((release) => release.packs));
  const packs = await folder('packs');
  for (const name of await names(packs))
    if (!keptPacks.has(name)) {
      await ledger.delete('chunks', name);
      await remove(packs, name);
    }
  const releases = await folder('releases');
  for (const name of await names(releases))
    if (!kept.some(({ id }) => name.startsWith(id))) await remove(releases, name);
}

async function write(
  directory: FileSystemDirectoryHandle,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const file = await directory.getFileHandle(name, { create: true });
  const handle = await file.createSyncAccessHandle();
  try {
    handle.truncate(0);
    handle.write(bytes, { at: 0 });
    handle.flush();
  } finally {
    handle.close();
  }
}
