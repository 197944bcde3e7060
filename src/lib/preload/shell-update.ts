// The app itself on the tablet: the service worker keeps it, and a new one takes over only while
// nobody is playing (rule 93).
import { Workbox } from 'workbox-window';

/** How often a tablet asks the hub for a newer app. */
const lookAgainMs = 10 * 60_000;
const tryAgainMs = 5_000;

/**
 * Registers the service worker. Returns a function to call whenever the tablet is at rest. A new app
 * begins at `home`.
 */
export function keepShell(home = '/'): () => void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return () => undefined;
  const workbox = new Workbox('/service-worker.js');
  let isWaiting = false;
  workbox.addEventListener('waiting', () => {
    isWaiting = true;
  });
  workbox.addEventListener('controlling', (event) => {
    if (event.isUpdate) location.replace(home);
  });
  void register(workbox);
  setInterval(() => void workbox.update().catch(() => undefined), lookAgainMs);
  return () => {
    if (!isWaiting) return;
    isWaiting = false;
    workbox.messageSkipWaiting();
  };
}

/** A network that stood in the way when the page was opened may be gone a little later. */
async function register(workbox: Workbox): Promise<void> {
  for (;;) {
    const registration = await workbox.register({ immediate: true }).catch(() => undefined);
    if (registration) return;
    await new Promise((resolve) => setTimeout(resolve, tryAgainMs));
  }
}
