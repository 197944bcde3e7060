import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReleaseTake, ReleaseVersion } from '#lib/openset/document.ts';
import {
  cardsOf,
  firstStops,
  partner,
  pictureAt,
  prepare,
  snapWipe,
  stand,
  start,
} from './player.ts';

const rendition = {
  sha256: '0'.repeat(64),
  type: 'image/webp' as const,
  bytes: 1,
  width: 16,
  height: 9,
};
const take = (id: string): ReleaseTake => ({
  id,
  state: 'candidate',
  picture: { thumb: rendition, proxy: rendition, full: rendition },
  highlights: [],
  facts: [],
  provenance: [],
});
const version = (id: string, takes: number): ReleaseVersion => ({
  id,
  stage: 'generation',
  title: { en: id },
  derivedFrom: [],
  takes: Array.from({ length: takes }, (_, number) => take(`t0${number + 1}`)),
  notes: [],
});

describe('walking a shot', () => {
  const walk = prepare([version('v001', 1), version('v002', 0), version('v003', 2)]);

  it('stands at every take, and at a version that has no picture yet', () => {
    expect(walk.stops).toHaveLength(4);
    expect(firstStops(walk)).toEqual([0, 1, 2]);
  });

  it('keeps showing the last picture where a version has none', () => {
    expect([0, 1, 2, 3].map((at) => pictureAt(walk, at))).toEqual([0, 0, 2, 3]);
  });

  it('compares with the picture before, or with the stop that was chosen', () => {
    expect(partner(walk, { ...start, at: 0 })).toBeNull();
    expect(partner(walk, { ...start, at: 2 })).toBe(0);
    expect(partner(walk, { ...start, at: 3, against: 0 })).toBe(0);
  });

  it('never leaves the walk, and a step ends the comparison', () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (at) => {
        const position = stand(walk, { ...start, at: 1, mode: 'half', against: 0 }, at);
        expect(walk.stops[position.at]).toBeDefined();
        if (position.at !== 1) expect(position).toMatchObject({ mode: 'after', against: null });
      }),
    );
  });

  it('draws the wipe to its ends and its middle', () => {
    expect([-9, 3.9, 4.1, 47, 54.5, 97, 140].map(snapWipe)).toEqual([
      0, 0, 4.1, 50, 54.5, 100, 100,
    ]);
  });
});

describe('folding', () => {
  const ids = Array.from({ length: 12 }, (_, at) => `v${String(at + 1).padStart(3, '0')}`);
  /** Versions 4 to 7 led nowhere: 8 goes on from 3. */
  const long = ids.map((id, at) => ({
    ...version(id, 1),
    derivedFrom:
      at === 0 ? [] : [{ from: ids[at === 7 ? 2 : at - 1]!, relationship: 'parentOf' as const }],
  }));
  const walk = prepare(long, 'v012.t01');

  it('puts tries in a row that led nowhere on one card', () => {
    const cards = cardsOf(walk, 0, new Set());
    expect(cards).toContainEqual([3, 4, 5, 6]);
    expect(cards).toHaveLength(9);
    expect(cards.flat()).toEqual(ids.map((_, at) => at));
  });

  it('opens the card when it is touched, and when one of its versions is shown', () => {
    expect(cardsOf(walk, 0, new Set([3]))).toHaveLength(12);
    expect(cardsOf(walk, 5, new Set())).toHaveLength(12);
  });

  it('leaves a short history as it is', () => {
    const short = prepare(long.slice(0, 7), 'v003.t01');
    expect(cardsOf(short, 0, new Set())).toHaveLength(7);
  });
});
