// The tablet's own upkeep, started after the first screen is there and fetched only then: preload,
// the app's update, the asking for lasting storage (rule 87), the reports to the hub.
import { invalidateAll } from '$app/navigation';
import { page } from '$app/state';
import { getContext, setContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { HandedAnswer, Verdict } from '#lib/challenge/live.ts';
import type { CarriedFile } from '#lib/fleet/entries.ts';
import type { Live } from '#lib/live/live.svelte.ts';
import type { GeneratorLine } from '#lib/tablet/generator-line.ts';
import type { JoinRefusal } from '#lib/tablet/hub-line.ts';
import type { Self } from '#lib/tablet/reporter.ts';

/** Who is at the tablet; what is shown changes only while nobody plays (rule 93). */
export type Screen = 'attract' | 'visitor' | 'staff';

type Parts = Awaited<ReturnType<typeof fetchParts>>;

async function fetchParts() {
  const [preload, { keepShell }, { Reporter }, { Live }, { shareLive }] = await Promise.all([
    import('#lib/preload/preload.ts'),
    import('#lib/preload/shell-update.ts'),
    import('#lib/tablet/reporter.ts'),
    import('#lib/live/live.svelte.ts'),
    import('#lib/live/share.ts'),
  ]);
  return { preload, updateShell: keepShell(), Reporter, Live, shareLive };
}

export class Upkeep {
  /** How this tablet stands; `null` before it was asked. */
  self = $state.raw<Self | null>(null);
  /** Until when, by this page's own clock, its number is shown and it may be wiped. */
  findUntilMs = $state(0);
  cleanUntilMs = $state(0);
  /** The hub's live rounds; `null` until the upkeep has begun. */
  live = $state.raw<Live<'player'> | null>(null);
  /** What the hub said of answers that were handed in here, by their ids. */
  readonly verdicts = new SvelteMap<string, Verdict>();
  #screen: Screen = 'attract';
  #begun: Promise<Parts & { reporter: InstanceType<Parts['Reporter']> }> | null = null;

  /** Says what is on the screen now; the first word begins the upkeep. */
  async tell(screen: Screen): Promise<void> {
    this.#screen = screen;
    this.#begun ??= this.#begin();
    const { preload, reporter, updateShell } = await this.#begun;
    const isAtRest = this.#screen !== 'visitor';
    preload.tellRest(isAtRest);
    void reporter.show(this.#screen);
    if (isAtRest && !this.self?.isFrozen) updateShell();
  }

  /** Counts the opening of a screen. */
  async count(screen: string): Promise<void> {
    await (await this.#begun)?.reporter.count(screen);
  }

  /** What the hub has not confirmed, to be carried there. */
  async carry(): Promise<CarriedFile | null> {
    return (await this.#begun)?.reporter.carry() ?? null;
  }

  async join(code: string): Promise<JoinRefusal | null> {
    this.#begun ??= this.#begin();
    return (await this.#begun).reporter.join(code);
  }

  /** Whether the staff corner needs a PIN on this tablet. */
  async isLocked(): Promise<boolean> {
    this.#begun ??= this.#begin();
    return (await this.#begun).reporter.corner.isLocked();
  }

  /** Tries a PIN; `'open'`, or the seconds to wait before the next try. */
  async tryPin(digits: string): Promise<'open' | number> {
    this.#begun ??= this.#begin();
    return (await this.#begun).reporter.corner.tryPin(digits);
  }

  /** Keeps what a visitor decided, and hands it in; resolves once it is kept. */
  async answer(answer: HandedAnswer): Promise<void> {
    this.#begun ??= this.#begin();
    await (await this.#begun).reporter.answer(answer);
  }

  /** Joins a round; whether the hub knows. */
  async joinRound(round: string, isExtended: boolean): Promise<boolean> {
    this.#begun ??= this.#begin();
    return (await (await this.#begun).reporter.live.join(round, isExtended)) !== null;
  }

  /** The line to the venue's video generator. */
  async generator(): Promise<GeneratorLine> {
    this.#begun ??= this.#begin();
    return (await this.#begun).reporter.generator;
  }

  async #begin() {
    const parts = await patiently(fetchParts);
    const { preload, Reporter, updateShell, Live, shareLive } = parts;
    let shown: string | null = null;
    preload.onPreload((state) => {
      if (state.phase !== 'proving' && state.phase !== 'ready') return;
      const isOther = shown !== null && shown !== state.release;
      shown = state.release;
      if (this.#screen === 'visitor' || !isOther) return;
      void invalidateAll().then(() => {
        if (!page.data.event) preload.fallBack();
      });
    });
    preload.startPreload();
    void preload.askToPersist();
    const reporter = new Reporter({
      onSelf: (self) => {
        const wasFrozen = this.self?.isFrozen ?? true;
        this.self = self;
        if (wasFrozen && !self.isFrozen && this.#screen !== 'visitor') updateShell();
      },
      onCall: (findS, cleanS) => {
        this.findUntilMs = performance.now() + findS * 1000;
        this.cleanUntilMs = performance.now() + cleanS * 1000;
      },
      onWanted: (release, notBeforeMs) => preload.want(release, notBeforeMs),
      onVerdict: (id, verdict) => this.verdicts.set(id, verdict),
      onReload: () => location.reload(),
      onLookAgain: () => preload.startPreload(),
    });
    const live = new Live('player', () => reporter.live.headers());
    shareLive(live);
    this.live = live;
    return { ...parts, reporter };
  }
}

/** Parts of the app that could not be fetched, behind a portal say, are asked for again. */
async function patiently<T>(fetch: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await fetch();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, tryAgainMs));
    }
  }
}

const tryAgainMs = 5_000;
const key = Symbol('upkeep');
export const setUpkeep = (upkeep: Upkeep): Upkeep => setContext(key, upkeep);
export const getUpkeep = (): Upkeep => getContext(key);
