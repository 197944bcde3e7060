// What a set costs a graphics card, counted without drawing it.
import type { FilmSet, Piece } from './set.ts';

const perShape: {
  [K in Exclude<Piece['kind'], 'group'>]: (piece: Extract<Piece, { kind: K }>) => number;
} = {
  box: () => 12,
  sphere: () => 720,
  // A cone has neither an upper cap nor the second half of its wall.
  cylinder: ({ sides, top }) => sides * (top === 0 ? 2 : 4),
  ring: () => 576,
  bowl: () => 608,
  plane: () => 2,
  rock: () => 180,
  cloth: () => 72,
  rope: () => 128,
  gable: () => 8,
  hip: () => 128,
  tree: ({ growth }) => ({ leafy: 1_464, pine: 1_284, bare: 216 })[growth],
  ridge: ({ steps, skyline }) => steps * (skyline ? 12 : 2),
  water: () => 7_200,
};
/** A figure with what it carries. */
const perFigure = 6_000;

/** Triangles with every part showing at once, without the models' own. */
export function trianglesOf(
  set: Pick<FilmSet, 'pieces' | 'groups' | 'characters' | 'cards'>,
): number {
  const known = new Map<string, number>();
  const ofPiece = (piece: Piece): number => {
    const one =
      piece.kind === 'group'
        ? ofGroup(piece.group)
        : (perShape[piece.kind] as (piece: Piece) => number)(piece);
    return one * (piece.copies?.count ?? 1);
  };
  const ofGroup = (name: string): number => {
    if (!known.has(name)) {
      known.set(name, 0);
      known.set(name, sum(set.groups[name] ?? []));
    }
    return known.get(name)!;
  };
  const sum = (pieces: readonly Piece[]): number =>
    pieces.reduce((all, piece) => all + ofPiece(piece), 0);
  return sum(set.pieces) + set.characters.length * perFigure + set.cards.length * 2;
}
