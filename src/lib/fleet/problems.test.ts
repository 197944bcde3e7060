import { describe, expect, it } from 'vitest';
import { languages } from '#lib/openset/text.ts';
import { examples, tell } from './problems.ts';

const banned = {
  en: /\b(please|sorry|oops|error|failed to|invalid|cache|service worker|quota|unknown)\b/i,
  zh: /请|抱歉|错误|失败|缓存|配额|服务/,
};
const sentences = (text: string): string[] => text.split(/(?<=[.!?])\s+|(?<=。)/).filter(Boolean);
const length = {
  en: (sentence: string) => sentence.split(/\s+/).length,
  zh: (sentence: string) => [...sentence].length,
};
const longest = { en: 20, zh: 30 };

describe.each(languages)('every problem in %s (98, 4.3)', (language) => {
  it.each(Object.values(examples))(
    '$id: number, what, one action, minutes, and if not',
    (problem) => {
      const told = tell(problem, 288, language);
      expect(told.what).toContain('288');
      expect(told.minutes).toBeGreaterThanOrEqual(1);
      for (const text of [told.what, told.action, told.ifNot]) {
        expect(text).not.toMatch(banned[language]);
        expect(text).toMatch(/[.。]$/);
        for (const sentence of sentences(text))
          expect(length[language](sentence), sentence).toBeLessThanOrEqual(longest[language]);
      }
      expect(sentences(told.what)).toHaveLength(1);
      expect(tell(problem, null, language).what).not.toContain('null');
    },
  );
});
