// What the wall tells between rounds, one card at a time.
import type { BoardLine, Change, StageState } from '#lib/challenge/live.ts';
import type { AttractSlide } from '#lib/openset/document.ts';
import { placeOf } from '#lib/challenge/score.ts';

export type AttractCard = 'welcome' | 'next' | 'change' | 'board';

export function attractCards(state: StageState | null): AttractCard[] {
  return [
    'welcome',
    ...(state?.next ? (['next'] as const) : []),
    ...(state?.change ? (['change'] as const) : []),
    ...(state && state.board.length > 0 ? (['board'] as const) : []),
  ];
}

/** Whether the change has come by now. */
export const isSince = ({ atMs }: Pick<Change, 'atMs'>, nowMs: number): boolean => nowMs >= atMs;

/** The loop's pictures: those of the film that the hall chose come first, from its time on. */
export function slidesFrom(
  slides: readonly AttractSlide[],
  change: Change | null,
  nowMs: number,
): AttractSlide[] {
  if (!change || !isSince(change, nowMs)) return [...slides];
  const isChosen = ({ film }: AttractSlide): boolean => film === change.film;
  return [...slides.filter(isChosen), ...slides.filter((slide) => !isChosen(slide))];
}

/** Rows of the board that fit. */
const mostLines = 6;

/** The crews of the day, best first; whoever has as many points shares the place. */
export function boardLines(board: readonly BoardLine[]): (BoardLine & { place: number })[] {
  const all = board.map(({ points }) => [points, 1] as const);
  return board
    .toSorted((a, b) => b.points - a.points || b.entries - a.entries || a.role - b.role)
    .slice(0, mostLines)
    .map((line) => ({ ...line, place: placeOf(line.points, all) }));
}
