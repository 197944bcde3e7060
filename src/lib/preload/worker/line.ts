// A line's worker as seen from the preload worker.
import type { Pack } from '#lib/openset/manifest.ts';
import { HubAway } from '../hub-client.ts';
import type { LineOrder, LineReport } from './line-messages.ts';
import { StorageFault } from './pack-file.ts';

export interface LineEvents {
  onProgress(progress: Extract<LineReport, { report: 'progress' }>): void;
  onKept(verified: Uint8Array): void;
}

export class Line {
  readonly #worker = new Worker(new URL('./line.worker.ts', import.meta.url), { type: 'module' });

  /**
   * Fills `pack`, of which `known` is verified already, from the hub or from `source`. Throws HubAway, StorageFault, or the
   * signal's reason once the line has stopped in order.
   */
  async fill(
    pack: Pack,
    known: Uint8Array | undefined,
    source: Blob | null,
    events: LineEvents,
    signal: AbortSignal,
  ): Promise<void> {
    const stop = (): void => this.#send({ order: 'stop' });
    signal.addEventListener('abort', stop);
    try {
      const { why, words } = await new Promise<Extract<LineReport, { report: 'ended' }>>(
        (resolve, reject) => {
          this.#worker.onmessage = ({ data }: MessageEvent<LineReport>) => {
            if (data.report === 'progress') events.onProgress(data);
            else if (data.report === 'kept') events.onKept(data.verified);
            else resolve(data);
          };
          this.#worker.onerror = ({ message }) => reject(new Error(message));
          this.#send({ order: 'fill', pack, known, source });
          if (signal.aborted) stop();
        },
      );
      if (why === 'stopped') throw signal.reason;
      if (why === 'hub-away') throw new HubAway(words);
      if (why === 'storage' || why === 'full') throw new StorageFault(words, why === 'full');
      if (why === 'broken') throw new Error(words);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  close(): void {
    this.#worker.terminate();
  }

  #send(order: LineOrder): void {
    this.#worker.postMessage(order);
  }
}
