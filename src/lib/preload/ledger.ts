// What a tablet knows of its own storage, in IndexedDB. All of it can be rebuilt by hashing what
// lies in the origin's private file system; losing it costs time, never content.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Location } from '#lib/openset/manifest.ts';

/** A release as the service worker needs it: packs by number, and where the media index lies. */
export interface ActiveRelease {
  id: string;
  index: Location;
  packs: string[];
}

/** The commit point: one record, replaced in one strict transaction. */
export interface Pointer {
  current: ActiveRelease;
  /** Kept while there is room: screens opened with it still show it, and the tablet can fall back to it. */
  previous: ActiveRelease | null;
  activatedAt: string;
}

/** What re-reading proved of a release: when the last whole pass over its bytes began. */
export interface Proof {
  release: string;
  provenAt: string;
}

/** A release that is being filled: its packs may not be freed. */
export interface Pending {
  id: string;
  packs: string[];
}

/** What the hub chose for this tablet's hall; without a choice it shows the hub's current release. */
export interface Wanted {
  release: string;
  /** Milliseconds since 1970, by the tablet's clock. */
  notBeforeMs: number | null;
}

interface Schema extends DBSchema {
  pointer: { key: 'active'; value: Pointer };
  pending: { key: 'release'; value: Pending };
  wanted: { key: 'release'; value: Wanted };
  /** Verified chunks by pack: one byte a chunk. */
  chunks: { key: string; value: Uint8Array };
  /** The event's public key, pinned when the first release came. */
  trust: { key: 'eventKey'; value: string };
  proof: { key: 'active'; value: Proof };
}

export type Ledger = IDBPDatabase<Schema>;

/** Opens the ledger; steps aside when another version of the app wants to upgrade it. */
export async function openLedger(): Promise<Ledger> {
  const ledger = await openDB<Schema>('open-set', 3, {
    upgrade(database, from) {
      if (from < 1)
        for (const store of ['pointer', 'chunks', 'trust'] as const)
          database.createObjectStore(store);
      if (from < 2) database.createObjectStore('proof');
      for (const store of ['pending', 'wanted'] as const) database.createObjectStore(store);
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

/** Makes `current` the release of this tablet: one strict-durability transaction, or nothing. */
export async function commitRelease(ledger: Ledger, current: ActiveRelease): Promise<void> {
  const transaction = ledger.transaction(['pointer', 'pending', 'proof'], 'readwrite', {
    durability: 'strict',
  });
  const pointers = transaction.objectStore('pointer');
  const before = await pointers.get('active');
  const previous =
    before && before.current.id !== current.id ? before.current : (before?.previous ?? null);
  await pointers.put({ current, previous, activatedAt: new Date().toISOString() }, 'active');
  await transaction.objectStore('pending').delete('release');
  await transaction.objectStore('proof').delete('active');
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

/** Goes back to the release that was shown before; `false` where it is gone. */
export async function fallBack(ledger: Ledger): Promise<boolean> {
  const transaction = ledger.transaction('pointer', 'readwrite', { durability: 'strict' });
  const before = await transaction.store.get('active');
  if (!before?.previous) return false;
  const activatedAt = new Date().toISOString();
  await transaction.store.put({ current: before.previous, previous: null, activatedAt }, 'active');
  await transaction.done;
  return true;
}

/** Forgets the previous release, to make room. */
export async function dropPrevious(ledger: Ledger): Promise<void> {
  const transaction = ledger.transaction('pointer', 'readwrite', { durability: 'strict' });
  const pointer = await transaction.store.get('active');
  if (pointer?.previous) await transaction.store.put({ ...pointer, previous: null }, 'active');
  await transaction.done;
}
