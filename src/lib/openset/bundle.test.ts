import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packOffsets, readBundleHead, writeBundleHead } from './bundle.ts';
import type { Manifest } from './manifest.ts';

const reader = (file: Uint8Array) => async (offset: number, length: number) =>
  new Uint8Array(file.slice(offset, offset + length));
const bytes = (text: string) => new TextEncoder().encode(text);

describe('a bundle', () => {
  it('gives back what was signed, and where the packs begin', async () => {
    const head = writeBundleHead(bytes('{"manifest":1}'), bytes('{"signature":2}'));
    const read = await readBundleHead(reader(head));
    expect(new TextDecoder().decode(read?.manifest)).toBe('{"manifest":1}');
    expect(read).toMatchObject({ signature: '{"signature":2}', bytes: head.length });
    const packs = [{ bytes: 10 }, { bytes: 5 }, { bytes: 1 }];
    expect(packOffsets({ packs } as Manifest, 100)).toEqual([100, 110, 115]);
  });

  it('that is cut short anywhere in its head is none', async () => {
    const head = writeBundleHead(bytes('manifest'), bytes('signature'));
    for (let length = 0; length < head.length; length += 1)
      expect(await readBundleHead(reader(head.slice(0, length)))).toBeNull();
  });

  it('is never believed about lengths, nor read beyond them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 8, maxLength: 8 }), async (lengths) => {
        const file = writeBundleHead(bytes('manifest'), bytes('signature'));
        file.set(lengths, 8);
        let asked = 0;
        const head = await readBundleHead(async (offset, length) => {
          asked = Math.max(asked, length);
          return reader(file)(offset, length);
        });
        expect(asked).toBeLessThanOrEqual(128 * 2 ** 20);
        if (head) expect(head.bytes).toBeLessThanOrEqual(file.length);
      }),
    );
  });
});
