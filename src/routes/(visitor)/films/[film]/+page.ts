import { words } from '#lib/kiosk/words.ts';
import { documentName, filmDocument } from '#lib/openset/document.ts';
import { readDocument } from '../../read-document.ts';

/** The open set itself, the film playing in it, or who made it and with what. */
export type View = 'set' | 'film' | 'made';

const viewOf = (wanted: string | null): View =>
  wanted === 'film' || wanted === 'made' ? wanted : 'set';

export const load = async ({ fetch, params, url }) => {
  const film = await readDocument(fetch, documentName.film(params.film), filmDocument);
  const view = viewOf(url.searchParams.get('view'));
  const shots = Math.trunc(Number(url.searchParams.get('shots'))) || 0;
  return {
    film,
    view,
    /** Which page of shots. */
    shots,
    heading: view === 'set' ? undefined : film.title,
    up:
      view === 'set'
        ? { href: '/films', title: words.allFilms }
        : { href: `/films/${film.id}`, title: words.openSet },
  };
};
