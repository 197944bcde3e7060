import { readEvent } from './read-document.ts';

export const load = async ({ fetch, parent }) => ({
  // Asking again tells why there is none.
  event: (await parent()).event ?? (await readEvent(fetch)),
});
