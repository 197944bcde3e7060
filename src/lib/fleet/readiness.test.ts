import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { evidence as evidenceSchema, type Evidence } from './evidence.ts';
import { provenEvidence } from '../../../tests/fixtures/tablet.ts';
import { checkNames, judge, type Heard } from './readiness.ts';

const release = 'a'.repeat(64);
const shell = 'b'.repeat(16);
const expected = { release, shell };

const proven: Evidence = {
  ...provenEvidence(release, shell),
  battery: { level: 0.9, isCharging: true },
};
const heard = (change: Partial<Evidence> = {}, rest: Partial<Heard> = {}): Heard => ({
  evidence: { ...proven, ...change },
  agoS: 2,
  clockOffsetS: 0,
  ...rest,
});
const ids = (one: Heard | null, wanted = expected) =>
  judge(one, wanted).problems.map(({ id }) => id);

describe('a tablet', () => {
  it('is ready with every proof, each with its age', () => {
    const verdict = judge(heard(), expected);
    expect(verdict).toMatchObject({ pile: 'ready', problems: [], offline: null });
    expect(verdict.checks.map(({ name }) => name).sort()).toEqual([...checkNames].sort());
    expect(verdict.checks.find(({ name }) => name === 'content')).toMatchObject({ agoS: 62 });
    expect(verdict.checks.find(({ name }) => name === 'restart')).toMatchObject({ agoS: 602 });
  });

  it.each<[string, Partial<Evidence>, string]>([
    ['an insecure address', { isSecure: false }, 'insecure'],
    ['no kept app', { isControlled: false }, 'not-kept'],
    ['storage that may be cleared', { persists: false }, 'may-be-cleared'],
    ['no restart', { restartAgoS: null }, 'no-restart'],
    ['a kind that would not show', { media: { shown: [], failed: ['video/mp4'] } }, 'cannot-play'],
    ['a screen that may sleep', { isAwake: false }, 'may-sleep'],
    ['hardly any space', { freeBytes: 1e6 }, 'nearly-full'],
    ['a loose plug', { battery: { level: 1, isCharging: false } }, 'unplugged'],
    ['records that stay', { unsent: { count: 3, oldestS: 900 } }, 'unsent'],
    [
      'a full disk',
      { transfer: { ...proven.transfer, phase: 'no-room', shortBytes: 5 } },
      'no-room',
    ],
    [
      'a strange key',
      { transfer: { ...proven.transfer, phase: 'refused-unknown-key' } },
      'refused-unknown-key',
    ],
  ])('with %s needs staff', (_, change, id) => {
    expect(judge(heard(change), expected).pile).toBe('needs-you');
    expect(ids(heard(change))).toContain(id);
  });

  it.each<[string, Partial<Evidence>, string]>([
    ['another release', { release: 'c'.repeat(64) }, 'looking'],
    [
      'nothing re-read yet',
      { provenAgoS: null, transfer: { ...proven.transfer, phase: 'proving' } },
      'proving',
    ],
    ['damage', { transfer: { ...proven.transfer, phase: 'damaged' } }, 'damaged'],
    ['an old proof', { provenAgoS: 3 * 3600 }, 'proof-old'],
    ['an older app', { shell: 'd'.repeat(16) }, 'old-app'],
    ['a low battery that charges', { battery: { level: 0.2, isCharging: true } }, 'charging'],
  ])('with %s is working on it', (_, change, id) => {
    expect(judge(heard(change), expected).pile).toBe('working');
    expect(ids(heard(change))).toContain(id);
  });

  it('that is still fetching is not blamed for what comes with it', () => {
    const change: Partial<Evidence> = {
      release: null,
      provenAgoS: null,
      isControlled: false,
      restartAgoS: null,
      shell: null,
      media: { shown: [], failed: [] },
      transfer: { ...proven.transfer, phase: 'fetching', doneBytes: 1e6, bytesPerSecond: 1e5 },
    };
    expect(judge(heard(change), expected).pile).toBe('working');
    expect(ids(heard(change))).toEqual(['fetching']);
  });

  it('with a clock of its own needs staff', () => {
    expect(ids(heard({}, { clockOffsetS: -86_400 }))).toEqual(['clock-off']);
    expect(ids(heard({}, { clockOffsetS: 119 }))).toEqual([]);
  });

  it('that is silent leaves its pile, and says what it lacked (99)', () => {
    expect(judge(heard({}, { agoS: 60 }), expected).pile).toBe('ready');
    expect(judge(heard({}, { agoS: 61 }), expected)).toMatchObject({
      pile: 'silent',
      offline: { runwayS: null },
      problems: [{ id: 'silent', minutes: 1 }],
    });
    expect(judge(heard({ isAwake: false }, { agoS: 300 }), expected)).toMatchObject({
      pile: 'silent',
      offline: null,
      problems: [{ id: 'silent', minutes: 5 }, { id: 'may-sleep' }],
    });
    expect(judge(null, expected)).toMatchObject({
      pile: 'silent',
      problems: [{ id: 'never-heard' }],
    });
  });

  it('is fine without a hub for as long as its proof is fresh', () => {
    expect(judge(heard({}, { agoS: 3600, clockOffsetS: null }), expected).offline).not.toBeNull();
    expect(judge(heard({}, { agoS: 3 * 3600 }), expected).offline).toBeNull();
  });

  it('is never called ready without its proof, whatever else is said', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            release: fc.constantFrom(null, release, 'c'.repeat(64)),
            provenAgoS: fc.constantFrom(null, 0, 7300),
            isControlled: fc.boolean(),
            isSecure: fc.boolean(),
            persists: fc.constantFrom(null, true, false),
            restartAgoS: fc.constantFrom(null, 5),
            shell: fc.constantFrom(null, shell, 'd'.repeat(16)),
            isAwake: fc.constantFrom(null, true, false),
          },
          { requiredKeys: [] },
        ),
        fc.nat(200),
        (change, agoS) => {
          const one = heard(change, { agoS });
          expect(v.is(evidenceSchema, one.evidence)).toBe(true);
          const verdict = judge(one, expected);
          const { evidence } = one;
          const holds =
            agoS <= 60 &&
            evidence.release === release &&
            [0, 60].includes(evidence.provenAgoS ?? -1) &&
            evidence.isControlled &&
            evidence.isSecure &&
            evidence.persists !== false &&
            evidence.restartAgoS !== null &&
            evidence.shell === shell &&
            evidence.isAwake !== false;
          expect(verdict.pile === 'ready').toBe(holds);
          if (verdict.pile === 'needs-you') expect(verdict.problems.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});
