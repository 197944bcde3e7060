// The pictures that a challenge is about, for every kind the same way.
import type { ChallengeDocument, ShownPicture } from '#lib/openset/challenge.ts';
import type { FilmDocument } from '#lib/openset/document.ts';
import type { LocalText } from '#lib/openset/text.ts';
import type { Subject } from './documents.ts';

export interface Tile {
  id: string;
  says?: LocalText;
  shows?: ShownPicture;
}

/** The film's poster as a picture to show. */
export const posterOf = (film: FilmDocument | undefined): ShownPicture | undefined =>
  film?.poster && {
    picture: film.poster,
    ...(film.posterDescription && { description: film.posterDescription }),
    ...(film.digitalSourceType && { digitalSourceType: film.digitalSourceType }),
    ...(film.aigc && { aigc: film.aigc }),
    sample: film.sample,
  };

/** What stands beside the brief while it runs. An option without a picture has its film's. */
export function tilesOf({ asked, films }: Subject): Tile[] {
  if (asked.kind === 'match') return [{ id: 'target', shows: asked.target }];
  if (asked.kind === 'direct') return [{ id: asked.film.id, shows: posterOf(films[0]) }];
  if (asked.kind === 'cause')
    return [
      { id: 'before', shows: asked.before },
      { id: 'after', shows: asked.after },
    ];
  if (asked.kind !== 'vote') return asked.choices;
  return asked.choices.map((choice) => ({
    id: choice.id,
    says: choice.says ?? choice.film.title,
    shows: choice.shows ?? posterOf(films.find(({ id }) => id === choice.film.id)),
  }));
}

/** How many stand side by side: of wide pictures two rows at most. */
export const columnsFor = (count: number): number =>
  count <= 1 ? 1 : count <= 2 || count === 4 ? 2 : 3;

export const choicesOf = (asked: ChallengeDocument): Tile[] =>
  'choices' in asked ? asked.choices : [];
