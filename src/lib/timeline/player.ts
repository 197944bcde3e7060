// Walking a shot's versions. The place of the stop is the truth; everything shown follows from it.
// Pure: no clock, no screen.
import type { ReleaseTake, ReleaseVersion } from '#lib/openset/document.ts';
import { mainLine, walk, type Stop } from '#lib/openset/graph.ts';

/** How two pictures share the board: one of them, both halves of a wipe, or next to each other. */
export type CompareMode = 'after' | 'before' | 'half' | 'side';

export interface Walk {
  versions: ReleaseVersion[];
  stops: Stop[];
  /** Ids of the versions that led to the accepted take. */
  line: Set<string>;
}

export interface Position {
  /** Place in `stops`. */
  at: number;
  /** The stop to compare with; `null` means the one before. */
  against: number | null;
  mode: CompareMode;
  /** Where the wipe stands, 0 to 100 percent from the left. */
  wipe: number;
}

export const start: Position = { at: 0, against: null, mode: 'after', wipe: 50 };

/** The walk through `versions`; without any there is nothing to stand on. */
export function prepare(versions: ReleaseVersion[], accepted?: string): Walk {
  return { versions, stops: walk(versions), line: mainLine(versions, accepted) };
}

/** Stands at `at`, kept inside the walk. Stepping ends a comparison, since its pictures are gone. */
export function stand({ stops }: Walk, position: Position, at: number): Position {
  const inside = Math.max(0, Math.min(stops.length - 1, Math.round(at)));
  return inside === position.at
    ? position
    : { ...position, at: inside, mode: 'after', against: null };
}

/** The version and take of a stop. */
export function whatIsAt(
  { versions, stops }: Walk,
  at: number,
): { version: ReleaseVersion; take: ReleaseTake | null } | null {
  const stop = stops[at];
  const version = stop && versions[stop.version];
  if (!version) return null;
  return { version, take: stop.take === null ? null : (version.takes[stop.take] ?? null) };
}

/** The stop whose picture shows at `at`: itself, or the last before it that has one. */
export function pictureAt(walk: Walk, at: number): number | null {
  for (let place = at; place >= 0; place -= 1) if (whatIsAt(walk, place)?.take) return place;
  return null;
}

/** The stop that a comparison at this position is against; `null` at the first picture. */
export function partner(walk: Walk, { at, against }: Position): number | null {
  if (against !== null) return against;
  const shown = pictureAt(walk, at);
  return shown === null ? null : pictureAt(walk, shown - 1);
}

const snaps = [0, 50, 100];
const snapWithin = 4;

/** A wipe position kept on the picture, drawn to its ends and its middle. */
export function snapWipe(percent: number): number {
  const inside = Math.max(0, Math.min(100, percent));
  return snaps.find((snap) => Math.abs(snap - inside) <= snapWithin) ?? inside;
}

/** First stop of each version, and the version of the current stop: what the cards need. */
export function firstStops({ versions, stops }: Walk): number[] {
  return versions.map((_, version) => stops.findIndex((stop) => stop.version === version));
}

/** More cards than this and quick tries fold (EXPERIENCE §3.2). */
const cardsInView = 9;

/**
 * Places of the versions, card by card. In a long history, tries in a row that led nowhere share a
 * card, unless one of them is shown or their card was opened; `opened` holds their first places.
 */
export function cardsOf(
  { versions, line }: Walk,
  shown: number,
  opened: ReadonlySet<number>,
): number[][] {
  const cards: number[][] = [];
  const isTry = (place: number): boolean => !line.has(versions[place]?.id ?? '');
  versions.forEach((_, place) => {
    const last = cards.at(-1);
    if (last && isTry(place) && isTry(last[0]!)) last.push(place);
    else cards.push([place]);
  });
  const stays = (card: number[]): boolean =>
    versions.length > cardsInView && !card.includes(shown) && !opened.has(card[0]!);
  return cards.flatMap((card) => (stays(card) ? [card] : card.map((place) => [place])));
}
