import { challengesDocument } from '#lib/openset/challenge.ts';
import { documentName } from '#lib/openset/document.ts';
import { words } from '#lib/kiosk/words.ts';
import { readDocument } from '../read-document.ts';

/** Cards on one page: with those that turn pages at most seven choices (rule 61). */
const perPage = 4;

export const load = async ({ fetch, url }) => {
  const { cards } = await readDocument(fetch, documentName.challenges, challengesDocument);
  const pages = Math.max(1, Math.ceil(cards.length / perPage));
  const asked = Math.trunc(Number(url.searchParams.get('page'))) || 0;
  const page = Math.min(Math.max(0, asked), pages - 1);
  return {
    heading: words.challenges,
    up: { href: '/films', title: words.allFilms },
    page,
    before: page > 0 ? cards[(page - 1) * perPage] : undefined,
    cards: cards.slice(page * perPage, (page + 1) * perPage),
    after: cards[(page + 1) * perPage],
  };
};
