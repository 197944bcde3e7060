// The preload: looks at the hub, fills, activates, waits, and tells all pages what it is doing.
// One tab at a time does the work; it goes on by itself after any interruption.
import * as v from 'valibot';
import { MiB } from '#lib/openset/chunk.ts';
import { documentName, eventDocument } from '#lib/openset/document.ts';
import { releaseBytes, type Manifest, type Pack } from '#lib/openset/manifest.ts';
import {
  currentRelease,
  fetchManifest,
  HubAway,
  ReleaseRefused,
  type SignedManifest,
} from '../hub-client.ts';
import {
  commitRelease,
  countUnproven,
  dropPrevious,
  fallBack,
  openLedger,
  readPointer,
  type ActiveRelease,
  type Ledger,
} from '../ledger.ts';
import type { Cost } from '../plan.ts';
import { hashOf } from '#lib/openset/media-index.ts';
import { channelName, order, protocolVersion, type Order, type PreloadState } from '../protocol.ts';
import { findInRelease } from '../serve.ts';
import { costHere, fill } from './fill.ts';
import { StorageFault } from './pack-file.ts';
import { openBundle } from './open-bundle.ts';
import { forgetProof, prove, readProof } from './prove.ts';
import { Report } from './report.ts';
import { freeUnused, keepManifest, packsAreHere, storedManifests } from './stored-releases.ts';

/** How often a tablet that has everything looks for a new release. */
const lookAgainMs = 60_000;
/** Waiting for the hub grows from the first to the second, with jitter so that a hall does not knock at once. */
const backoffMs = { first: 1_000, most: 15_000 };

const channel = new BroadcastChannel(channelName);
let pausing = new AbortController();
let wake: () => void = () => undefined;
/** When to look at the hub again, by `performance.now()`. */
let lookMs = 0;

function tell(state: PreloadState): void {
  const message = { version: protocolVersion, state };
  channel.postMessage(message);
  postMessage(message);
}

addEventListener('message', (event: MessageEvent<unknown>) => {
  const said = v.safeParse(order, event.data);
  if (!said.success) return;
  const { output } = said;
  if (output.order === 'take') bundle = output.bundle;
  if (output.order === 'want') void hearWanted(output);
  else orders[output.order]();
});

/** A choice that is new is followed at once. */
async function hearWanted({
  release,
  notBeforeMs,
}: Extract<Order, { order: 'want' }>): Promise<void> {
  await withLedger(async (ledger) => {
    const before = await ledger.get('wanted', 'release');
    if (release === null) return ledger.delete('wanted', 'release');
    // The time is told anew with every report; jitter of the clocks is no news.
    const isSoon = Math.abs((before?.notBeforeMs ?? 0) - (notBeforeMs ?? 0)) < 2_000;
    if (before?.release === release && isSoon) return;
    await ledger.put('wanted', { release, notBeforeMs }, 'release');
    lookMs = 0;
    wake();
  });
}

/** A bundle that staff chose; it goes before what the hub wants. */
let bundle: File | null = null;

const orders: Record<Exclude<Order['order'], 'want'>, () => void> = {
  start() {
    if (pausing.signal.aborted) pausing = new AbortController();
    lookMs = 0;
    wake();
  },
  take: () => orders.start(),
  pause() {
    pausing.abort();
    wake();
  },
  rest() {
    isAtRest = true;
    if (waiting) void withLedger(changeOver);
    void navigator.locks.request('open-set-filling', { ifAvailable: true }, async (lock) => {
      if (lock) await withLedger(freeUnused);
    });
  },
  play() {
    isAtRest = false;
  },
  fallBack() {
    void withLedger(async (ledger) => {
      const bad = (await readPointer(ledger))?.current.id;
      if (!bad || !(await fallBack(ledger))) return;
      unreadable = bad;
      lookMs = 0;
      wake();
    });
  },
};

/** What is shown may change only while nobody plays; until a page says so, somebody might. */
let isAtRest = false;
/** A release that is whole and waits for rest, or for its time. */
let waiting: ActiveRelease | null = null;

async function withLedger<T>(use: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await openLedger();
  try {
    return await use(ledger);
  } finally {
    ledger.close();
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    wake = resolve;
    setTimeout(resolve, ms);
  });
}

