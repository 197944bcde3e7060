// Whether the release outlives switching the tablet off (rule 90). A private window, or a browser
// that clears itself, looks just like a good one until then.
import type { DeviceStore } from './device-store.ts';

/** Lives as long as the browser runs; it says nothing but that. */
const runCookie = 'open-set-run';

const isNewRun = (): boolean => !document.cookie.split('; ').includes(`${runCookie}=1`);

/** Notes that the browser was started anew. Called once, when the page starts. */
export async function noteRun(store: DeviceStore): Promise<void> {
  if (!isNewRun()) return;
  document.cookie = `${runCookie}=1; Path=/; SameSite=Strict`;
  const mark = await store.get('restart', 'mark');
  if (mark) await store.put('restart', { ...mark, survivedAt: new Date().toISOString() }, 'mark');
}

/**
 * When the release survived a restart; `null` before that. It counts once every byte was read again
 * after the restart: storage that came back half-empty has survived nothing.
 */
export async function survivedAt(
  store: DeviceStore,
  release: string,
  provenAt: string,
): Promise<string | null> {
  const mark = await store.get('restart', 'mark');
  if (mark?.release !== release) {
    await store.put('restart', { release, survivedAt: null }, 'mark');
    return null;
  }
  const now = new Date().toISOString();
  if (mark.survivedAt === null) return null;
  // The clock was set back since: the restart is as good, its date is not.
  if (mark.survivedAt > now) await store.put('restart', { release, survivedAt: now }, 'mark');
  return mark.survivedAt <= provenAt ? mark.survivedAt : null;
}
