import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentRange, readRange } from './byte-range.ts';

describe('a Range header', () => {
  it.each([
    ['bytes=0-0', { first: 0, last: 0 }],
    ['bytes=10-19', { first: 10, last: 19 }],
    ['bytes=90-', { first: 90, last: 99 }],
    ['bytes=90-500', { first: 90, last: 99 }],
    ['bytes=-10', { first: 90, last: 99 }],
    ['bytes=-500', { first: 0, last: 99 }],
  ])('%s asks for one part of 100 bytes', (header, range) => {
    expect(readRange(header, 100)).toEqual(range);
  });

  it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0'])('%s cannot be answered', (header) => {
    expect(readRange(header, 100)).toBe('unsatisfiable');
  });

  it.each([null, undefined, '', 'bytes=', 'bytes=-', 'bytes=5-2', 'bytes=0-1,5-6', 'lines=1-2'])(
    '%s is answered whole',
    (header) => {
      expect(readRange(header, 100)).toBeNull();
    },
  );

  it('of an empty file cannot be answered', () => {
    expect(readRange('bytes=0-', 0)).toBe('unsatisfiable');
    expect(readRange('bytes=-5', 0)).toBe('unsatisfiable');
  });

  it('never reaches outside the file', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (from, to, length) => {
        const range = readRange(`bytes=${from}-${to}`, length);
        if (range === null || range === 'unsatisfiable') return;
        expect(range.first).toBeLessThanOrEqual(range.last);
        expect(range.last).toBeLessThan(length);
      }),
    );
  });

  it('is told back as Content-Range', () => {
    expect(contentRange({ first: 3, last: 7 }, 10)).toBe('bytes 3-7/10');
    expect(contentRange(null, 10)).toBe('bytes */10');
  });
});
