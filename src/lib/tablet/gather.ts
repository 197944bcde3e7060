// Gathers the evidence: what this tablet measures of itself, now.
import type { Evidence, Transfer } from '#lib/fleet/evidence.ts';
import { isAwake } from '#lib/kiosk/keep-awake.ts';
import { openLedger, readPointer, type Ledger } from '#lib/preload/ledger.ts';
import { whyNot } from '#lib/preload/preload.ts';
import type { PreloadState } from '#lib/preload/protocol.ts';
import type { DeviceStore } from './device-store.ts';
import { unsent } from './outbox.ts';
import { survivedAt } from './restart.ts';
import { showEachKind, type Shown } from './show-media.ts';

/** A kind that would not show is tried again after this: the decoder may have been busy. */
const tryAgainMs = 60_000;

export class Gatherer {
  readonly #store: DeviceStore;
  /** What the preload said last. */
  state: PreloadState = { phase: 'looking' };
  screen: Evidence['screen'] = 'staff';
  #shown: (Shown & { release: string; atMs: number }) | null = null;

  constructor(store: DeviceStore) {
    this.#store = store;
  }

  async gather(): Promise<Evidence> {
    const ledger = await openLedger();
    try {
      return await this.#gather(ledger);
    } finally {
      ledger.close();
    }
  }

  async #gather(ledger: Ledger): Promise<Evidence> {
    const release = (await readPointer(ledger))?.current.id ?? null;
    const proof = await ledger.get('proof', 'active');
    const provenAt = proof && proof.release === release ? proof.provenAt : null;
    const restartAt =
      release !== null && provenAt !== null
        ? await survivedAt(this.#store, release, provenAt)
        : null;
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    return {
      release,
      provenAgoS: secondsSince(provenAt),
      transfer: transferOf(this.state),
      shell: await shellVersion(),
      isControlled: Boolean(navigator.serviceWorker?.controller),
      isSecure: window.isSecureContext,
      persists: (await navigator.storage.persisted?.()) ?? null,
      restartAgoS: secondsSince(restartAt),
      media: release === null ? { shown: [], failed: [] } : await this.#media(release, ledger),
      isAwake: isAwake(),
      freeBytes: Math.max(0, Math.floor(quota - usage)),
      battery: await battery(),
      unsent: await unsent(this.#store),
      screen: this.screen,
    };
  }

  async #media(release: string, ledger: Ledger): Promise<Shown> {
    const known = this.#shown?.release === release ? this.#shown : null;
    const isDue = !known || (known.failed.length > 0 && Date.now() - known.atMs > tryAgainMs);
    if (isDue) this.#shown = { ...(await showEachKind(ledger)), release, atMs: Date.now() };
    const { shown = [], failed = [] } = this.#shown ?? {};
    return { shown, failed };
  }
}

/** A date to come proves nothing: the clock was set back since. */
function secondsSince(at: string | null): number | null {
  const seconds = at === null ? -1 : (Date.now() - Date.parse(at)) / 1000;
  return seconds >= 0 ? seconds : null;
}

function transferOf(state: PreloadState): Transfer {
  const phase: Transfer['phase'] =
    state.phase === 'refused'
      ? `refused-${state.why}`
      : state.phase === 'cannot'
        ? state.why
        : state.phase;
  const reason = whyNot();
  return {
    phase: reason ?? phase,
    doneBytes: 'doneBytes' in state ? state.doneBytes : 0,
    totalBytes: 'totalBytes' in state ? state.totalBytes : 0,
    bytesPerSecond: 'bytesPerSecond' in state ? state.bytesPerSecond : 0,
    shortBytes: 'shortBytes' in state ? state.shortBytes : 0,
  };
}

/** The version of the app that the service worker in control keeps; `null` where none answers. */
async function shellVersion(): Promise<string | null> {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return null;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<string | null>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<unknown>) =>
      resolve(typeof data === 'string' ? data : null);
    setTimeout(() => resolve(null), 2_000);
  });
  worker.postMessage({ type: 'SHELL_VERSION' }, [port2]);
  return answer.finally(() => port1.close());
}

interface BatteryNavigator {
  getBattery?: () => Promise<{ level: number; charging: boolean }>;
}

/** Only Chromium says. */
async function battery(): Promise<Evidence['battery']> {
  const manager = await (navigator as BatteryNavigator).getBattery?.().catch(() => null);
  return manager ? { level: manager.level, isCharging: manager.charging } : null;
}
