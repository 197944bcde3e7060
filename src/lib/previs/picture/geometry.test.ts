// What of the picture can be built without a graphics card: geometry.
import * as THREE from 'three';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { piece as pieceSchema, type Piece, type ReleaseSet } from '#lib/openset/set.ts';
import { trianglesOf } from '#lib/openset/set-weight.ts';
import { randomFrom } from '../shot/random.ts';
import { plainShot } from '../shot/shot-description.ts';
import { newAir } from './air.ts';
import { dress } from './dress.ts';
import { shapeOf } from './shapes.ts';

type Shape = Exclude<Piece, { kind: 'group' }>;

const written: object[] = [
  { kind: 'box', size: [1, 2, 3] },
  { kind: 'sphere', radius: 0.4 },
  { kind: 'sphere', radius: 0.4, squash: [1, 0.2, 2] },
  { kind: 'cylinder', radius: 0.3, height: 2 },
  { kind: 'cylinder', radius: 0.3, height: 2, sides: 3 },
  { kind: 'cylinder', radius: 0.3, top: 0.1, height: 2, sides: 64 },
  { kind: 'cylinder', radius: 0.3, top: 0, height: 2 },
  { kind: 'ring', radius: 2, tube: 0.1 },
  { kind: 'ring', radius: 2, tube: 0.1, arcDeg: -90 },
  { kind: 'bowl', radius: 3 },
  { kind: 'bowl', radius: 3, openDeg: 120 },
  { kind: 'plane', size: [40, 20] },
  { kind: 'rock', radius: 0.5 },
  { kind: 'rock', radius: 300, dent: 1, squash: [1, 0.5, 1] },
  { kind: 'cloth', size: [1, 2] },
  { kind: 'cloth', size: [1, 2], wave: 0 },
  { kind: 'rope', to: [4, 0, -3] },
  { kind: 'rope', to: [0, -5, 0], sag: 0 },
  { kind: 'gable', size: [6, 2, 5] },
  { kind: 'hip', size: [6, 2, 5] },
  { kind: 'hip', size: [3, 2, 5], lift: 0 },
  { kind: 'tree', height: 6, crown: 1.5 },
  { kind: 'tree', height: 6, crown: 1.5, growth: 'pine' },
  { kind: 'tree', height: 6, crown: 1.5, growth: 'bare' },
  { kind: 'ridge', length: 400, height: 60 },
  { kind: 'ridge', length: 400, height: 60, steps: 1, rough: 1 },
  { kind: 'ridge', length: 400, height: 60, steps: 12, skyline: true },
  { kind: 'water', size: [100, 50] },
  { kind: 'water', size: [100, 50], wave: 0 },
];
const shapes = written.map((one) => v.parse(pieceSchema, one) as Shape);
const named = shapes.map((shape, at): [string, Shape] => [JSON.stringify(written[at]), shape]);

const build = (shape: Shape, seed: number): THREE.BufferGeometry =>
  shapeOf(shape, randomFrom(seed));
const points = (geometry: THREE.BufferGeometry) =>
  geometry.getAttribute('position').array as Float32Array;

describe('shapes', () => {
  it('there is an example of every kind', () => {
    const kinds = pieceSchema.options.map(({ entries }) => entries.kind.literal);
    expect(new Set([...shapes.map(({ kind }) => kind), 'group'])).toEqual(new Set(kinds));
  });

  it.each(named)(
    '%s has corners that are somewhere, and as many as it is said to weigh',
    (_, shape) => {
      for (const seed of [1, 7, 20261121]) {
        const geometry = build(shape, seed);
        expect(geometry.index).toBeNull();
        const at = points(geometry);
        expect(at.length).toBeGreaterThan(0);
        expect(at.every(Number.isFinite)).toBe(true);
        expect(at.length / 9).toBe(
          trianglesOf({ pieces: [shape], groups: {}, characters: [], cards: [] }),
        );
        geometry.computeVertexNormals();
        const normals = geometry.getAttribute('normal').array as Float32Array;
        expect(normals.every(Number.isFinite)).toBe(true);
      }
    },
  );

  it.each(named)('%s is the same for the same seed', (_, shape) => {
    expect(points(build(shape, 5))).toEqual(points(build(shape, 5)));
  });

  it('what is shaped by chance differs from seed to seed', () => {
    for (const kind of ['rock', 'tree', 'ridge', 'water', 'cloth'] as const) {
      const shape = shapes.find((one) => one.kind === kind)!;
      expect(points(build(shape, 1)), kind).not.toEqual(points(build(shape, 2)));
    }
  });

  it('boxes, roofs and trees stand on their place, and cloth hangs from it', () => {
    const heights = (shape: Shape): [number, number] => {
      const geometry = build(shape, 3);
      geometry.computeBoundingBox();
      return [geometry.boundingBox!.min.y, geometry.boundingBox!.max.y];
    };
    for (const shape of shapes) {
      const [low, high] = heights(shape);
      if (['box', 'cylinder', 'gable', 'hip', 'ridge'].includes(shape.kind))
        expect(low, shape.kind).toBeCloseTo(0);
      if (shape.kind === 'bowl') expect(low).toBeCloseTo(0);
      if (shape.kind === 'plane')
        expect([low, high]).toEqual([expect.closeTo(0), expect.closeTo(0)]);
      if (shape.kind === 'cloth') expect(high).toBeCloseTo(0);
      if (shape.kind === 'tree') {
        expect(low).toBeGreaterThan(-0.5);
        expect(high).toBeGreaterThan(shape.height * 0.7);
      }
    }
  });
});

