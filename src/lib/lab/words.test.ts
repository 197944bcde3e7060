import { describe, expect, it } from 'vitest';
import { refusalWords, words } from './words.ts';

describe('the lab’s words', () => {
  it.each(Object.entries({ ...words, ...refusalWords }))(
    '%s stands in both languages',
    (_, { zh, en }) => {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/[A-Za-z]/);
      expect(en).not.toMatch(/\b(click|next|oops|error|invalid)\b/i);
    },
  );
});
