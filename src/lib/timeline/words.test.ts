import { describe, expect, it } from 'vitest';
import { basisWords, stageWords, stateWords, verdictWords, words } from './words.ts';

const all = { ...words, ...stageWords, ...stateWords, ...verdictWords, ...basisWords };

describe('the timeline’s words', () => {
  it.each(Object.entries(all))('%s stands in both languages', (_, { zh, en }) => {
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(en).toMatch(/[A-Za-z]/);
    expect(en).not.toMatch(/\b(click|next|oops|error|invalid)\b/i);
  });
});