void navigator.locks.request('open-set-preload', async () => {
  let waitMs: number = backoffMs.first;
  let isFirst = true;
  for (;;) {
    const signal = pausing.signal;
    try {
      if (signal.aborted) await sleep(lookAgainMs);
      else {
        if (isFirst) await withLedger(forgetProof);
        isFirst = false;
        await preloadOnce(signal);
        waitMs = backoffMs.first;
      }
    } catch (error) {
      if (signal.aborted) tell({ phase: 'paused', ...progress });
      else if (error instanceof NoRoom || isFull(error)) tell({ phase: 'no-room', ...needs });
      else if (error instanceof ReleaseRefused) tell({ phase: 'refused', why: error.why });
      else if (error instanceof HubAway) tell({ phase: 'waiting', ...progress });
      else {
        // Whatever it was, the next round begins anew: nobody is there to start this worker again.
        console.error(error);
        tell({ phase: 'cannot', why: 'storage-failed' });
      }
      await sleep(waitMs * (0.75 + Math.random() / 2));
      waitMs = Math.min(backoffMs.most, waitMs * 2);
    }
  }
});

/** The release does not fit; tried again later, since staff may make room. */
class NoRoom extends Error {}

/** Whether the tablet is full: browsers say so at any write, the smallest included. */
function isFull(error: unknown): boolean {
  if (error instanceof StorageFault) return error.isFull;
  return error instanceof Error && error.name === 'QuotaExceededError';
}

/** What the release at hand needs here; at least a little, where the tablet is too full to look. */
let needs = { shortBytes: MiB, totalBytes: 0, films: 0 };
let progress = { doneBytes: 0, totalBytes: 0 };

/** Makes the hub's release whole and active, then reads it again and again until the next look. */
async function preloadOnce(signal: AbortSignal): Promise<void> {
  lookMs = performance.now() + lookAgainMs;
  await withLedger(async (ledger) => {
    const pointer = await readPointer(ledger);
    const opened = bundle && (await openBundle(bundle));
    bundle = null;
    const wanted = opened?.release ?? (await wantedRelease(ledger, pointer?.current.id ?? null));
    if (!wanted) throw new HubAway('The hub has no release yet.');
    if (wanted.id === unreadable) throw new ReleaseRefused('unreadable');
    const isWhole =
      pointer?.current.id === wanted.id &&
      (await packsAreHere(wanted.manifest.packs)) &&
      (await countUnproven(ledger, pointer.current.packs)) === 0;
    waiting = null;
    if (!isWhole) {
      await trust(ledger, wanted.publicKey);
      await navigator.locks.request('open-set-filling', async () => {
        const sourceOf = opened?.sourceOf ?? (() => null);
        await fillAndActivate(ledger, wanted, sourceOf, signal).catch((error: unknown) => {
          // There is no hub to wait for: what the bundle holds is not what was signed.
          throw opened && error instanceof HubAway ? new ReleaseRefused('altered') : error;
        });
      });
    }
    const active = (await readPointer(ledger))?.current.id;
    const shown = (await storedManifests()).find(({ id }) => id === active);
    await watchOver(ledger, shown ?? wanted, signal);
    signal.throwIfAborted();
  });
}

async function watchOver(
  ledger: Ledger,
  release: SignedManifest,
  signal: AbortSignal,
): Promise<void> {
  const { id, manifest } = release;
  const report = new Report(id, manifest, tell);
  const provenAt = await readProof(ledger, id);
  if (provenAt !== null) tell(ready(release, provenAt));
  await prove({
    ledger,
    release,
    signal,
    sleep,
    isAtRest: () => isAtRest,
    isDue: () => performance.now() >= lookMs,
    onProgress: (doneBytes) => report.take({ doing: 'proving', doneBytes, fetched: 0 }),
    onDamage: (damagedChunks) =>
      tell({ phase: 'damaged', release: id, damagedChunks, totalBytes: releaseBytes(manifest) }),
    onProven: (at) => tell(ready(release, at)),
  });
}

/**
 * What the hub wants shown: in this tablet's hall, else everywhere. With the hub away, what came
 * whole and waits, else what is shown already, so that a lost ledger heals.
 */
