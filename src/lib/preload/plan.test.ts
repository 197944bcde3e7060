import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunkBytes, chunkCount, chunkRange, MiB } from '#lib/openset/chunk.ts';
import type { Manifest } from '#lib/openset/manifest.ts';
import { cost, isComplete, missingBytes, missingRanges, rangeBytes } from './plan.ts';
import { spaceFactor } from '#lib/openset/manifest.ts';

/** A pack of up to 80 chunks, of which some are verified and some begun. */
const pack = fc
  .record({
    bytes: fc.integer({ min: 1, max: 80 * MiB }),
    flags: fc.array(fc.boolean(), { minLength: 80, maxLength: 80 }),
    begun: fc.array(fc.tuple(fc.nat(79), fc.integer({ min: 1, max: 255 })), { maxLength: 5 }),
  })
  .map(({ bytes, flags, begun }) => {
    const verified = flags.slice(0, chunkCount(bytes));
    const pages = begun
      .map(([chunk, page]) => [chunk, page * 4096] as const)
      .filter(
        ([chunk, length]) => verified[chunk] === false && length < chunkRange(bytes, chunk).length,
      );
    return { bytes, held: { verified, begun: new Map(pages) } };
  });

test('ranges hold every missing byte once, in order, and none that is here', () => {
  fc.assert(
    fc.property(pack, ({ bytes, held }) => {
      const asked: string[] = [];
      for (const { offset, length } of missingRanges(bytes, held)) {
        expect(length).toBeGreaterThan(0);
        expect(length).toBeLessThanOrEqual(rangeBytes);
        const last = offset + length;
        for (let chunk = Math.floor(offset / chunkBytes); chunk * chunkBytes < last; chunk += 1) {
          const from = Math.max(offset, chunk * chunkBytes);
          asked.push(`${from}-${Math.min(last, (chunk + 1) * chunkBytes)}`);
        }
      }
      const wanted = held.verified.flatMap((isHere, chunk) => {
        if (isHere) return [];
        const { offset, length } = chunkRange(bytes, chunk);
        return [`${offset + (held.begun.get(chunk) ?? 0)}-${offset + length}`];
      });
      expect(asked).toEqual(wanted);
    }),
  );
});

test('a pack is complete only when nothing of it is missing', () => {
  fc.assert(
    fc.property(pack, ({ bytes, held }) => {
      expect(isComplete(bytes, held.verified)).toBe(missingBytes(bytes, held) === 0);
      expect(isComplete(bytes, held.verified.slice(1))).toBe(false);
    }),
  );
});

test('space that packs have set aside counts as theirs', () => {
  const manifest = {
    packs: [{ bytes: 10 * MiB }, { bytes: 5 * MiB }],
    films: [],
  } as unknown as Manifest;
  const nothing = cost(manifest, [null, null], { quotaBytes: 15 * MiB, usedBytes: 0 });
  expect(nothing).toMatchObject({ missingBytes: 15 * MiB, totalBytes: 15 * MiB });
  expect(nothing.shortBytes).toBe(Math.ceil(15 * MiB * spaceFactor) - 15 * MiB);
  const half = { verified: Array.from({ length: 10 }, (_, at) => at < 5), begun: new Map() };
  const begun = cost(manifest, [half, null], { quotaBytes: 20 * MiB, usedBytes: 10 * MiB });
  expect(begun).toMatchObject({ missingBytes: 10 * MiB, shortBytes: 0 });
});
