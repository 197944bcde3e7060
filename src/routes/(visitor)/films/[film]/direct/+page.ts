import { words } from '#lib/lab/words.ts';
import { documentName, filmDocument, setDocument, shotDocument } from '#lib/openset/document.ts';
import { readDocument } from '../../../read-document.ts';

export const load = async ({ fetch, params, url }) => {
  const film = await readDocument(fetch, documentName.film(params.film), filmDocument);
  const set = await readDocument(fetch, documentName.set(params.film), setDocument);
  const shot = await readDocument(fetch, documentName.shot(params.film, set.shot), shotDocument);
  const isMoves = url.searchParams.get('view') === 'moves';
  return {
    set,
    shot,
    isMoves,
    up: isMoves
      ? { href: `/films/${film.id}/direct`, title: words.direct }
      : { href: `/films/${film.id}`, title: film.title },
  };
};
