// A kiosk's screen never sleeps while the exhibition is on it.

/** Asks for a wake lock now and whenever the page becomes visible again (rule 94). */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
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
  };
}