describe('dressing', () => {
  const air = newAir();
  const shot = { ...plainShot([]), scene: { place: 'yard' } };

  function setOf(pieces: object[], groups: Record<string, object[]> = {}): ReleaseSet {
    const parse = (list: object[]): Piece[] => list.map((one) => v.parse(pieceSchema, one));
    return {
      pieces: parse(pieces),
      groups: Object.fromEntries(Object.entries(groups).map(([id, list]) => [id, parse(list)])),
      characters: [],
      cards: [],
    } as unknown as ReleaseSet;
  }
  const meshesOf = (set: ReleaseSet): THREE.Mesh[] =>
    dress(set, shot, air).children as THREE.Mesh[];
  const trianglesIn = (meshes: THREE.Mesh[]): number =>
    meshes.reduce((sum, { geometry }) => sum + points(geometry).length / 9, 0);

  it('builds what it weighs, copies and groups included, and nothing that is nowhere', () => {
    const set = setOf(
      [
        ...written,
        {
          kind: 'box',
          size: [1, 1, 1],
          copies: { count: 40, strew: [9, 0, 9], clearM: 2, seed: 3 },
        },
        { kind: 'group', group: 'house', copies: { count: 3, step: [4, 0, 0], scale: [0.5, 2] } },
        { kind: 'rock', radius: 1, copies: { count: 9, ringM: 6, turnDeg: 180, tiltDeg: 20 } },
      ],
      {
        house: [
          { kind: 'box', size: [2, 2, 2] },
          { kind: 'group', group: 'roof', at: [0, 2, 0] },
        ],
        roof: [{ kind: 'gable', size: [2, 1, 2], turnDeg: [0, 90, 0] }],
      },
    );
    const meshes = meshesOf(set);
    expect(trianglesIn(meshes)).toBe(trianglesOf(set));
    for (const { geometry } of meshes)
      for (const name of ['position', 'normal', 'color'])
        expect((geometry.getAttribute(name).array as Float32Array).every(Number.isFinite)).toBe(
          true,
        );
  });

  it('builds the same set twice to the same corners and colours', () => {
    const set = setOf([
      {
        kind: 'tree',
        height: 4,
        crown: 1,
        colour: ['#112233', '#445566'],
        copies: { count: 9, strew: [5, 0, 5], seed: 8 },
      },
      { kind: 'water', size: [10, 10] },
    ]);
    const [one, other] = [meshesOf(set), meshesOf(set)];
    for (const [at, { geometry }] of one.entries())
      for (const name of ['position', 'color'])
        expect(geometry.getAttribute(name).array).toEqual(
          other[at]!.geometry.getAttribute(name).array,
        );
  });

  it('shows what holds and hides the rest, one mesh for each finish and name', () => {
    const set = setOf([
      { kind: 'box', size: [1, 1, 1], when: { place: ['yard'] }, name: 'shed' },
      { kind: 'box', size: [1, 1, 1], when: { place: ['roof'] }, name: 'chimney' },
      { kind: 'box', size: [1, 1, 1], name: 'shed' },
      { kind: 'box', size: [1, 1, 1], finish: 'glow', name: 'shed' },
    ]);
    const meshes = meshesOf(set);
    expect(meshes.map(({ name }) => name)).toEqual(['shed', 'shed']);
    expect(trianglesIn(meshes)).toBe(36);
  });

  it('keeps its circle clear', () => {
    const set = setOf([
      {
        kind: 'box',
        size: [0.01, 0.01, 0.01],
        copies: { count: 200, strew: [6, 0, 6], clearM: 4 },
      },
    ]);
    const at = points(meshesOf(set)[0]!.geometry);
    for (let i = 0; i < at.length; i += 3)
      expect(Math.hypot(at[i]!, at[i + 2]!)).toBeGreaterThan(3.98);
  });

  it('ends where groups stand in each other without end', () => {
    const set = setOf([{ kind: 'group', group: 'a' }], {
      a: [
        { kind: 'box', size: [1, 1, 1] },
        { kind: 'group', group: 'a', at: [1, 0, 0] },
      ],
    });
    expect(trianglesIn(meshesOf(set))).toBeLessThan(200);
  });
});
