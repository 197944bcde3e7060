// Documents of the release, from the tablet or the hub: the same address either way.
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { documentName, eventDocument, type EventDocument } from '#lib/openset/document.ts';

/** Reads and checks one document. Ends in the error page with 404, 502 or 503. */
export async function readDocument<S extends v.GenericSchema>(
  fetch: typeof globalThis.fetch,
  name: string,
  schema: S,
): Promise<v.InferOutput<S>> {
  const response = await fetch(`/documents/${name}`).catch(() => null);
  if (!response) error(503, 'Neither the tablet nor the hub has the exhibition.');
  if (response.status === 404) error(404, `There is no ${name} in this exhibition.`);
  const isDocument = response.ok && response.headers.get('content-type') === 'application/json';
  const content = isDocument ? v.safeParse(schema, await response.json().catch(() => null)) : null;
  if (!content?.success) error(response.status === 503 ? 503 : 502, `${name} cannot be read.`);
  return content.output;
}

/** What must be known of the event before anything is touched. */
export const readEvent = (fetch: typeof globalThis.fetch): Promise<EventDocument> =>
  readDocument(fetch, documentName.event, eventDocument);
