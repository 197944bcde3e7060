// The fleet as the board sees it: from the hub's stream, or made up for a rehearsal.
import * as v from 'valibot';
import { SvelteMap } from 'svelte/reactivity';
import { boardNews, type Row, type Standing } from '#lib/fleet/board.ts';

export class Fleet {
  readonly rows = new SvelteMap<string, Row>();
  standing = $state.raw<Standing | null>(null);
  /** Whether the hub is there; what was heard before it left stays on the board. */
  isLive = $state(false);
  /** The hub's clock minus this device's, milliseconds. */
  offsetMs = 0;

  /** Tablets of the fleet in walking order: by hall, station, number. */
  readonly here = $derived(
    [...this.rows.values()]
      .filter(({ number }) => number !== null)
      .sort(
        (a, b) =>
          compare(a.hall, b.hall) ||
          compare(a.station, b.station) ||
          (a.number ?? 0) - (b.number ?? 0),
      ),
  );
  readonly gone = $derived([...this.rows.values()].filter(({ number }) => number === null));

  /** Listens to the hub until the returned function is called. The browser reconnects by itself. */
  listen(onSignedOut: () => void): () => void {
    const stream = new EventSource('/api/v1/board/stream');
    stream.onmessage = ({ data }: MessageEvent<string>) => this.#hear(data);
    stream.onerror = () => {
      this.isLive = false;
      // A stream that was refused is not tried again by the browser.
      if (stream.readyState === EventSource.CLOSED) onSignedOut();
    };
    return () => stream.close();
  }

  #hear(text: string): void {
    const news = v.safeParse(boardNews, JSON.parse(text));
    if (!news.success) return;
    const { isWhole, standing, rows } = news.output;
    if (isWhole) {
      const ids = rows.map(({ id }) => id);
      for (const id of [...this.rows.keys()]) if (!ids.includes(id)) this.rows.delete(id);
    }
    for (const row of rows) this.rows.set(row.id, row);
    this.standing = standing;
    this.offsetMs = standing.nowMs - Date.now();
    this.isLive = true;
  }
}

const compare = (a: string, b: string): number =>
  a.localeCompare(b, undefined, { numeric: true, sensitivity: 'base' });
