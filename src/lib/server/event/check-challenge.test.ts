import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import {
  makeAskableEvent,
  makeChallenges,
  writeChallenges,
} from '../../../../tests/fixtures/make-challenge.ts';
import type { Plain } from '../../../../tests/fixtures/make-set.ts';
import { readEvent, type Problem } from './read.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'openset-challenge-'));
  await makeAskableEvent(dir);
});
afterAll(() => rm(dir, { recursive: true, force: true }));
beforeEach(() => writeChallenges(dir, makeChallenges()));

const read = () => readEvent(dir, { media: false });

/** Problems of challenges and of their list, after `change` was made to the one of this kind. */
async function problemsOf(kind: string, change: (challenge: Plain) => void): Promise<Problem[]> {
  const all = makeChallenges();
  change(all[kind]);
  await writeChallenges(dir, all);
  return (await read()).problems.filter(({ file }) => file === `challenges/${kind}.yaml`);
}

/** Changes a file of the event for one test. */
async function withFile(name: string, change: (data: Plain) => void, test: () => Promise<void>) {
  const file = path.join(dir, name);
  const text = await readFile(file, 'utf8');
  const data = parse(text) as Plain;
  change(data);
  await writeFile(file, stringify(data));
  try {
    await test();
  } finally {
    await writeFile(file, text);
  }
}

