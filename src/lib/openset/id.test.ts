import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { mediaPath, slug, takeRef } from './id.ts';

describe('a media path', () => {
  it.each(['media/a.png', 'media/生成 3.png', 'a.webp'])('takes %s', (path) => {
    expect(v.is(mediaPath, path)).toBe(true);
  });

  it.each([
    '',
    '/etc/passwd',
    '../a.png',
    'media/../../a',
    'C:/a.png',
    'a\\b',
    '.hidden',
    'a//b',
    'a\0b',
  ])('refuses %j, which leaves the film’s folder or hides in it', (path) => {
    expect(v.is(mediaPath, path)).toBe(false);
  });
});

describe('names', () => {
  it('refuses a slug that could be a path', () => {
    expect(['bicycle-kids', 'sh010'].every((name) => v.is(slug, name))).toBe(true);
    expect(['..', 'a/b', 'A', ''].some((name) => v.is(slug, name))).toBe(false);
  });

  it('reads a take from outside its version as v003.t02', () => {
    expect(v.is(takeRef, 'v003.t02')).toBe(true);
    expect(v.is(takeRef, 'v003')).toBe(false);
  });
});
