import { describe, expect, it } from 'vitest';
import { hashPin, isPin } from './pin.ts';

describe('a PIN', () => {
  it('is known by its hash, which is another each time', async () => {
    const [one, two] = [await hashPin('2468'), await hashPin('2468')];
    expect(one.hash).not.toBe(two.hash);
    expect(await isPin('2468', one)).toBe(true);
    expect(await isPin('2469', one)).toBe(false);
    expect(await isPin('', one)).toBe(false);
  });
});