describe('challenges', () => {
  it('are whole as the fixture writes them, in the event’s order', async () => {
    const { folder, problems } = await read();
    expect(problems.filter(({ file }) => file.startsWith('challenges/'))).toEqual([]);
    expect(folder!.challenges.map(({ kind }) => kind)).toEqual(Object.keys(makeChallenges()));
  });

  it('need not be there', async () => {
    await withFile(
      'event.yaml',
      (event) => delete event.challenges,
      async () => expect((await read()).folder!.challenges).toEqual([]),
    );
  });

  const mistakes: [string, string, (challenge: Plain) => void, RegExp][] = [
    ['another id than its file’s', 'keep', (one) => (one.id = 'kept'), /“id” is kept/],
    ['a kind that is not played', 'keep', (one) => (one.kind = 'kep'), /“kind” is “kep”/],
    ['a field of another kind', 'direct', (one) => (one.takes = []), /“takes” is not a field/],
    ['a film that is not there', 'keep', (one) => (one.film = 'film-9'), /“film-9” is not in/],
    ['a shot that is not there', 'order', (one) => (one.shot = 'sh990'), /no shot “sh990”/],
    ['a take that is not there', 'keep', (one) => (one.takes[0] = 'v001.t09'), /v001.t09 is not a/],
    ['a take twice', 'keep', (one) => one.takes.push('v002.t01'), /“v002.t01” is there twice/],
    ['too few takes', 'keep', (one) => one.takes.shift(), /“takes” is 2 entries long/],
    [
      'a kept take that is no choice',
      'keep',
      (one) => (one.kept = 'v001.t01'),
      /none of the takes/,
    ],
    ['a kept take that was rejected', 'keep', (one) => (one.kept = 'v002.t01'), /was rejected/],
    ['a version that is not there', 'order', (one) => (one.versions[0] = 'v009'), /v009 is not a/],
    ['a version twice', 'order', (one) => (one.versions[0] = 'v002'), /“v002” is there twice/],
    ['a take before that is none', 'cause', (one) => (one.before = 'v009.t01'), /v009.t01 is not/],
    ['nothing that changed', 'cause', (one) => (one.after = 'v002.t01'), /the same take/],
    ['a cause that is no change', 'cause', (one) => (one.cause = 'rain'), /“rain” is none of/],
    ['a change twice', 'cause', (one) => (one.changes[1].id = 'step'), /“step” is there twice/],
    ['a film without set', 'direct', (one) => (one.film = 'film-2'), /“film-2” has no set/],
    ['a match without set', 'match', (one) => (one.film = 'film-2'), /“film-2” has no set/],
    ['a match of no take', 'match', (one) => (one.take = 'v001.t02'), /v001.t02 is not a take/],
    ['a shot to cut that is none', 'cut', (one) => (one.shots[1] = 'sh099'), /no shot “sh099”/],
    ['a shot to cut twice', 'cut', (one) => (one.shots[1] = 'sh010'), /“sh010” is there twice/],
    ['lengths that jump', 'cut', (one) => (one.lengthsS = [2, 1, 4]), /1 s stands after 2 s/],
    ['an option twice', 'vote', (one) => (one.options[1].id = 'one'), /option “one” is there/],
    [
      'a film to vote for twice',
      'vote',
      (one) => (one.options[1].film = 'film-1'),
      /film “film-1”/,
    ],
    ['a vote for no film', 'vote', (one) => (one.options[0].film = 'film-9'), /“film-9” is not in/],
    ['an hour that is none', 'vote', (one) => (one.at = '25:00'), /“at” is “25:00”/],
    ['too little time', 'keep', (one) => (one.seconds = 3), /“seconds” is 3/],
  ];
  it.each(mistakes)('are refused for %s', async (_, kind, change, words) => {
    const problems = await problemsOf(kind, change);
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]!.what).toMatch(words);
    expect(errors[0]!.fix).not.toBe('');
    expect((await read()).folder).toBeNull();
  });

  it('say the line of a mistake', async () => {
    const [problem] = await problemsOf('keep', (one) => (one.kept = 'v001.t01'));
    const text = await readFile(path.join(dir, 'challenges/keep.yaml'), 'utf8');
    const line = text.split('\n').findIndex((words) => words.startsWith('kept:')) + 1;
    expect(problem).toMatchObject({ line, column: 1 });
  });

  const shot = 'films/film-1/shots/sh010.yaml';
  const inShot: [string, string, (shot: Plain) => void, RegExp][] = [
    [
      'versions of two lines',
      'order',
      ({ versions }) => (versions[2].derivedFrom = [{ from: 'v001', relationship: 'parentOf' }]),
      /v003 did not grow from v002/,
    ],
    [
      'a version without picture',
      'order',
      ({ versions }) => (versions[1].takes = []),
      /no picture/,
    ],
    ['a match without prompt', 'match', ({ versions }) => delete versions[3].prompt, /no prompt/],
    [
      'a prompt that the language cannot read',
      'match',
      ({ versions }) => (versions[3].prompt.text = 'low sun of a feeling'),
      /nothing that the previs language knows/,
    ],
    [
      'a move that nobody can make',
      'match',
      ({ versions }) => (versions[3].prompt.text = 'wide shot, low sun, [Barrel roll]'),
      /“Barrel roll”, which nobody can reach/,
    ],
    ['a shot that is not in the film', 'cut', (shot) => delete shot.accepted, /no accepted take/],
  ];
  it.each(inShot)('are refused for %s', async (_, kind, change, words) => {
    await withFile(shot, change, async () => {
      const said = (await problemsOf(kind, () => undefined)).map(({ what }) => what);
      expect(said).toEqual([expect.stringMatching(words)]);
    });
  });

  it('warn of pictures that nobody can play who cannot see them (68)', async () => {
    await withFile(
      shot,
      ({ versions }) => delete versions[3].takes[0].description,
      async () => {
        for (const kind of ['keep', 'order', 'match', 'cut'])
          expect(await problemsOf(kind, () => undefined), kind).toMatchObject([
            { severity: 'warning', rule: '68' },
          ]);
      },
    );
  });

  it('warn of words in one language only (43) and of long ones (38)', async () => {
    const rules = async (kind: string, change: (challenge: Plain) => void) =>
      (await problemsOf(kind, change)).map(({ severity, rule }) => `${severity} ${rule}`);
    expect(await rules('keep', (one) => (one.title = { en: 'Which?' }))).toEqual(['warning 43']);
    expect(await rules('keep', (one) => (one.why = { zh: '因为。' }))).toEqual(['warning 43']);
    expect(await rules('cause', (one) => delete one.changes[2].says.zh)).toEqual(['warning 43']);
    expect(await rules('vote', (one) => delete one.options[1].says.en)).toEqual(['warning 43']);
    const long = Array<string>(40).fill('word').join(' ');
    expect(await rules('cut', (one) => (one.brief.en = long))).toEqual(['warning 38']);
  });

  it('are missed where they are listed, and found where they are not', async () => {
    const file = path.join(dir, 'challenges/spare.yaml');
    await writeFile(file, 'id: spare\n');
    await withFile(
      'event.yaml',
      (event) => (event.challenges = ['keep', 'gone', 'keep']),
      async () => {
        const { problems } = await read();
        const said = problems
          .filter(({ file }) => /^(challenges|event)/.test(file))
          .map(({ severity, what }) => `${severity}: ${what}`);
        expect(said).toContain('error: challenge “gone” has no file challenges/gone.yaml');
        expect(said).toContain('error: challenge “keep” is listed twice');
        expect(said).toContain('warning: this challenge is in no list');
      },
    );
    await rm(file);
  });

  it('do not repeat what is wrong with the film that they ask about', async () => {
    await withFile(
      'films/film-1/film.yaml',
      (film) => delete film.title,
      async () => {
        const { problems } = await read();
        expect(problems.filter(({ file }) => file.startsWith('challenges/'))).toEqual([]);
      },
    );
  });

  it('are read to their end, whatever stands where', async () => {
    const junk = [null, 7, -1e99, 'moon', '', true, [], [[]], {}, { kind: 'keep' }, [{ id: 'x' }]];
    let seed = 20261121;
    const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
    const kinds = Object.keys(makeChallenges());
    for (let round = 0; round < 70; round += 1) {
      const all = makeChallenges();
      const kind = kinds[round % kinds.length]!;
      let part = all[kind];
      for (;;) {
        const keys = Object.keys(part);
        const key = keys[random(keys.length)]!;
        const inside = part[key];
        if (typeof inside === 'object' && Object.keys(inside).length > 0 && random(3) > 0)
          part = inside;
        else {
          part[key] = junk[random(junk.length)];
          break;
        }
      }
      await writeFile(path.join(dir, `challenges/${kind}.yaml`), stringify(all[kind]));
      const { folder, problems } = await read();
      for (const { what, fix } of problems) expect([what, fix]).not.toContain('');
      expect(folder === null || folder.challenges.length === kinds.length).toBe(true);
      await writeChallenges(dir, makeChallenges());
    }
  });
});
