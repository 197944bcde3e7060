// One stream a browser: HTTP/1.1 has six connections for all its tabs, and the hub keeps one line a
// tablet. The tab that holds it tells the others what it hears, and the next one takes over.
import * as v from 'valibot';
import type { Live } from './live.svelte.ts';

const name = 'open-set-live';
const told = v.variant('kind', [
  v.strictObject({ kind: v.literal('hello') }),
  v.strictObject({ kind: v.literal('event'), name: v.string(), data: v.unknown() }),
  v.strictObject({ kind: v.literal('line'), isOpen: v.boolean() }),
]);
type Told = v.InferOutput<typeof told>;

/** Keeps `live` up to date in this tab, from the hub or from another tab, as long as the page lives. */
export function shareLive(live: Live<'player'>): void {
  const channel = new BroadcastChannel(name);
  const tell = (news: Told): void => channel.postMessage(news);
  let isHolder = false;

  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    const news = v.safeParse(told, data);
    if (!news.success) return;
    if (news.output.kind === 'hello' && isHolder && live.state) {
      tell({ kind: 'event', name: 'state', data: live.state });
      tell({ kind: 'line', isOpen: live.isLive });
    }
    if (isHolder) return;
    if (news.output.kind === 'event') live.hear(news.output.name, news.output.data);
    if (news.output.kind === 'line') live.isLive = news.output.isOpen;
  };
  const stopTime = live.keepTime();
  tell({ kind: 'hello' });
  void navigator.locks.request(name, () => {
    isHolder = true;
    stopTime();
    live.listen({
      onEvent: (event, data) => tell({ kind: 'event', name: event, data }),
      onLine: (isOpen) => tell({ kind: 'line', isOpen }),
    });
    // Held until the tab is gone.
    return new Promise(() => undefined);
  });
}
