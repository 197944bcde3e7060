import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findInIndex, readIndex, rowBytes, writeIndex, type Entry } from './media-index.ts';

const entry = fc.record({
  hash: fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((bytes) => Buffer.from(bytes).toString('hex')),
  pack: fc.integer({ min: 0, max: 0xffff }),
  offset: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
  length: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  type: fc.constantFrom('image/webp' as const, 'video/mp4' as const, 'application/json' as const),
});

const reader = (table: Uint8Array) => {
  let reads = 0;
  return {
    read: async (offset: number, length: number) => {
      reads += 1;
      return table.slice(offset, offset + length);
    },
    reads: () => reads,
  };
};

describe('the media index', () => {
  it('finds every entry it was written from, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 300 }), entry, async (entries, stranger) => {
        const table = writeIndex(entries);
        const { read } = reader(table);
        const last = new Map<string, Entry>(entries.map((one) => [one.hash, one]));
        for (const one of last.values())
          expect(await findInIndex(read, table.length, one.hash)).toEqual(one);
        if (!last.has(stranger.hash))
          expect(await findInIndex(read, table.length, stranger.hash)).toBeNull();
      }),
      { numRuns: 40 },
    );
  });

  it('keeps rows sorted, whatever the order of entries', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 50 }), (entries) => {
        const hashes = readIndex(writeIndex(entries)).map((row) => row.hash);
        expect(hashes).toEqual([...hashes].sort());
      }),
    );
  });

  it('needs few reads in a table of 100,000 rows', async () => {
    const table = new Uint8Array(100_000 * rowBytes);
    const hashes = Array.from({ length: 100_000 }, () =>
      crypto.getRandomValues(new Uint8Array(32)),
    );
    hashes.sort(Buffer.compare);
    hashes.forEach((hash, row) => table.set(hash, row * rowBytes));
    const source = reader(table);
    for (let row = 0; row < 100_000; row += 1000)
      expect(
        await findInIndex(source.read, table.length, Buffer.from(hashes[row]!).toString('hex')),
      ).not.toBeNull();
    expect(source.reads() / 100).toBeLessThan(12);
  });

  it('ends on a table that is shorter than it claims', async () => {
    const { read } = reader(new Uint8Array(rowBytes * 3));
    expect(await findInIndex(read, rowBytes * 500, 'ff'.repeat(32))).toBeNull();
  });
});
