import { documentName, filmDocument, setDocument, shotDocument } from '#lib/openset/document.ts';
import { readDocument } from '../../../read-document.ts';

export const load = async ({ fetch, params }) => {
  const film = await readDocument(fetch, documentName.film(params.film), filmDocument);
  const set = await readDocument(fetch, documentName.set(params.film), setDocument);
  const shot = await readDocument(fetch, documentName.shot(params.film, set.shot), shotDocument);
  return { set, shot, up: { href: `/films/${film.id}`, title: film.title } };
};
