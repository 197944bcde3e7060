import { describe, expect, it } from 'vitest';
import { edges, mainLine, nearestAncestor, walk } from './graph.ts';

const versions = [
  { id: 'v001', takes: [{ id: 't01' }] },
  { id: 'v002', takes: [] },
  { id: 'v003', takes: [{ id: 't01' }, { id: 't02' }] },
  {
    id: 'v004',
    takes: [{ id: 't01' }],
    derivedFrom: [{ from: 'v002', relationship: 'parentOf' as const }],
  },
  { id: 'v005', takes: [{ id: 't01' }] },
];

describe('the version graph', () => {
  it('lets a version follow the one before it unless it says otherwise', () => {
    expect(edges(versions).map((list) => list.map(({ from }) => from))).toEqual([
      [],
      ['v001'],
      ['v002'],
      ['v002'],
      ['v004'],
    ]);
  });

  it('calls the line to the accepted take the main line', () => {
    expect([...mainLine(versions, 'v005.t01')].sort()).toEqual(['v001', 'v002', 'v004', 'v005']);
  });

  it('ends on a graph that runs in circles', () => {
    const circle = [
      { id: 'v001', takes: [], derivedFrom: [{ from: 'v001', relationship: 'parentOf' as const }] },
    ];
    expect([...mainLine(circle)]).toEqual(['v001']);
    expect(nearestAncestor(circle, 0, () => true)).toBeNull();
  });

  it('stops at every take, and at versions that have none', () => {
    expect(walk(versions)).toHaveLength(6);
    expect(walk(versions)[1]).toEqual({ version: 1, take: null });
  });

  it('finds the nearest ancestor that fits', () => {
    expect(nearestAncestor(versions, 4, (place) => versions[place]!.takes.length === 0)).toBe(1);
  });
});
