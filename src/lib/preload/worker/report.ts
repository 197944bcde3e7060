// Progress of a fill as staff see it, told at most five times a second.
import { releaseBytes, type Manifest } from '#lib/openset/manifest.ts';
import type { PreloadState } from '../protocol.ts';
import type { FillProgress } from './fill.ts';

const tellMs = 500;
/** Speed is that of the last seconds, so that the time left is true after a change of place. */
const windowMs = 5_000;

export class Report {
  doneBytes = 0;
  readonly #release: string;
  readonly #manifest: Manifest;
  readonly #tell: (state: PreloadState) => void;
  #toldMs = -tellMs;
  #arrivals: { atMs: number; bytes: number }[] = [{ atMs: performance.now(), bytes: 0 }];

  constructor(release: string, manifest: Manifest, tell: (state: PreloadState) => void) {
    this.#release = release;
    this.#manifest = manifest;
    this.#tell = tell;
  }

  take({ doing, doneBytes, fetched }: FillProgress): void {
    const nowMs = performance.now();
    this.doneBytes = doneBytes;
    this.#arrivals.push({ atMs: nowMs, bytes: fetched });
    if (nowMs - this.#toldMs < tellMs) return;
    this.#toldMs = nowMs;
    this.#tell({
      phase: doing,
      release: this.#release,
      films: this.#manifest.films.length,
      totalBytes: releaseBytes(this.#manifest),
      doneBytes,
      bytesPerSecond: this.#speed(nowMs),
    });
  }

  #speed(nowMs: number): number {
    const old = this.#arrivals.findLastIndex(({ atMs }) => atMs < nowMs - windowMs);
    this.#arrivals.splice(0, Math.max(0, old));
    const [{ atMs: sinceMs } = { atMs: nowMs }, ...arrivals] = this.#arrivals;
    const bytes = arrivals.reduce((sum, arrival) => sum + arrival.bytes, 0);
    return Math.round(bytes / Math.max(0.2, (nowMs - sinceMs) / 1000));
  }
}
