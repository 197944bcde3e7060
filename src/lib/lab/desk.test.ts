import { describe, expect, it } from 'vitest';
import { choices } from '#lib/previs/shot/arbitrary.ts';
import { moves } from '#lib/previs/shot/moves.ts';
import { plainShot } from '#lib/previs/shot/shot-description.ts';
import { departments, fieldNames, fields } from '#lib/previs/shot/vocabulary.ts';
import { areTogether, deskOf, isLaid, joinOrPart, lay, mostCards, turnOrder } from './desk.ts';

const desk = deskOf(choices);
const plain = plainShot(choices);
const panel = (id: string) => desk.find((one) => one.id === id)!;
const move = (id: string) => {
  const from = desk.find(
    ({ of, cards }) => of.kind === 'moves' && cards.some((card) => card.id === id),
  )!;
  return [from, from.cards.find((card) => card.id === id)!] as const;
};
const withMoves = (...ids: string[]) =>
  ids.reduce((shot, id) => lay(...move(id), shot) ?? shot, plain);

describe('the desk', () => {
  it('holds every field, choice and command in panels of at most seven cards', () => {
    for (const { cards, id } of desk) expect(cards.length, id).toBeLessThanOrEqual(mostCards);
    const ids = desk.map(({ id }) => id);
    for (const name of fieldNames) expect(ids).toContain(name);
    for (const { id } of choices) expect(ids).toContain(`scene-${id}`);
    const laid = desk.filter(({ of }) => of.kind === 'moves').flatMap(({ cards }) => cards);
    expect(laid.map(({ id }) => id).toSorted()).toEqual(moves.map(({ id }) => id).toSorted());
    expect(new Set(desk.map(({ department }) => department))).toEqual(new Set(departments));
  });

  it('keeps departments together', () => {
    const order = desk.map(({ department }) => departments.indexOf(department));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('lays every card so that it shows as laid', () => {
    for (const one of desk)
      for (const card of one.cards) {
        const shot = lay(one, card, plain)!;
        expect(isLaid(one, card, shot), `${one.id}/${card.id}`).toBe(true);
      }
    expect(fields.size.terms).toHaveLength(8);
    expect(panel('size').cards).toHaveLength(7);
  });

  it('runs moves in turn, at once, in another order, and takes them away', () => {
    const two = withMoves('push in', 'pan left');
    expect(two.moves).toEqual([['push in'], ['pan left']]);
    expect(turnOrder(two).moves).toEqual([['pan left'], ['push in']]);
    const both = joinOrPart(two);
    expect(both.moves).toEqual([['push in', 'pan left']]);
    expect(areTogether(both)).toBe(true);
    expect(joinOrPart(both).moves).toEqual(two.moves);
    expect(lay(...move('push in'), two)!.moves).toEqual([['pan left']]);
    expect(lay(...move('tilt up'), both)!.moves).toEqual([['push in', 'pan left', 'tilt up']]);
  });

  it('bears three moves, and none beside a camera that stands still', () => {
    expect(lay(...move('shake'), withMoves('push in', 'pan left', 'tilt up'))).toBeNull();
    expect(withMoves('push in', 'static shot').moves).toEqual([['static shot']]);
    expect(withMoves('static shot', 'zoom in').moves).toEqual([['zoom in']]);
  });
});
