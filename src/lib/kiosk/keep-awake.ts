// A kiosk's screen never sleeps while the exhibition is on it.

let lock: WakeLockSentinel | null = null;

/** Whether the screen is kept awake now; `null` where the browser cannot do that. */
export function isAwake(): boolean | null {
  return 'wakeLock' in navigator ? lock !== null && !lock.released : null;
}

/** Asks for a wake lock now and whenever the page becomes visible again (rule 94). */
export function keepAwake(): () => void {
  let stopped = false;
  const ask = async (): Promise<void> => {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    const granted = await navigator.wakeLock.request('screen').catch(() => null);
    if (stopped) await granted?.release();
    else lock = granted;
  };
  const onVisible = (): void => void ask();
  onVisible();
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    stopped = true;
    document.removeEventListener('visibilitychange', onVisible);
    void lock?.release();
    lock = null;
  };
}
