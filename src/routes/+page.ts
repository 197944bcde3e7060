import { documentName, eventDocument } from '#lib/openset/document.ts';
import { readDocument } from './read-document.ts';

export const load = async ({ fetch, parent }) => {
  const { event } = await parent();
  // Asking again tells why there is none.
  return { event: event ?? (await readDocument(fetch, documentName.event, eventDocument)) };
};
