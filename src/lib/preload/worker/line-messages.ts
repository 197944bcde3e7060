// Between the preload worker and its lines. Both come from one build and speak to nobody else.
import type { Pack } from '#lib/openset/manifest.ts';

/**
 * `source` is the pack's own part of a bundle, in place of the hub. `stop` ends the pack in order:
 * what is verified is flushed and reported first.
 */
export type LineOrder =
  | { order: 'fill'; pack: Pack; known: Uint8Array | undefined; source: Blob | null }
  | { order: 'stop' };

export type LineReport =
  /** Bytes of the pack that lie here, `fetched` of them since the last report. */
  | { report: 'progress'; doing: 'checking' | 'fetching'; doneBytes: number; fetched: number }
  /** One byte a chunk: verified and flushed. */
  | { report: 'kept'; verified: Uint8Array }
  | {
      report: 'ended';
      why: 'complete' | 'stopped' | 'hub-away' | 'storage' | 'full' | 'broken';
      words: string;
    };
