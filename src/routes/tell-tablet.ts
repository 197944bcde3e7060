// The tablet's own upkeep, started after the first screen is there and fetched only then: preload,
// the app's update, the asking for lasting storage (rule 87).

interface Upkeep {
  atRest: () => void;
}

let upkeep: Promise<Upkeep> | null = null;

async function begin(): Promise<Upkeep> {
  const [preload, { keepShell }] = await Promise.all([
    import('#lib/preload/preload.ts'),
    import('#lib/preload/shell-update.ts'),
  ]);
  const updateShell = keepShell();
  preload.startPreload();
  void preload.askToPersist();
  return {
    atRest() {
      preload.tellQuiet();
      updateShell();
    },
  };
}

/** `started` begins the upkeep; `at rest` says that nobody is playing, so things may change. */
export async function tellTablet(news: 'started' | 'at rest'): Promise<void> {
  upkeep ??= begin();
  const { atRest } = await upkeep;
  if (news === 'at rest') atRest();
}
