// What the picture for the press wall shows of a result: a row of cells, each a picture with words.
import { crewOf } from '#lib/challenge/crew.ts';
import type { RoundView } from '#lib/challenge/live.ts';
import { quality } from '#lib/challenge/score.ts';
import type { HallShot } from '#lib/challenge/tally.ts';
import type { ShownPicture } from '#lib/openset/challenge.ts';
import type { LocalText } from '#lib/openset/text.ts';
import type { ShotDescription } from '#lib/previs/shot/shot-description.ts';
import type { Subject } from './documents.ts';
import { tilesOf, type Tile } from './pictures.ts';
import { both, votes } from './words.ts';

export interface PressCell {
  shows?: ShownPicture;
  /** Drawn by the previs engine, in place of a picture. */
  shot?: ShotDescription;
  says: LocalText[];
  /** What the director kept, the hall chose, or what was right. */
  isAccepted: boolean;
}

/** More would be too small on a wall. */
const mostCells = 6;

export function pressCells(round: RoundView, subject: Subject): PressCell[] {
  return cellsOf(round, subject).slice(0, mostCells);
}

function cellsOf({ result }: RoundView, subject: Subject): PressCell[] {
  if (!result) return [];
  const { tally, solution } = result;
  const tiles = tilesOf(subject);
  const inOrder = (order: readonly string[]): Tile[] =>
    order.flatMap((id) => tiles.filter((tile) => tile.id === id));
  if (tally.kind === 'cut')
    return inOrder(tally.order).map((tile, place) => ({
      ...cell(tile, false),
      says: [
        { zh: `${place + 1} · ${tally.lengthsS[place]} 秒`, en: `${tally.lengthsS[place]} s` },
      ],
    }));
  if (solution.kind === 'order')
    return inOrder(solution.right).map((tile, place) => ({
      ...cell(tile, true),
      says: [{ zh: `${place + 1}` }],
    }));
  if (tally.kind === 'direct')
    return tally.shots
      .toReversed()
      .map((shot) => signed(shot, votes(shot.votes), tally.best.includes(shot.id)));
  if (tally.kind === 'match') {
    const found = (shot: HallShot): number =>
      quality(subject.asked, solution, { shot: shot.shot }) ?? 0;
    return [
      { ...cell(tiles[0]!, true), says: [both('team')] },
      ...tally.best.map((shot) => signed(shot, both('points', found(shot)), false)),
    ];
  }
  if (subject.asked.kind === 'cause' && solution.kind === 'cause') {
    const right = subject.asked.choices.find(({ id }) => id === solution.right);
    return tiles.map((tile, place) => ({
      ...cell(tile, place === 1),
      says: place === 1 && right?.says ? [right.says] : [],
    }));
  }
  if (tally.kind === 'order') return [];
  const accepted = solution.kind === 'keep' ? [solution.right] : tally.shared;
  return tiles.map((tile) => ({
    ...cell(tile, accepted.includes(tile.id)),
    says: [...(tile.says ? [tile.says] : []), votes(tally.counts[tile.id] ?? 0)],
  }));
}

const cell = ({ shows }: Tile, isAccepted: boolean): PressCell => ({
  ...(shows && { shows }),
  says: [],
  isAccepted,
});

const signed = ({ seat, shot }: HallShot, fact: LocalText, isAccepted: boolean): PressCell => ({
  shot,
  says: [crewOf(seat).name, fact],
  isAccepted,
});
