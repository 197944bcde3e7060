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

/** Width over height of a picture. */
const wide = 16 / 9;

/**
 * How many pictures stand side by side, so that all are as large as they can be in a room of this
 * shape (width over height). `beneath` is the part of the room's height that each row's words take.
 */
export function columnsFor(count: number, room: number, beneath = 0): number {
  let best = { columns: 1, width: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const width = Math.min(room / columns, (1 / rows - beneath) * wide);
    if (width > best.width) best = { columns, width };
  }
  return best.columns;
}

export const choicesOf = (asked: ChallengeDocument): Tile[] =>
  'choices' in asked ? asked.choices : [];
