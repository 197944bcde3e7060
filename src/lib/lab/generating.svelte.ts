// The takes that a visitor hands to the venue's video model, and how they stand. Nothing is kept
// beyond the screen; a shot that is not made keeps its previs take.
import { SvelteMap } from 'svelte/reactivity';
import type {
  FailureCode,
  GenerationQueue,
  GenerationShot,
  GenerationStanding,
  GeneratorHere,
  Refusal,
} from '#lib/openset/generation.ts';
import type { OwnTake } from './own-takes.svelte.ts';

/** The tablet's line to the hub; it never throws. */
export interface Generator {
  look(): Promise<GeneratorHere>;
  handIn(
    shot: GenerationShot,
    tell: (standing: GenerationStanding) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

/** Ends after which the same words may go better: the others would cost again and change nothing. */
const passing: readonly (Refusal | FailureCode)[] = [
  'off',
  'queue-full',
  'hour-full',
  'tablet-full',
  'rate-limit',
  'service',
  'network',
  'waited-too-long',
  'settings-changed',
];

interface Handed {
  id: string;
  stopping: AbortController;
  standing: GenerationStanding;
}

export class Generating {
  /** As it was last seen; `null` while this tablet knows of no generator. */
  queue = $state.raw<GenerationQueue | null>(null);
  readonly #jobs = new SvelteMap<OwnTake, Handed>();
  readonly #generator: () => Promise<Generator>;

  constructor(generator: () => Promise<Generator>) {
    this.#generator = generator;
  }

  /** Asks how long the queue is. A line that is gone for a moment changes nothing. */
  async look(): Promise<void> {
    const here = await (await this.#generator()).look();
    if (here.is !== 'away') this.queue = here.is === 'on' ? here.queue : null;
  }

  standing(take: OwnTake): GenerationStanding | null {
    return this.#jobs.get(take)?.standing ?? null;
  }

  /** Whether a take may be handed in, for the first time or again. */
  isOpen(take: OwnTake): boolean {
    const now = this.standing(take);
    if (now?.is === 'refused') return passing.includes(now.why);
    if (now?.is === 'failed') return passing.includes(now.failure.code);
    return now === null;
  }

  /** Hands a take in. After a refusal it is the same job: the hub makes it once. */
  async handIn(take: OwnTake): Promise<void> {
    if (!this.isOpen(take)) return;
    const before = this.#jobs.get(take);
    const id = before?.standing.is === 'refused' ? before.id : crypto.randomUUID();
    const stopping = new AbortController();
    const tell = (standing: GenerationStanding): void => {
      if (!stopping.signal.aborted) this.#jobs.set(take, { id, stopping, standing });
    };
    tell({ is: 'sending', isHeard: true });
    const { prompt, language } = take;
    const generator = await this.#generator();
    await generator.handIn({ id, prompt, language }, tell, stopping.signal);
  }

  /** The visitor let this take go. */
  letGo(take: OwnTake): void {
    this.#jobs.get(take)?.stopping.abort();
    this.#jobs.delete(take);
  }

  /** The screen is left: nobody waits any more. */
  end(): void {
    for (const take of [...this.#jobs.keys()]) this.letGo(take);
  }
}
