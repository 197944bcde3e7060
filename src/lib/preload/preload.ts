// The page's side of the preload: starts the worker, hears what any tab's worker says.
import * as v from 'valibot';
import {
  announcement,
  channelName,
  protocolVersion,
  type Order,
  type PreloadState,
} from './protocol.ts';

const tryAgainMs = 5_000;

let worker: Worker | null = null;

/** Whether this tablet can keep anything at all; plain HTTP addresses cannot. */
export function whyNot(): 'insecure' | 'no-storage' | null {
  if (!window.isSecureContext) return 'insecure';
  return 'storage' in navigator && 'getDirectory' in navigator.storage && 'locks' in navigator
    ? null
    : 'no-storage';
}

/** Begins preloading in the background, or goes on with it. Harmless when called again. */
export function startPreload(): void {
  if (whyNot() !== null) return;
  if (!worker) {
    worker = new Worker(new URL('./worker/preload.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('error', () => {
      worker?.terminate();
      worker = null;
      new BroadcastChannel(channelName).postMessage({
        version: protocolVersion,
        state: { phase: 'cannot', why: 'worker-failed' },
      });
      // Often it only could not be fetched: a portal stood in the way when the page was opened.
      setTimeout(startPreload, tryAgainMs);
    });
  }
  send('start');
}

/** Stops fetching; what was fetched stays. */
export function pausePreload(): void {
  send('pause');
}

/** Says whether a visitor is at the tablet: only at rest may another release be shown. */
export function tellRest(isAtRest: boolean): void {
  send(isAtRest ? 'rest' : 'play');
}

/** Says that the release which became active cannot be shown: the one before comes back. */
export function fallBack(): void {
  send('fallBack');
}

/** Calls `hear` with every state; returns the way to stop hearing. */
export function onPreload(hear: (state: PreloadState) => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener('message', (event: MessageEvent<unknown>) => {
    const said = v.safeParse(announcement, event.data);
    if (said.success) hear(said.output.state);
  });
  return () => channel.close();
}

/** Asks the browser not to clear this tablet by itself (rule 87); `null` where it cannot say. */
export async function askToPersist(): Promise<boolean | null> {
  if (!('storage' in navigator) || !('persist' in navigator.storage)) return null;
  return (await navigator.storage.persisted()) || (await navigator.storage.persist());
}

/** Takes a release from a bundle, through the same proofs as from the hub. */
export function takeBundle(bundle: File): void {
  startPreload();
  worker?.postMessage({ version: protocolVersion, order: 'take', bundle } satisfies Order);
}

/**
 * Names the release that the hub chose for this tablet, and when to change over to it; `null` is
 * whatever the hub shows to all.
 */
export function want(release: string | null, notBeforeMs: number | null): void {
  const order: Order = { version: protocolVersion, order: 'want', release, notBeforeMs };
  worker?.postMessage(order);
}

function send(order: Exclude<Order['order'], 'take' | 'want'>): void {
  worker?.postMessage({ version: protocolVersion, order } satisfies Order);
}
