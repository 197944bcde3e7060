import { describe, expect, it } from 'vitest';
import { planned, step, type Action, type Round as FullRound } from '#lib/challenge/round.ts';
import { kinds } from '#lib/openset/challenge.ts';
import type { Round } from './hear.ts';
import { newId } from './own.ts';
import { isForTablets, leftMs, standingIn, startsInMs, type Own } from './standing.ts';

const t0 = 1_700_000_000_000;
const words = { title: { en: 'A round' }, brief: { en: 'Play.' }, result: null };

/** The round after these steps, each a second after the one before. */
function after(...actions: Action[]): Round {
  const plan = { id: newId(), challenge: 'x', pace: 'calm' as const, isRehearsal: false };
  let round: FullRound = planned(plan, 60);
  actions.forEach((action, place) => {
    round = step(round, { action, seconds: 30 }, t0 + place * 1_000)!;
  });
  return { ...round, ...words, kind: 'keep' };
}

const nobody: Own = { hasJoined: false, hasHanded: false, isExtended: false };
const joined: Own = { ...nobody, hasJoined: true };
const handed: Own = { ...joined, hasHanded: true };
const calm: Own = { ...joined, isExtended: true };
const later = t0 + 20_000;

describe('where a phone stands', () => {
  const cases: [string, Round | null, Own, number, ReturnType<typeof standingIn>][] = [
    ['nothing is on', null, nobody, later, 'between'],
    ['a round is planned', after(), nobody, later, 'between'],
    ['people join', after('open'), nobody, later, 'invited'],
    ['it joined', after('open'), joined, later, 'waiting'],
    ['it begins in a moment', after('open', 'run'), joined, t0 + 2_000, 'ready'],
    ['it runs', after('open', 'run'), joined, later, 'playing'],
    ['it runs and the phone comes late', after('open', 'run'), nobody, later, 'invited'],
    ['it pauses', after('open', 'run', 'pause'), joined, later, 'paused'],
    ['it goes on', after('open', 'run', 'pause', 'resume'), joined, later, 'playing'],
    ['it handed in', after('open', 'run'), handed, later, 'handed'],
    ['it handed in and the round closed', after('open', 'run', 'close'), handed, later, 'handed'],
    ['it closed before that', after('open', 'run', 'close'), joined, later, 'missed'],
    [
      'it closed for all but those with more time',
      after('open', 'run', 'close'),
      calm,
      later,
      'playing',
    ],
    [
      'more time was asked for by nobody who joined',
      after('open', 'run', 'close'),
      { ...calm, hasJoined: false },
      later,
      'missed',
    ],
    ['everybody is told', after('open', 'run', 'close', 'reveal'), nobody, later, 'revealed'],
    [
      'more time ends with the reveal',
      after('open', 'run', 'close', 'reveal'),
      calm,
      later,
      'revealed',
    ],
    ['it is over', after('open', 'run', 'close', 'reveal', 'archive'), handed, later, 'between'],
    ['it was taken back', after('open', 'run', 'void'), joined, later, 'between'],
  ];
  it.each(cases)('when %s', (_, round, own, nowMs, standing) => {
    expect(standingIn(round, own, nowMs)).toBe(standing);
  });

  it('is beside the tablets for what needs the set, whatever it did', () => {
    for (const kind of kinds)
      for (const own of [nobody, joined, handed, calm])
        expect(standingIn({ ...after('open', 'run'), kind }, own, later) === 'tablets').toBe(
          isForTablets(kind),
        );
  });
});

describe('the clock of a phone', () => {
  it('runs from all of the time to none, stands in a pause, and is not there before', () => {
    const running = after('open', 'run');
    expect(leftMs(after('open'), later)).toBeNull();
    expect(leftMs(running, t0)).toBe(60_000);
    expect(leftMs(running, running.closesAtMs! - 1_500)).toBe(1_500);
    expect(leftMs(running, running.closesAtMs! + 9_000)).toBe(0);
    expect(leftMs(after('open', 'run', 'pause'), later)).toBe(60_000);
    expect(leftMs(after('open', 'run', 'close'), later)).toBeNull();
    expect(startsInMs(running, running.begunAtMs! - 2_200)).toBe(2_200);
    expect(startsInMs(running, later)).toBe(0);
  });
});

it('ids are UUIDs of version 4, none twice', () => {
  const ids = Array.from({ length: 2_000 }, newId);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(ids.length);
});
