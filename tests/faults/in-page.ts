// Scripts that run in the tablet's page, beside the app and not through it: an auditor that believes
// no state before it has hashed the bytes itself, and the damage that storage can take.

interface Audited {
  /** Phases of the preload as they were said. */
  said: { phase: string; atMs: number; provenAt?: string }[];
  /** Times that “ready” was said of bytes that were not. */
  falseReady: number;
  /** Audits that are still hashing. */
  busy: number;
  /** Proofs begun before this say nothing of the damage. */
  damagedAtMs: number;
}
type AuditedWindow = Window & { audited: Audited };

/** Installed before the app's own scripts; `releases` holds the packs of each release by its id. */
export function installAuditor(releases: Record<string, string[]>): void {
  const audited: Audited = { said: [], falseReady: 0, busy: 0, damagedAtMs: 0 };
  (window as unknown as AuditedWindow).audited = audited;
  const areWhole = async (packs: string[]): Promise<boolean> => {
    try {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('packs');
      for (const pack of packs) {
        const file = await (await folder.getFileHandle(pack)).getFile();
        const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
        const hex = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0'));
        if (hex.join('') !== pack) return false;
      }
      return true;
    } catch {
      return false;
    }
  };
  new BroadcastChannel('open-set-preload').onmessage = ({ data }) => {
    const { phase, provenAt, release } = data.state;
    audited.said.push({ phase, provenAt, atMs: Date.now() });
    if (phase !== 'ready' || Date.parse(provenAt) <= audited.damagedAtMs) return;
    audited.busy += 1;
    void areWhole(releases[release] ?? ['none']).then((isTrue) => {
      audited.busy -= 1;
      if (!isTrue) audited.falseReady += 1;
    });
  };
}

/** Whether “ready” was said, by a proof begun after all damage, and audited. */
export function isReady(): boolean {
  const { audited } = window as unknown as AuditedWindow;
  const last = audited?.said.at(-1);
  const isProven = Date.parse(last?.provenAt ?? '') > audited?.damagedAtMs;
  return last?.phase === 'ready' && isProven && audited.busy === 0;
}

export const falseReady = (): number => (window as unknown as AuditedWindow).audited.falseReady;
/** Whether visitors see the attract screen. */
export const isAttract = (): boolean =>
  location.pathname === '/' && document.querySelector('main :is(a, button)') !== null;

export type Damage =
  'bit' | 'zero-block' | 'noise' | 'short' | 'file-gone' | 'ledger-gone' | 'tail-lost';

/** Does damage to the tablet's storage; `place` (0 to 1) chooses where. */
export async function doDamage({ how, place }: { how: Damage; place: number }): Promise<void> {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('packs');
  const files: { handle: FileSystemFileHandle; file: File }[] = [];
  for await (const handle of folder.values())
    if (handle instanceof FileSystemFileHandle)
      files.push({ handle, file: await handle.getFile() });
  files.sort((a, b) => b.file.size - a.file.size);
  const chosen = files[Math.floor(place * files.length)];
  const { audited } = window as unknown as AuditedWindow;
  if (audited) audited.damagedAtMs = Date.now();
  const write = async (at: number, data: Uint8Array<ArrayBuffer>, truncateTo?: number) => {
    const writable = await chosen!.handle.createWritable({ keepExistingData: true });
    if (truncateTo !== undefined) await writable.truncate(truncateTo);
    else await writable.write({ type: 'write', position: at, data });
    await writable.close();
  };
  if (how === 'ledger-gone') {
    await new Promise<void>((resolve) => {
      const gone = indexedDB.deleteDatabase('open-set');
      gone.onsuccess = gone.onerror = gone.onblocked = () => resolve();
    });
  } else if (how === 'tail-lost') {
    // Only what the ledger does not vouch for may be lost: the rest was flushed.
    const ledger = await new Promise<IDBDatabase | null>((resolve) => {
      const open = indexedDB.open('open-set');
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => resolve(null);
    });
    for (const { handle, file } of files) {
      const flags = await new Promise<Uint8Array | undefined>((resolve) => {
        if (!ledger?.objectStoreNames.contains('chunks')) return resolve(undefined);
        const get = ledger.transaction('chunks').objectStore('chunks').get(handle.name);
        get.onsuccess = () => resolve(get.result as Uint8Array | undefined);
        get.onerror = () => resolve(undefined);
      });
      const writable = await handle.createWritable({ keepExistingData: true });
      for (let chunk = 0; chunk * 2 ** 20 < file.size; chunk += 1) {
        if (flags?.[chunk] === 1) continue;
        const length = Math.min(2 ** 20, file.size - chunk * 2 ** 20);
        await writable.write({
          type: 'write',
          position: chunk * 2 ** 20,
          data: new Uint8Array(length),
        });
      }
      await writable.close();
    }
    ledger?.close();
  } else if (!chosen) throw new Error('There is nothing to damage.');
  else if (how === 'file-gone') await folder.removeEntry(chosen.handle.name);
  else if (how === 'short') await write(0, new Uint8Array(), Math.floor(chosen.file.size * place));
  else {
    const length = { bit: 1, 'zero-block': 4096, noise: chosen.file.size }[how];
    const at = Math.floor(place * Math.max(0, chosen.file.size - length));
    const before = new Uint8Array(await chosen.file.slice(at, at + length).arrayBuffer());
    if (how === 'bit') before[0] = before[0]! ^ (1 << Math.floor(place * 8));
    else if (how === 'zero-block') before.fill(0);
    else for (let i = 0; i < before.length; i += 1) before[i] = (before[i]! + 1 + (i % 7)) % 256;
    await write(at, before);
  }
}
