import { describe, expect, it } from 'vitest';
import { clock, words } from './words.ts';

describe('our own words', () => {
  it.each(Object.entries(words))('%s reads well in both languages', (_, { zh, en }) => {
    expect(zh).toMatch(/\p{Script=Han}|^\d/u);
    expect(en).toMatch(/[A-Za-z]/);
    expect(en).not.toMatch(/\b(click here|next|oops|sorry|error|please|invalid|cache)\b/i);
    expect(zh).not.toMatch(/点击这里|下一步|[\u4e00-\u9fff],|[\u4e00-\u9fff]\?/);
  });

  it('keeps the privacy note within 50 words', () => {
    expect(words.privacyText.en.split(/\s+/).length).toBeLessThanOrEqual(50);
  });

  it('writes lengths as minutes and seconds', () => {
    expect([clock(0), clock(59.6), clock(125)]).toEqual(['0:00', '1:00', '2:05']);
  });
});
