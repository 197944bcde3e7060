import { describe, expect, it } from 'vitest';
import { languages } from '#lib/openset/text.ts';
import { tell, type Problem, type ProblemId } from './problems.ts';

/** One of each: the compiler refuses this table when a problem is missing. */
const every: { [Id in ProblemId]: Problem & { id: Id } } = {
  'never-heard': { id: 'never-heard' },
  insecure: { id: 'insecure' },
  'not-kept': { id: 'not-kept' },
  'old-app': { id: 'old-app' },
  'may-be-cleared': { id: 'may-be-cleared' },
  'no-restart': { id: 'no-restart' },
  'may-sleep': { id: 'may-sleep' },
  'nothing-to-show': { id: 'nothing-to-show' },
  waiting: { id: 'waiting' },
  looking: { id: 'looking' },
  'proof-old': { id: 'proof-old' },
  paused: { id: 'paused' },
  'refused-altered': { id: 'refused-altered' },
  'refused-unknown-key': { id: 'refused-unknown-key' },
  'refused-malformed': { id: 'refused-malformed' },
  'no-storage': { id: 'no-storage' },
  'storage-failed': { id: 'storage-failed' },
  'worker-failed': { id: 'worker-failed' },
  silent: { id: 'silent', minutes: 1440 },
  'clock-off': { id: 'clock-off', minutes: 1440 },
  damaged: { id: 'damaged', minutes: 3 },
  proving: { id: 'proving', minutes: 12 },
  fetching: { id: 'fetching', minutes: 80, leftBytes: 123.4e9 },
  'no-room': { id: 'no-room', shortBytes: 123.4e9 },
  'nearly-full': { id: 'nearly-full', shortBytes: 99e6 },
  'cannot-play': { id: 'cannot-play', kind: 'video/mp4' },
  unplugged: { id: 'unplugged', percent: 100 },
  charging: { id: 'charging', percent: 18 },
  unsent: { id: 'unsent', count: 12_345 },
};

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
  it.each(Object.values(every))('$id: number, what, one action, minutes, and if not', (problem) => {
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
  });
});
