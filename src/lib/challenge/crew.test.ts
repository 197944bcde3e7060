import { describe, expect, it } from 'vitest';
import { colours, crewOf, roles } from './crew.ts';

describe('crew roles', () => {
  const seats = Array.from({ length: 1_000 }, (_, place) => place + 1);

  it('differ for the first 144 seats in role or colour, and for all in name', () => {
    const seen = seats.slice(0, 144).map((seat) => `${crewOf(seat).role} ${crewOf(seat).hex}`);
    expect(new Set(seen).size).toBe(144);
    for (const language of ['zh', 'en'] as const)
      expect(new Set(seats.map((seat) => crewOf(seat).name[language])).size).toBe(seats.length);
  });

  it('of neighbours differ in both', () => {
    for (const seat of seats.slice(0, 143)) {
      expect(crewOf(seat).role).not.toBe(crewOf(seat + 1).role);
      expect(crewOf(seat).hex).not.toBe(crewOf(seat + 1).hex);
    }
  });

  it('carry white or black words that can be read (4.5:1), and no colour twice', () => {
    const light = (hex: string): number => {
      const [r, g, b] = [1, 3, 5]
        .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    for (const { hex, en } of colours) {
      const best = Math.max(1.05 / (light(hex) + 0.05), (light(hex) + 0.05) / 0.05);
      expect(best, en).toBeGreaterThanOrEqual(4.5);
    }
    expect(new Set(colours.map(({ hex }) => hex)).size).toBe(colours.length);
    expect(new Set(roles.map(({ zh }) => zh)).size).toBe(roles.length);
  });
});
