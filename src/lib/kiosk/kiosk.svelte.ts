// Ties the idle machine to the clock and to touches, and keeps the device awake.
import { idleTimes, nextIdle, secondsLeft, type Idle, type IdleEvent } from './idle.ts';
import type { Session } from './session.svelte.ts';

const tickMs = 500;

export class Kiosk {
  #idle = $state.raw<Idle>({ phase: 'attract' });
  #nowMs = $state(Date.now());
  readonly #session: Session;
  readonly #onReset: () => void;

  constructor(session: Session, onReset: () => void) {
    this.#session = session;
    this.#onReset = onReset;
  }

  get phase(): Idle['phase'] {
    return this.#idle.phase;
  }

  /** Seconds to answer the question; `null` while nobody is asked. */
  get secondsLeft(): number | null {
    return secondsLeft(this.#idle, this.#nowMs, idleTimes(this.#session.choices));
  }

  touch(): void {
    this.#take({ type: 'touched', atMs: Date.now() });
  }

  /** Back on the attract screen by the visitor's own wish. */
  leave(): void {
    this.#idle = nextIdle(this.#idle, { type: 'left' }, idleTimes(this.#session.choices));
  }

  /** Starts the clock and the wake lock; returns the way to stop both. */
  start(): () => void {
    const timer = setInterval(() => {
      this.#take({ type: 'passed', atMs: Date.now(), busy: this.#session.busy });
    }, tickMs);
    const stopWaking = keepAwake();
    return () => {
      clearInterval(timer);
      stopWaking();
    };
  }

  #take(event: Exclude<IdleEvent, { type: 'left' }>): void {
    const wasAttract = this.phase === 'attract';
    this.#nowMs = event.atMs;
    this.#idle = nextIdle(this.#idle, event, idleTimes(this.#session.choices));
    if (!wasAttract && this.phase === 'attract') this.#onReset();
  }
}

/** Asks for a wake lock now and whenever the page becomes visible again (rule 94). */
function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  const ask = async (): Promise<void> => {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    lock = await navigator.wakeLock.request('screen').catch(() => null);
  };
  const onVisible = (): void => void ask();
  onVisible();
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    document.removeEventListener('visibilitychange', onVisible);
    void lock?.release();
  };
}
