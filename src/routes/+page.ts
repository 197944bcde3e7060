import { documentName, eventDocument } from '#lib/openset/document.ts';
import { readDocument } from './read-document.ts';

export const load = async ({ fetch }) => ({
  event: await readDocument(fetch, documentName.event, eventDocument),
});
