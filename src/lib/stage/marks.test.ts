import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder, layMarks } from './marks.ts';

const rooms = fc.record({
  width: fc.integer({ min: 100, max: 170 }),
  height: fc.integer({ min: 12, max: 60 }),
});

describe('marks of the crew', () => {
  it('fit their room, however many there are', () => {
    fc.assert(
      fc.property(rooms, fc.nat(2_000), (room, count) => {
        const { size, columns, shown } = layMarks(count, room);
        const rows = Math.ceil(Math.max(shown, 1) / columns);
        expect(rows * (size + 1) - 1).toBeLessThanOrEqual(room.height);
        expect(shown).toBeLessThanOrEqual(count);
      }),
    );
  });

  it('all show up to a hall of a hundred and fifty on half of the wall, and a few have their names', () => {
    expect(layMarks(150, { width: 170, height: 70 }).shown).toBe(150);
    expect(layMarks(2, { width: 170, height: 13 }).hasNames).toBe(true);
    expect(layMarks(40, { width: 170, height: 13 }).hasNames).toBe(false);
  });

  it('are smaller, never larger, when more join', () => {
    fc.assert(
      fc.property(rooms, fc.nat(400), (room, count) => {
        const [few, more] = [layMarks(count, room), layMarks(count + 1, room)];
        if (few.hasNames === more.hasNames) expect(more.size).toBeLessThanOrEqual(few.size);
      }),
    );
  });

  it('stand in the order in which they came, each once', () => {
    expect(inOrder([3, 1], [1, 7], [3])).toEqual([3, 1, 7]);
  });
});
