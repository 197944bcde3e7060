// What a set's files weigh on a tablet: bytes to fetch, textures to hold, a model's triangles.
import path from 'node:path';
import * as v from 'valibot';
import { inspect } from '#lib/intake/inspect.ts';
import type { Source } from '#lib/intake/source.ts';
import { setBudget, type FilmSet } from '#lib/openset/set.ts';
import { withFile } from './file-source.ts';
import type { Problem } from './problem.ts';
import type { YamlFile } from './yaml-file.ts';

/** RGBA, and a third more for the smaller copies that a graphics card keeps. */
const bytesPerPixel = (4 * 4) / 3;

/** Warnings where plates and models together are too heavy. Files that cannot be read count nothing. */
export async function weighSet(dir: string, file: YamlFile<FilmSet>): Promise<Problem[]> {
  const set = file.draft;
  if (!set) return [];
  const of = (parts: { media: string }[]): string[] => [
    ...new Set(parts.map(({ media }) => media)),
  ];
  const plates = await Promise.all(of(set.cards).map((media) => weigh(dir, media, pixelsOf)));
  const models = await Promise.all(of(set.models).map((media) => weigh(dir, media, glbTriangles)));
  const bytes = [...plates, ...models].reduce((sum, one) => sum + one.bytes, 0);
  const textureMB = (plates.reduce((sum, { amount }) => sum + amount, 0) * bytesPerPixel) / 1e6;
  const triangles = models.reduce((sum, { amount }) => sum + amount, 0);
  const warn = (part: 'cards' | 'models', what: string, fix: string): Problem =>
    file.at([part], { severity: 'warning', what, fix });
  return [
    ...(bytes > setBudget.bytes
      ? [
          warn(
            plates.length > 0 ? 'cards' : 'models',
            `the set’s files have ${inMB(bytes)} MB, and ${inMB(setBudget.bytes)} MB open quickly`,
            'Save plates as WebP, and models with fewer or smaller textures.',
          ),
        ]
      : []),
    ...(textureMB > setBudget.textureMB
      ? [
          warn(
            'cards',
            `the plates take ${textureMB.toFixed(0)} MB of a graphics card, and tablets have ${setBudget.textureMB} MB to spare`,
            'Make them smaller: a plate needs no more pixels than it fills on the screen.',
          ),
        ]
      : []),
    ...(triangles > setBudget.triangles
      ? [
          warn(
            'models',
            `the models have ${triangles.toLocaleString('en')} triangles, and tablets draw ${setBudget.triangles.toLocaleString('en')} well`,
            'Reduce them in the program that made them.',
          ),
        ]
      : []),
  ];
}

const inMB = (bytes: number): string => (bytes / 1e6).toFixed(1);

async function weigh(
  dir: string,
  media: string,
  measure: (source: Source) => Promise<number>,
): Promise<{ bytes: number; amount: number }> {
  try {
    return await withFile(path.join(dir, media), async (source) => ({
      bytes: source.size,
      amount: await measure(source),
    }));
  } catch {
    // What is wrong with the file is said where it is named.
    return { bytes: 0, amount: 0 };
  }
}

/** Other kinds are refused where they are named. */
const onCards: readonly string[] = ['png', 'jpeg', 'webp'];

async function pixelsOf(source: Source): Promise<number> {
  const { kind, width, height } = await inspect(source);
  return kind !== null && onCards.includes(kind) ? (width ?? 0) * (height ?? 0) : 0;
}

const gltf = v.object({
  accessors: v.optional(v.array(v.object({ count: v.number() })), []),
  meshes: v.optional(
    v.array(
      v.object({
        primitives: v.array(
          v.object({
            indices: v.optional(v.number()),
            attributes: v.object({ POSITION: v.number() }),
            mode: v.optional(v.number(), 4),
          }),
        ),
      }),
    ),
    [],
  ),
});

/** Longest JSON of a model that is read; larger ones are refused by their bytes anyway. */
const mostJson = 16_000_000;

/** Triangles of a binary glTF 2.0 (§4.4: a header of 12 bytes, then the JSON chunk), each mesh once. */
export async function glbTriangles(source: Source): Promise<number> {
  const head = await source.read(0, 20);
  const length = new DataView(head.buffer, head.byteOffset).getUint32(12, true);
  if (length > mostJson) return 0;
  const text = new TextDecoder().decode(await source.read(20, length));
  const { accessors, meshes } = v.parse(gltf, JSON.parse(text));
  return meshes
    .flatMap(({ primitives }) => primitives)
    .filter(({ mode }) => mode === 4)
    .reduce((sum, { indices, attributes }) => {
      const count = accessors[indices ?? attributes.POSITION]?.count ?? 0;
      return sum + Math.floor(count / 3);
    }, 0);
}
