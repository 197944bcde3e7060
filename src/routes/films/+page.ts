import { documentName, eventDocument, filmsDocument, filmsPerPage } from '#lib/openset/document.ts';
import { readDocument } from '../read-document.ts';

export const load = async ({ fetch, url }) => {
  const page = Math.max(0, Math.trunc(Number(url.searchParams.get('page') ?? 0)) || 0);
  const [event, films] = await Promise.all([
    readDocument(fetch, documentName.event, eventDocument),
    readDocument(fetch, documentName.films(page), filmsDocument),
  ]);
  return { event, cards: films.cards, page, pages: Math.ceil(event.filmCount / filmsPerPage) };
};
