import { expect, it } from 'vitest';
import { kindWords, words } from './words.ts';

it.each(Object.entries({ ...words, ...kindWords }))('%s is said in both languages', (_, text) => {
  expect(text.zh).toMatch(/\p{Script=Han}/u);
  expect(text.en).toMatch(/[a-z]/i);
});
