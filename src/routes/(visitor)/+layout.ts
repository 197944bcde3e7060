import { readEvent } from './read-document.ts';

/** What every screen may need of the event; `null` where there is none, for the page to say so. */
export const load = async ({ fetch }) => ({ event: await readEvent(fetch).catch(() => null) });
