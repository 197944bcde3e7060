import { describe, expect, it } from 'vitest';
import type { RoundView, StageState } from '#lib/challenge/live.ts';
import { planned, states } from '#lib/challenge/round.ts';
import { languages } from '#lib/openset/text.ts';
import { roles } from '#lib/challenge/crew.ts';
import { attractCards, boardLines, slidesFrom } from './attract.ts';
import { countdownOf } from './countdown.ts';
import { cuesBetween } from './cues.ts';
import { glyphs } from '#lib/challenge/crew-glyphs.ts';
import { columnsFor } from './pictures.ts';
import { beatsFor, placesOf } from './reveals.ts';
import { sceneOf } from './scene.ts';
import { both, votes, words, type Word } from './words.ts';
import { wrapText } from './wrap.ts';

const text = { zh: '一轮', en: 'A round' };
const result: NonNullable<RoundView['result']> = {
  tally: { kind: 'keep', counts: { a: 1 }, first: 'a', shared: ['a'] },
  solution: { kind: 'keep', right: 'a', why: text },
  standings: [
    [100, 2],
    [60, 1],
    [0, 4],
  ],
};
const view = (change: Partial<RoundView>): RoundView => ({
  ...planned({ id: crypto.randomUUID(), challenge: 'x', pace: 'calm', isRehearsal: false }, 60),
  kind: 'keep',
  title: text,
  brief: text,
  counts: { joined: 3, entered: 1, balloted: 0, unhurried: 0 },
  result: null,
  ballot: null,
  ...change,
});
const wall = (change: Partial<StageState>): StageState => ({
  epoch: 'e',
  revision: 1,
  nowMs: 0,
  round: null,
  change: null,
  board: [],
  crew: { joined: [], entered: [] },
  next: null,
  phones: null,
  tablets: { listening: 0, all: 0 },
  ...change,
});

describe('the scene', () => {
  it('follows the round’s state, and is between rounds without one', () => {
    const scenes = states.map((state) => sceneOf(view({ state, result })));
    expect(scenes).toEqual(['attract', 'open', 'running', 'closed', 'reveal', 'attract']);
    expect(sceneOf(null)).toBe('attract');
    for (const state of states) expect(sceneOf(view({ state, isVoid: true }))).toBe('attract');
  });

  it('never reveals without a result', () => {
    expect(sceneOf(view({ state: 'revealed' }))).toBe('closed');
  });
});

describe('between rounds', () => {
  it('tells what there is to tell, and nothing else', () => {
    expect(attractCards(null)).toEqual(['welcome']);
    expect(attractCards(wall({ next: { title: text, brief: text } }))).toEqual(['welcome', 'next']);
    expect(attractCards(wall({ board: [{ role: 1, points: 5, entries: 1 }] }))).toContain('board');
  });

  it('lets the film that the hall chose lead, from its time on', () => {
    const rendition = {
      sha256: '0'.repeat(64),
      type: 'image/webp',
      bytes: 1,
      width: 1,
      height: 1,
    } as const;
    const picture = { thumb: rendition, proxy: rendition, full: rendition };
    const slide = (film: string) => ({ film, shot: 's', title: text, picture, sample: true });
    const slides = [slide('a'), slide('b'), slide('c')];
    const change = { round: '', title: text, says: text, film: 'b', votes: 1, of: 1, at: '17:00' };
    const films = (nowMs: number) =>
      slidesFrom(slides, { ...change, atMs: 100 }, nowMs).map(({ film }) => film);
    expect(films(99)).toEqual(['a', 'b', 'c']);
    expect(films(100)).toEqual(['b', 'a', 'c']);
    expect(slidesFrom(slides, null, 100)).toEqual(slides);
  });

  it('shares places of the board on ties', () => {
    const line = (role: number, points: number) => ({ role, points, entries: 1 });
    const lines = boardLines([line(0, 50), line(1, 80), line(2, 80), line(3, 20)]);
    expect(lines.map(({ role, place }) => [role, place])).toEqual([
      [1, 1],
      [2, 1],
      [0, 3],
      [3, 4],
    ]);
  });
});

