// What this tablet has to hand in. Nothing leaves it before the hub said that it is on its disk.
import type { HandedAnswer } from '#lib/challenge/live.ts';
import { hourMs, mostEntries, type Entry } from '#lib/fleet/entries.ts';
import type { Evidence } from '#lib/fleet/evidence.ts';
import type { DeviceStore } from './device-store.ts';

const strict = { durability: 'strict' } as const;

/** Counts the opening of a screen. */
export async function countOpened(store: DeviceStore, screen: string): Promise<void> {
  const hour = Math.floor(Date.now() / hourMs) * hourMs;
  const transaction = store.transaction('tally', 'readwrite', strict);
  const key = `${hour} ${screen}`;
  await transaction.store.put(((await transaction.store.get(key)) ?? 0) + 1, key);
  await transaction.done;
}

/** Turns the tally into entries, all of it in one step. */
export async function closeTally(store: DeviceStore): Promise<void> {
  const transaction = store.transaction(['tally', 'outbox'], 'readwrite', strict);
  const [tally, outbox] = [transaction.objectStore('tally'), transaction.objectStore('outbox')];
  for (const key of await tally.getAllKeys()) {
    const [hour = '', screen = ''] = key.split(' ');
    const count = (await tally.get(key)) ?? 0;
    const id = crypto.randomUUID();
    const entry: Entry = { id, kind: 'opened', screen, hourMs: Number(hour), count };
    await outbox.add({ entry, atMs: Date.now() });
  }
  await tally.clear();
  await transaction.done;
}

/** Keeps what a visitor decided; resolves once it is on the disk. */
export async function keepAnswer(store: DeviceStore, answer: HandedAnswer): Promise<void> {
  const transaction = store.transaction('outbox', 'readwrite', strict);
  await transaction.store.add({ entry: { ...answer, kind: 'answer' }, atMs: Date.now() });
  await transaction.done;
}

/** The oldest entries, as many as fit into one message. */
export async function oldest(store: DeviceStore): Promise<Entry[]> {
  return (await store.getAll('outbox', null, mostEntries)).map(({ entry }) => entry);
}

export async function everyEntry(store: DeviceStore): Promise<Entry[]> {
  return (await store.getAll('outbox')).map(({ entry }) => entry);
}

/** Removes entries that the hub is done with. */
export async function drop(store: DeviceStore, ids: readonly string[]): Promise<void> {
  const transaction = store.transaction('outbox', 'readwrite', strict);
  let cursor = await transaction.store.openCursor();
  for (let left = ids.length; cursor && left > 0; cursor = await cursor.continue()) {
    if (!ids.includes(cursor.value.entry.id)) continue;
    await cursor.delete();
    left -= 1;
  }
  await transaction.done;
}

export async function unsent(store: DeviceStore): Promise<Evidence['unsent']> {
  const [first] = await store.getAll('outbox', null, 1);
  const oldestS = first ? Math.max(0, (Date.now() - first.atMs) / 1000) : null;
  return { count: await store.count('outbox'), oldestS };
}
