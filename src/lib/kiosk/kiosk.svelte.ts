// Ties the idle machine to the clock. It neither listens to touches nor resets anything itself.
import { idleTimes, nextIdle, secondsLeft, type Idle, type IdleEvent } from './idle.ts';
import type { Session } from './session.svelte.ts';

const tickMs = 500;

export class Kiosk {
  #idle = $state.raw<Idle>({ phase: 'attract' });
  #nowMs = $state(performance.now());
  readonly #session: Session;
  readonly #onSilence: () => void;

  /** `onSilence` is called once when nobody answered the question. */
  constructor(session: Session, onSilence: () => void) {
    this.#session = session;
    this.#onSilence = onSilence;
  }

  /** Seconds to answer the question; `null` while nobody is asked. */
  get secondsLeft(): number | null {
    return secondsLeft(this.#idle, this.#nowMs, idleTimes(this.#session.choices));
  }

  /** Somebody is there. */
  touch(): void {
    this.#take({ type: 'touched', atMs: performance.now() });
  }

  /** The attract screen is shown: nobody is there until the next touch. */
  leave(): void {
    this.#take({ type: 'left' });
  }

  /** Starts the clock; returns the way to stop it. */
  start(): () => void {
    const timer = setInterval(() => {
      const wasThere = this.#idle.phase !== 'attract';
      this.#take({ type: 'passed', atMs: performance.now(), busy: this.#session.busy });
      if (wasThere && this.#idle.phase === 'attract') this.#onSilence();
    }, tickMs);
    return () => clearInterval(timer);
  }

  #take(event: IdleEvent): void {
    if (event.type !== 'left') this.#nowMs = event.atMs;
    this.#idle = nextIdle(this.#idle, event, idleTimes(this.#session.choices));
  }
}
