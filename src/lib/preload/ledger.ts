// What a tablet knows of its own storage, in IndexedDB. All of it can be rebuilt by hashing what
// lies in the origin's private file system; losing it costs time, never content.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Location, Manifest } from '#lib/openset/manifest.ts';

/** A release as the service worker needs it: packs by number, and where the media index lies. */
export interface ActiveRelease {
  id: string;
  index: Location;
  packs: string[];
}

/** The commit point: one record, replaced in one strict transaction. */
export interface Pointer {
  current: ActiveRelease;
  /** Kept whole until no screen can still show it. */
  previous: ActiveRelease | null;
  activatedAt: string;
}

/** What re-reading proved of a release: when the last whole pass over its bytes began. */
export interface Proof {
  release: string;
  provenAt: string;
}

interface Schema extends DBSchema {
  pointer: { key: 'active'; value: Pointer };
  /** Verified chunks by pack: one byte a chunk. */
  chunks: { key: string; value: Uint8Array };
  /** The event's public key, pinned when the first release came. */
  trust: { key: 'eventKey'; value: string };
  proof: { key: 'active'; value: Proof };
}

export type Ledger = IDBPDatabase<Schema>;

/** Opens the ledger; steps aside when another version of the app wants to upgrade it. */
export async function openLedger(): Promise<Ledger> {
  const ledger = await openDB<Schema>('open-set', 2, {
    upgrade(database, from) {
      if (from < 1)
        for (const store of ['pointer', 'chunks', 'trust'] as const)
          database.createObjectStore(store);
      database.createObjectStore('proof');
    },
    blocking() {
      ledger.close();
    },
  });
  return ledger;
}

export async function readPointer(ledger: Ledger): Promise<Pointer | null> {
  return (await ledger.get('pointer', 'active')) ?? null;
}

/** Makes `manifest` the release of this tablet: one strict-durability transaction, or nothing. */
export async function commitRelease(ledger: Ledger, id: string, manifest: Manifest): Promise<void> {
  const transaction = ledger.transaction('pointer', 'readwrite', { durability: 'strict' });
  const before = await transaction.store.get('active');
  const current = { id, index: manifest.index, packs: manifest.packs.map(({ sha256 }) => sha256) };
  const previous = before && before.current.id !== id ? before.current : (before?.previous ?? null);
  await transaction.store.put(
    { current, previous, activatedAt: new Date().toISOString() },
    'active',
  );
  await transaction.done;
}

/** Chunks of `packs` that are not proven here: damaged ones, once the release was whole. */
export async function countUnproven(ledger: Ledger, packs: readonly string[]): Promise<number> {
  let count = 0;
  for (const pack of packs) {
    const flags = await ledger.get('chunks', pack);
    count += flags ? flags.filter((flag) => flag !== 1).length : 1;
  }
  return count;
}

/** Forgets that a chunk was proven; it counts as missing until it came again. */
export async function markDamaged(ledger: Ledger, pack: string, chunk: number): Promise<void> {
  const transaction = ledger.transaction('chunks', 'readwrite', { durability: 'strict' });
  const flags = await transaction.store.get(pack);
  if (flags) {
    flags[chunk] = 0;
    await transaction.store.put(flags, pack);
  }
  await transaction.done;
}

/** Forgets the previous release, once no screen shows it. */
export async function dropPrevious(ledger: Ledger): Promise<void> {
  const transaction = ledger.transaction('pointer', 'readwrite', { durability: 'strict' });
  const pointer = await transaction.store.get('active');
  if (pointer?.previous) await transaction.store.put({ ...pointer, previous: null }, 'active');
  await transaction.done;
}
