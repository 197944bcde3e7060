import { words } from '#lib/kiosk/words.ts';
import { documentName, filmsDocument, filmsPerPage } from '#lib/openset/document.ts';
import { readDocument, readEvent } from '../read-document.ts';

export const load = async ({ fetch, parent, url }) => {
  const { filmCount, challengeCount } = (await parent()).event ?? (await readEvent(fetch));
  const pages = Math.max(1, Math.ceil(filmCount / filmsPerPage));
  const asked = Math.trunc(Number(url.searchParams.get('page'))) || 0;
  const page = Math.min(Math.max(0, asked), pages - 1);
  const cards = async (number: number) =>
    number < 0 || number >= pages
      ? []
      : (await readDocument(fetch, documentName.films(number), filmsDocument)).cards;
  const [before, here, after] = await Promise.all([page - 1, page, page + 1].map(cards));
  return {
    heading: words.films,
    hasChallenges: challengeCount > 0,
    page,
    before: before?.[0],
    cards: here ?? [],
    after: after?.[0],
  };
};
