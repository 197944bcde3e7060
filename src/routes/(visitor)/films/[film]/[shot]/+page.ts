import { documentName, shotDocument } from '#lib/openset/document.ts';
import { readDocument } from '../../../read-document.ts';

export const load = async ({ fetch, params }) => ({
  shot: await readDocument(fetch, documentName.shot(params.film, params.shot), shotDocument),
});
