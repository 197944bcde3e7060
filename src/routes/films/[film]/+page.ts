import { documentName, filmDocument } from '#lib/openset/document.ts';
import { readDocument } from '../../read-document.ts';

export const load = async ({ fetch, params }) => ({
  film: await readDocument(fetch, documentName.film(params.film), filmDocument),
});