describe('a reveal', () => {
  it('leaves out standings where nobody has points', () => {
    expect(beatsFor(result)).toEqual(['hall', 'right', 'why', 'standings']);
    expect(beatsFor({ ...result, standings: [] })).not.toContain('standings');
  });

  it('names the best places only, shared on ties, and nobody as having nothing', () => {
    expect(placesOf(result.standings)).toEqual([
      { place: 1, points: 100, count: 2 },
      { place: 3, points: 60, count: 1 },
    ]);
  });
});

describe('sounds', () => {
  const heard = (change: Partial<RoundView>, nowMs = 0) => {
    const round = view({ id: '0', ...change });
    return { round, time: countdownOf(round, nowMs) };
  };
  const running = {
    state: 'running',
    begunAtMs: 3_000,
    startsAtMs: 3_000,
    closesAtMs: 63_000,
  } as const;

  it('are silent when the wall comes back into the middle of a round', () => {
    expect(cuesBetween(null, heard(running))).toEqual([]);
    expect(cuesBetween({ round: null, time: null }, heard(running))).toEqual([]);
  });

  it('tick in the lead and the last five seconds, and not before', () => {
    const between = (fromMs: number, toMs: number) =>
      cuesBetween(heard(running, fromMs), heard(running, toMs));
    expect(between(950, 1_050)).toEqual(['tick']);
    expect(between(2_950, 3_050)).toEqual(['start']);
    expect(between(53_950, 54_050)).toEqual([]);
    expect(between(58_950, 59_050)).toEqual(['tick']);
    expect(between(59_050, 59_150)).toEqual([]);
  });

  it('belong to what happened', () => {
    const counts = { joined: 4, entered: 1, balloted: 0, unhurried: 0 };
    expect(cuesBetween(heard({ state: 'open' }), heard({ state: 'open', counts }))).toEqual([
      'join',
    ]);
    const more = { ...counts, entered: 2 };
    expect(cuesBetween(heard(running, 9_000), heard({ ...running, counts: more }, 9_000))).toEqual([
      'landed',
    ]);
    expect(cuesBetween(heard(running, 9_000), heard({ state: 'closed' }))).toEqual(['gong']);
    expect(cuesBetween(heard({ state: 'closed' }), heard({ state: 'revealed', result }))).toEqual([
      'reveal',
      'applause',
    ]);
  });
});

describe('pictures', () => {
  it('stand so that they are as large as they can be', () => {
    expect([1, 2, 3, 4, 5, 6].map((count) => columnsFor(count, 1.95))).toEqual([1, 2, 2, 2, 3, 3]);
    expect(columnsFor(3, 6)).toBe(3);
  });
});

describe('words', () => {
  it('exist in both languages, with the same gaps', () => {
    for (const word of Object.keys(words) as Word[]) {
      const gaps = languages.map((language) => {
        expect(words[word][language].trim()).not.toBe('');
        return words[word][language].split('{}').length;
      });
      expect(gaps[0], word).toBe(gaps[1]);
    }
  });

  it('are filled in, one or several', () => {
    expect(both('votesOf', 3, 7)).toEqual({ zh: '3 票，共 7 票', en: '3 of 7 votes' });
    expect([votes(1).en, votes(0).en]).toEqual(['1 vote', '0 votes']);
  });

  it('have a shape for each role', () => {
    expect(glyphs).toHaveLength(roles.length);
    expect(new Set(glyphs).size).toBe(roles.length);
  });
});

describe('lines on a canvas', () => {
  const width = (line: string): number =>
    [...line].reduce((sum, one) => sum + (/[\x20-\x7e]/.test(one) ? 0.5 : 1), 0);

  it('are no wider than asked, and lose nothing', () => {
    const said = '她的左手放得最低，红线像是从水里长出来的。Faded is not old.';
    const lines = wrapText(said, 8, width);
    expect(lines.join('').replaceAll(' ', '')).toBe(said.replaceAll(' ', ''));
    // A closing mark may hang over the edge.
    for (const line of lines) expect(width(line)).toBeLessThanOrEqual(9);
    for (const line of lines) expect(line).not.toMatch(/^[，。]/);
  });
});
