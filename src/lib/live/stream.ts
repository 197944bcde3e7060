// One stream of the hub's live events, kept open: a line that is cut, refused or only silent is opened
// anew, and everything begins with the whole state again.
import { liveAddress, silentMs } from '#lib/challenge/live.ts';
import { readEvents } from './read-events.ts';

export interface StreamOptions {
  /** `?as=…` where the role does not follow from the headers. */
  as?: 'stage' | 'host';
  /** Asked before each opening; `null` where there is nobody to listen as yet. */
  headers?: () => Promise<Record<string, string> | null>;
  onEvent(name: string, data: unknown): void;
  /** Whether the hub is there, and why it let nobody in. */
  onLine(isOpen: boolean, refused: number | null): void;
}

const firstRetryMs = 300;
const longestRetryMs = 5_000;

/** Listens until the returned function is called. */
export function openStream({ as, headers, onEvent, onLine }: StreamOptions): () => void {
  const address = as === undefined ? liveAddress : `${liveAddress}?as=${as}`;
  let isEnded = false;
  let line = new AbortController();
  let retryMs = firstRetryMs;
  let wake: () => void = () => undefined;

  /** A device that slept, or found its network again, does not wait for the watchdog. */
  const again = (): void => {
    if (document.hidden) return;
    retryMs = firstRetryMs;
    line.abort();
    wake();
  };
  const onShown = (event: PageTransitionEvent): void => {
    if (event.persisted) again();
  };
  document.addEventListener('visibilitychange', again);
  window.addEventListener('pageshow', onShown);
  window.addEventListener('online', again);
  void run();

  async function run(): Promise<void> {
    while (!isEnded) {
      line = new AbortController();
      const refused = await listen(line).catch(() => null);
      if (isEnded) return;
      onLine(false, refused);
      await new Promise<void>((resolve) => {
        wake = resolve;
        // Tablets that lost the hub together shall not knock together.
        setTimeout(resolve, retryMs * (0.5 + Math.random()));
      });
      retryMs = Math.min(longestRetryMs, retryMs * 2);
    }
  }

  /** Resolves with the status of a refusal, or when the line ends. */
  async function listen(own: AbortController): Promise<number | null> {
    const extra = headers ? await headers() : {};
    if (extra === null) return null;
    let watchdog = setTimeout(() => own.abort(), silentMs);
    try {
      const response = await fetch(address, {
        headers: { Accept: 'text/event-stream', ...extra },
        cache: 'no-store',
        signal: own.signal,
      });
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
      if (!response.ok || !isStream || !response.body) return response.status;
      for await (const event of readEvents(response.body)) {
        clearTimeout(watchdog);
        watchdog = setTimeout(() => own.abort(), silentMs);
        if (!event) continue;
        retryMs = firstRetryMs;
        onLine(true, null);
        onEvent(event.name, JSON.parse(event.data));
      }
      return null;
    } finally {
      clearTimeout(watchdog);
    }
  }

  return () => {
    isEnded = true;
    document.removeEventListener('visibilitychange', again);
    window.removeEventListener('pageshow', onShown);
    window.removeEventListener('online', again);
    line.abort();
    wake();
  };
}
