import { describe, expect, it } from 'vitest';
import type { HostState, RoundView, SheetLine } from '#lib/challenge/live.ts';
import { actions, planned, states, type State } from '#lib/challenge/round.ts';
import { languages } from '#lib/openset/text.ts';
import { besides, nextStep } from './next-step.ts';
import { missing } from './seats.ts';
import { states as stateNames, steps, words, type Word } from './words.ts';

const text = { zh: '一轮', en: 'A round' };
const counts = { joined: 0, entered: 0, balloted: 0, unhurried: 0 };
const made = (change: Partial<SheetLine> = {}): SheetLine => ({
  ...planned({ id: crypto.randomUUID(), challenge: 'x', pace: 'calm', isRehearsal: false }, 60),
  kind: 'keep',
  title: text,
  plannedMs: 0,
  counts,
  ...change,
});
const now = (change: Partial<RoundView>): RoundView => {
  const brief = text;
  return { ...made(), brief, result: null, ballot: null, ...change };
};
const hall = (round: RoundView | null, sheet: SheetLine[] = []): HostState => ({
  epoch: 'e',
  revision: 1,
  nowMs: 0,
  round,
  change: null,
  board: [],
  crew: { joined: [], entered: [] },
  next: null,
  phones: null,
  tablets: { listening: 0, all: 0 },
  sheet,
  seats: [],
  stages: 0,
  phonesAllowed: false,
});

describe('the next step', () => {
  const stepIn = (state: State, sheet: SheetLine[] = []) => {
    const next = nextStep(hall(now({ state }), sheet));
    return typeof next === 'string' ? next : next.action;
  };

  it('leads through the evening, one button at a time', () => {
    expect(nextStep(hall(null))).toBe('plan');
    expect(states.map((state) => stepIn(state))).toEqual([
      'plan',
      'run',
      'wait',
      'reveal',
      'archive',
      'plan',
    ]);
  });

  it('opens the next one that is planned once the last one was revealed', () => {
    const [done, gone, next] = [made({ state: 'archived' }), made({ isVoid: true }), made()];
    expect(nextStep(hall(null, [done, gone, next]))).toMatchObject({ action: 'open', round: next });
    expect(stepIn('revealed', [done, gone, next])).toBe('open');
    expect(stepIn('open', [next])).toBe('run');
  });

  it('goes on from a pause, and treats a void round as none', () => {
    expect(nextStep(hall(now({ state: 'running', leftMs: 5_000 })))).toMatchObject({
      action: 'resume',
    });
    expect(nextStep(hall(now({ state: 'running', isVoid: true })))).toBe('plan');
  });

  it('offers beside it only what the round allows', () => {
    expect(besides(hall(now({ state: 'running' })))).toEqual(['pause', 'extend', 'close']);
    expect(besides(hall(now({ state: 'running', leftMs: 1 })))).toEqual(['extend', 'close']);
    expect(besides(hall(now({ state: 'closed' })))).toEqual(['reopen']);
    expect(besides(hall(now({ state: 'revealed' }), [made()]))).toEqual(['archive']);
    expect(besides(hall(now({ state: 'revealed' })))).toEqual([]);
  });
});

describe('tablets that have not joined', () => {
  it('are named in walking order', () => {
    const seat = (number: number, station: string, hasJoined = false) => ({
      number,
      hall: 'A',
      station,
      isListening: true,
      hasJoined,
      hasEntered: false,
    });
    const seats = [
      seat(1, 'desk 10'),
      seat(2, 'desk 9'),
      seat(3, 'desk 9', true),
      seat(4, 'desk 2'),
    ];
    expect(missing(seats).map(({ number }) => number)).toEqual([4, 2, 1]);
  });
});

describe('words of the console', () => {
  const banned = /\b(please|sorry|oops|error|failed|invalid|cache|service worker|quota)\b/i;
  const all = [
    ...(Object.keys(words) as Word[]).map((word) => words[word]),
    ...actions.map((action) => steps[action]),
    ...states.map((state) => stateNames[state]),
  ];

  it('exist in both languages, are short, and blame nobody (EXPERIENCE §4.3)', () => {
    for (const { zh, en } of all) {
      expect(zh.split('{}').length).toBe(en.split('{}').length);
      expect(en).not.toMatch(banned);
      for (const sentence of zh.split(/[。；]/)) expect(sentence.length).toBeLessThanOrEqual(30);
      for (const sentence of en.split(/[.;]/))
        expect(sentence.trim().split(/\s+/).length).toBeLessThanOrEqual(20);
    }
  });

  it('name everything', () => {
    for (const language of languages)
      for (const word of all) expect(word[language].trim()).not.toBe('');
  });
});