async function wantedRelease(
  ledger: Ledger,
  activeId: string | null,
): Promise<SignedManifest | null> {
  const stored = await storedManifests();
  try {
    const chosen = await ledger.get('wanted', 'release');
    const id = chosen?.release ?? (await currentRelease());
    if (id === null) return null;
    return stored.find((release) => release.id === id) ?? (await fetchManifest(id));
  } catch (error) {
    const pending = await ledger.get('pending', 'release');
    const isPendingWhole = pending && (await countUnproven(ledger, pending.packs)) === 0;
    const known =
      (isPendingWhole && stored.find(({ id }) => id === pending.id)) ||
      (stored.find(({ id }) => id === activeId) ?? (activeId === null ? stored.at(-1) : null));
    if (error instanceof HubAway && known) return known;
    throw error;
  }
}

/** The first release pins the event's key; later ones must carry the same. */
async function trust(ledger: Ledger, publicKey: string): Promise<void> {
  const pinned = await ledger.get('trust', 'eventKey');
  if (pinned === undefined) await ledger.put('trust', publicKey, 'eventKey');
  else if (pinned !== publicKey) throw new ReleaseRefused('unknown-key');
}

async function fillAndActivate(
  ledger: Ledger,
  release: SignedManifest,
  sourceOf: (pack: Pack) => Blob | null,
  signal: AbortSignal,
): Promise<void> {
  const { id, manifest } = release;
  const { totalBytes } = await makeRoom(manifest, ledger);
  await keepManifest(release);
  const packs = manifest.packs.map(({ sha256 }) => sha256);
  await ledger.put('pending', { id, packs }, 'release');
  const report = new Report(id, manifest, tell);
  try {
    await fill(manifest, ledger, sourceOf, (news) => report.take(news), signal);
  } finally {
    progress = { doneBytes: report.doneBytes, totalBytes };
  }
  const pointer = await readPointer(ledger);
  if (pointer?.current.id === id) return;
  const coming = { id, index: manifest.index, packs };
  if (!(await opensHere(coming))) throw refuse(id);
  waiting = coming;
  await changeOver(ledger);
}

/** Shows the release that waits, if nobody plays and its time has come. */
async function changeOver(ledger: Ledger): Promise<void> {
  const coming = waiting;
  if (!coming) return;
  const wanted = await ledger.get('wanted', 'release');
  const notBeforeMs = wanted?.release === coming.id ? (wanted.notBeforeMs ?? 0) : 0;
  const leftMs = notBeforeMs - Date.now();
  if (leftMs > 0) lookMs = Math.min(lookMs, performance.now() + leftMs);
  const isFirst = (await readPointer(ledger)) === null;
  if (!isFirst && (leftMs > 0 || !isAtRest)) return;
  waiting = null;
  await commitRelease(ledger, coming);
  lookMs = 0;
  wake();
}

/** Frees what is not needed, the previous release last, until the release fits. Throws NoRoom. */
async function makeRoom(manifest: Manifest, ledger: Ledger): Promise<Cost> {
  let cost = await costHere(manifest, ledger);
  for (const free of [freeUnused, dropPrevious, freeUnused]) {
    if (cost.shortBytes === 0) break;
    await free(ledger);
    cost = await costHere(manifest, ledger);
  }
  const { shortBytes, totalBytes, films } = cost;
  needs = { shortBytes: Math.max(shortBytes, MiB), totalBytes, films };
  if (shortBytes > 0) throw new NoRoom();
  return cost;
}

/** Whether this app can open the release. */
async function opensHere(release: ActiveRelease): Promise<boolean> {
  const entry = await findInRelease(release, await hashOf(documentName.event));
  const text = await entry?.part.text();
  try {
    return v.is(eventDocument, JSON.parse(text ?? ''));
  } catch {
    return false;
  }
}

/** The release that this run of the app could not open or show; it is not tried again. */
let unreadable: string | null = null;

function refuse(id: string): ReleaseRefused {
  unreadable = id;
  return new ReleaseRefused('unreadable');
}

function ready(
  { id, manifest }: Pick<SignedManifest, 'id' | 'manifest'>,
  provenAt: string,
): PreloadState {
  return {
    phase: 'ready',
    release: id,
    films: manifest.films.length,
    totalBytes: releaseBytes(manifest),
    provenAt,
  };
}
