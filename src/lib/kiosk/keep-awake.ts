// A kiosk's screen never sleeps while the exhibition is on it.

/** A lock that was refused or lost is asked for again: browsers refuse it while a page is only coming up. */
const askAgainMs = 5_000;

let lock: WakeLockSentinel | null = null;

/** Whether the screen is kept awake now; `null` where the browser cannot do that. */
export function isAwake(): boolean | null {
  return 'wakeLock' in navigator ? lock !== null && !lock.released : null;
}

/** Holds a wake lock whenever the page is visible (rule 94). */
export function keepAwake(): () => void {
  let stopped = false;
  const ask = async (): Promise<void> => {
    if (document.visibilityState !== 'visible' || isAwake() !== false) return;
    const granted = await navigator.wakeLock.request('screen').catch(() => null);
    if (stopped) await granted?.release();
    else lock = granted;
  };
  const onVisible = (): void => void ask();
  onVisible();
  const timer = setInterval(onVisible, askAgainMs);
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    stopped = true;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', onVisible);
    void lock?.release();
    lock = null;
  };
}
