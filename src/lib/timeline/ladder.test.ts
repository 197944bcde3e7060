import { describe, expect, it } from 'vitest';
import type { Picture, Rendition } from '#lib/openset/media.ts';
import { budgetBytes, Ladder } from './ladder.ts';

const rendition = (name: string, width: number, height: number): Rendition => ({
  sha256: name,
  type: 'image/webp',
  bytes: 1,
  width,
  height,
});
const pictures = (count: number): Picture[] =>
  Array.from({ length: count }, (_, at) => ({
    thumb: rendition(`${at}/thumb`, 640, 360),
    proxy: rendition(`${at}/proxy`, 1280, 720),
    full: rendition(`${at}/full`, 3840, 2160),
  }));

/** Decodes into objects that know their size and whether they were closed. */
function makeLadder(count: number) {
  const open = new Set<string>();
  const order: string[] = [];
  const ladder = new Ladder(pictures(count), {
    async decode({ sha256, width, height }, maxWidth) {
      await Promise.resolve();
      order.push(sha256);
      open.add(sha256);
      const scale = Math.min(1, maxWidth / width);
      return {
        width: width * scale,
        height: height * scale,
        close: () => open.delete(sha256),
      } as ImageBitmap;
    },
    onChange: () => undefined,
  });
  return { ladder, open, order };
}
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5000; turn += 1) await Promise.resolve();
};

describe('the ladder of pictures', () => {
  it('brings the small picture under the finger first, the full one at rest', async () => {
    const { ladder, order } = makeLadder(9);
    ladder.focus([4], false, 1920);
    await settle();
    expect(order[0]).toBe('4/thumb');
    expect(ladder.best(4)?.rung).toBe('proxy');
    ladder.focus([4], true, 1920);
    await settle();
    expect(ladder.best(4)?.rung).toBe('full');
    expect(ladder.best(8)?.rung).toBe('thumb');
  });

  it('gives the same object as long as a picture is held, so that nothing is drawn twice', async () => {
    const { ladder } = makeLadder(9);
    ladder.focus([4], false, 1920);
    await settle();
    const shown = ladder.best(4);
    ladder.focus([5], false, 1920);
    await settle();
    ladder.focus([4], false, 1920);
    expect(shown?.rung).toBe('proxy');
    expect(ladder.best(4)?.rung).toBe('thumb');
    const small = ladder.best(4);
    ladder.focus([3], false, 1920);
    await settle();
    expect(ladder.best(4)).toBe(small);
  });

  it('stays within its budget however long the walk is, and closes what it lets go', async () => {
    const { ladder, open } = makeLadder(400);
    for (let at = 0; at < 400; at += 23) {
      ladder.focus([at, Math.max(0, at - 1)], true, 3840);
      await settle();
      expect(ladder.bytes).toBeLessThanOrEqual(budgetBytes);
      expect(ladder.best(at)).not.toBeNull();
    }
    ladder.close();
    expect(open.size).toBe(0);
    expect(ladder.bytes).toBe(0);
  });

  it('never decodes a picture larger than the board', async () => {
    const { ladder } = makeLadder(1);
    ladder.focus([0], true, 1600);
    await settle();
    expect(ladder.best(0)?.bitmap.width).toBe(1600);
  });
});
