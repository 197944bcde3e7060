// What makes this tablet itself: its key, its place in the hall, what it did last. Apart from the
// ledger, so that content can be rebuilt without the tablet becoming another one.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Entry } from '#lib/fleet/entries.ts';
import type { PinHash } from '#lib/fleet/pin.ts';
import type { Expected, Place } from '#lib/fleet/report.ts';

/** When a release was first whole here, and the restart that it survived since. */
export interface RestartMark {
  release: string;
  survivedAt: string | null;
}

interface Schema extends DBSchema {
  identity: { key: 'key'; value: CryptoKeyPair };
  sequence: { key: 'last'; value: number };
  /** What the hub said last; no place for a tablet that left the fleet, and may be put back. */
  hub: {
    key: 'last';
    value: { place: Place | null; expected: Expected; isFrozen: boolean; pin: PinHash | null };
  };
  /** Wrong tries of the PIN in a row, and the last one, milliseconds since 1970. */
  tries: { key: 'pin'; value: { wrong: number; atMs: number } };
  /** Orders that were carried out: each is done once. */
  done: { key: 'reload' | 'look-again'; value: string };
  restart: { key: 'mark'; value: RestartMark };
  /** Screens opened since the tally was closed, by `hour screen`. */
  tally: { key: string; value: number };
  /** Entries in the order in which they were made. */
  outbox: { key: number; value: { entry: Entry; atMs: number } };
}

export type DeviceStore = IDBPDatabase<Schema>;

export async function openDeviceStore(): Promise<DeviceStore> {
  const store = await openDB<Schema>('open-set-device', 1, {
    upgrade(database) {
      for (const name of [
        'identity',
        'sequence',
        'hub',
        'done',
        'restart',
        'tries',
        'tally',
      ] as const)
        database.createObjectStore(name);
      database.createObjectStore('outbox', { autoIncrement: true });
    },
    blocking() {
      store.close();
    },
  });
  return store;
}
