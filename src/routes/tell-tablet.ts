// The tablet's own upkeep, started after the first screen is there and fetched only then: preload,
// the app's update, the asking for lasting storage (rule 87).
import { invalidateAll } from '$app/navigation';

/** Whether a visitor plays; what is shown changes only while nobody does (rule 93). */
export type News = 'at rest' | 'playing';

let upkeep: Promise<(news: News) => void> | null = null;

async function begin(): Promise<(news: News) => void> {
  const [preload, { keepShell }] = await Promise.all([
    import('#lib/preload/preload.ts'),
    import('#lib/preload/shell-update.ts'),
  ]);
  const updateShell = keepShell();
  let isAtRest = false;
  let shown: string | null = null;
  preload.onPreload((state) => {
    if (state.phase !== 'proving' && state.phase !== 'ready') return;
    if (isAtRest && shown !== null && shown !== state.release) void invalidateAll();
    shown = state.release;
  });
  preload.startPreload();
  void preload.askToPersist();
  return (news) => {
    isAtRest = news === 'at rest';
    preload.tellRest(isAtRest);
    if (isAtRest) updateShell();
  };
}

/** Begins the upkeep with the first news. */
export async function tellTablet(news: News): Promise<void> {
  upkeep ??= begin();
  const tell = await upkeep;
  tell(news);
}
