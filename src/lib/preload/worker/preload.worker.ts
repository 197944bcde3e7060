// The preload: looks at the hub, fills, activates, waits, and tells all pages what it is doing.
// One tab at a time does the work; it goes on by itself after any interruption.
import * as v from 'valibot';
import { releaseBytes, type Manifest } from '#lib/openset/manifest.ts';
import {
  currentRelease,
  fetchManifest,
  HubAway,
  ReleaseRefused,
  type SignedManifest,
} from '../hub-client.ts';
import { commitRelease, dropPrevious, openLedger, readPointer, type Ledger } from '../ledger.ts';
import { channelName, order, protocolVersion, type Order, type PreloadState } from '../protocol.ts';
import { isStorageFault } from './fetch-range.ts';
import { Fill } from './fill.ts';
import { freeUnused, keepManifest, packsAreHere, storedManifests } from './stored-releases.ts';

/** How often a tablet that has everything looks for a new release. */
const lookAgainMs = 60_000;
/** Waiting for the hub grows from the first to the second, with jitter so that a hall does not knock at once. */
const backoffMs = { first: 1_000, most: 15_000 };

const channel = new BroadcastChannel(channelName);
let pausing = new AbortController();
let wake: () => void = () => undefined;

function tell(state: PreloadState): void {
  const message = { version: protocolVersion, state };
  channel.postMessage(message);
  postMessage(message);
}

addEventListener('message', (event: MessageEvent<unknown>) => {
  const said = v.safeParse(order, event.data);
  if (said.success) orders[said.output.order]();
});

const orders: Record<Order, () => void> = {
  start() {
    if (pausing.signal.aborted) pausing = new AbortController();
    wake();
  },
  pause() {
    pausing.abort();
  },
  quiet() {
    void navigator.locks.request('open-set-filling', { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      const ledger = await openLedger();
      await dropPrevious(ledger);
      await freeUnused(ledger);
      ledger.close();
    });
  },
};

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    wake = resolve;
    setTimeout(resolve, ms);
  });
}

void navigator.locks.request('open-set-preload', async () => {
  let waitMs: number = backoffMs.first;
  for (;;) {
    const signal = pausing.signal;
    try {
      if (signal.aborted) await sleep(lookAgainMs);
      else {
        await preloadOnce(signal);
        waitMs = backoffMs.first;
        await sleep(lookAgainMs);
      }
    } catch (error) {
      if (signal.aborted) tell({ phase: 'paused', ...progress });
      else if (error instanceof NoRoom) tell(error.state);
      else if (error instanceof ReleaseRefused) tell({ phase: 'refused', why: error.why });
      else if (isStorageFault(error)) tell({ phase: 'cannot', why: 'storage-failed' });
      else if (error instanceof HubAway) tell({ phase: 'waiting', ...progress });
      else throw error;
      await sleep(waitMs * (0.75 + Math.random() / 2));
      waitMs = Math.min(backoffMs.most, waitMs * 2);
    }
  }
});

/** The release does not fit; tried again later, since staff may make room. */
class NoRoom extends Error {
  readonly state: PreloadState;

  constructor(state: PreloadState) {
    super('The release does not fit.');
    this.state = state;
  }
}

let progress = { doneBytes: 0, totalBytes: 0 };

async function preloadOnce(signal: AbortSignal): Promise<void> {
  const ledger = await openLedger();
  try {
    const pointer = await readPointer(ledger);
    const wanted = await wantedRelease(pointer?.current.id ?? null);
    if (!wanted) throw new HubAway('The hub has no release yet.');
    const isActive =
      pointer?.current.id === wanted.id && (await packsAreHere(wanted.manifest.packs));
    if (pointer && isActive) return tell(ready(wanted, pointer.activatedAt));
    await trust(ledger, wanted.publicKey);
    await navigator.locks.request('open-set-filling', () =>
      fillAndActivate(ledger, wanted, signal),
    );
  } finally {
    ledger.close();
  }
}

/** What the hub wants shown; with the hub away, what lies here already, so that a lost ledger heals. */
async function wantedRelease(activeId: string | null): Promise<SignedManifest | null> {
  const stored = await storedManifests();
  try {
    const id = await currentRelease();
    if (id === null) return null;
    const here = stored.find((release) => release.id === id);
    if (here) return here;
    const release = await fetchManifest(id);
    await keepManifest(release);
    return release;
  } catch (error) {
    const known =
      stored.find(({ id }) => id === activeId) ?? (activeId === null ? stored.at(-1) : null);
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
  { id, manifest }: SignedManifest,
  signal: AbortSignal,
): Promise<void> {
  const totalBytes = releaseBytes(manifest);
  const films = manifest.films.length;
  const { shortBytes } = await Fill.cost(manifest, ledger);
  if (shortBytes > 0) throw new NoRoom({ phase: 'no-room', shortBytes, totalBytes, films });
  const report = new Report(id, manifest);
  const fill = await Fill.open(manifest, ledger, (chunks) => report.checking(chunks));
  try {
    report.begin(totalBytes - fill.missingBytes);
    while (!fill.isComplete) {
      await fill.fetchMissing((bytes) => report.fetched(bytes), signal);
      report.begin(totalBytes - fill.missingBytes);
    }
  } finally {
    progress = { doneBytes: totalBytes - fill.missingBytes, totalBytes };
    fill.close();
  }
  await commitRelease(ledger, id, manifest);
  tell(ready({ id, manifest }, new Date().toISOString()));
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

/** Progress, told at most five times a second. */
class Report {
  readonly #release: string;
  readonly #manifest: Manifest;
  readonly #totalBytes: number;
  #doneBytes = 0;
  #toldMs = 0;
  #startedMs = performance.now();
  #fetchedBytes = 0;

  constructor(release: string, manifest: Manifest) {
    this.#release = release;
    this.#manifest = manifest;
    this.#totalBytes = releaseBytes(manifest);
  }

  checking(chunks: number): void {
    this.#doneBytes = Math.min(this.#totalBytes, chunks * 2 ** 20);
    this.#tell('checking');
  }

  begin(doneBytes: number): void {
    this.#doneBytes = doneBytes;
    this.#startedMs = performance.now();
    this.#fetchedBytes = 0;
  }

  fetched(bytes: number): void {
    this.#doneBytes += bytes;
    this.#fetchedBytes += bytes;
    progress = { doneBytes: this.#doneBytes, totalBytes: this.#totalBytes };
    this.#tell('fetching');
  }

  #tell(phase: 'checking' | 'fetching'): void {
    const nowMs = performance.now();
    if (nowMs - this.#toldMs < 200) return;
    this.#toldMs = nowMs;
    const seconds = Math.max(0.2, (nowMs - this.#startedMs) / 1000);
    tell({
      phase,
      release: this.#release,
      films: this.#manifest.films.length,
      totalBytes: this.#totalBytes,
      doneBytes: Math.min(this.#doneBytes, this.#totalBytes),
      bytesPerSecond: Math.round(this.#fetchedBytes / seconds),
    });
  }
}
