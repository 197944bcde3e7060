import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { makeEvent } from '../../../../tests/fixtures/make-event.ts';
import { makeModel } from '../../../../tests/fixtures/make-model.ts';
import { makeSet, type Plain } from '../../../../tests/fixtures/make-set.ts';
import { readEvent, type Problem } from './read.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'openset-set-'));
  await makeEvent(dir, { versions: 1, width: 32, height: 32 });
  await mkdir(path.join(dir, 'films/film-1/media'), { recursive: true });
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const setFile = 'films/film-1/set.yaml';

/** Problems of the set's file and of what it names, after `change` was made to a whole set. */
async function problemsOf(
  change: (set: Plain) => void,
  files: Record<string, Uint8Array | string> = {},
): Promise<Problem[]> {
  const set = makeSet();
  change(set);
  await writeFile(path.join(dir, setFile), stringify(set, { aliasDuplicateObjects: false }));
  for (const [name, bytes] of Object.entries(files))
    await writeFile(path.join(dir, 'films/film-1/media', name), bytes);
  return (await readEvent(dir)).problems.filter(({ file }) => file === setFile);
}

const png = Buffer.from('\x89PNG\r\n\x1a\n........', 'latin1');
const nowhere = { season: ['winter'] };
const unknown = { place: ['moon'] };

describe('a film’s set', () => {
  it('is whole as the fixture writes it, and without any', async () => {
    expect(await problemsOf(() => undefined)).toEqual([]);
    await rm(path.join(dir, setFile));
    const { folder, problems } = await readEvent(dir);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(folder!.films[0]!.set).toBeNull();
  });

  const mistakes: [string, (set: Plain) => void, RegExp][] = [
    ['a shot that the film does not list', (set) => (set.shot = 'sh990'), /“sh990”.*not list/],
    [
      'a choice that is called like a field of light and air',
      (set) => (set.choices[0].id = 'time'),
      /“time” is taken/,
    ],
    [
      'a choice that is there twice',
      (set) => (set.choices[1].id = set.choices[0].id),
      /“place” is taken/,
    ],
    [
      'a plain option that is none',
      (set) => (set.choices[0].plain = 'moon'),
      /“moon” is none of the options/,
    ],
    [
      'an option that is there twice',
      (set) => (set.choices[0].options[1].id = 'yard'),
      /option “yard” is there twice/,
    ],
    [
      'a wording that means two things',
      (set) => set.choices[1].options[1].words.en.push('The Yard'),
      /“the yard” already means yard/,
    ],
    [
      'a group that nobody wrote',
      (set) => set.pieces.push({ kind: 'group', group: 'barn' }),
      /no group is called “barn”/,
    ],
    [
      'a group that stands in itself',
      (set) => set.groups.post.push({ kind: 'group', group: 'post' }),
      /“post” contains itself/,
    ],
    [
      'poses for what is no choice',
      (set) => (set.characters[0].acts.choice = 'mood'),
      /“mood” is not in the set’s choices/,
    ],
    [
      'a pose for what is no option',
      (set) => (set.characters[0].acts.poses.flying = { pose: 'walk' }),
      /“flying” is not in the set’s choices/,
    ],
    [
      'a scarf for what is no option',
      (set) => (set.characters[0].scarf = { choice: 'action', colours: { skipping: '#aa0000' } }),
      /“skipping” is not in the set’s choices/,
    ],
    [
      'a character without a pose',
      (set) => (set.characters[0].acts = { poses: {} }),
      /has no pose/,
    ],
    [
      'marks that all hang on something',
      (set) => (set.marks[0].when = { place: ['yard'] }),
      /every mark has a condition/,
    ],
    ['a colour that is none', (set) => (set.pieces[0].colour = 'red'), /./],
    [
      'a piece of a kind that is not built',
      (set) => (set.pieces[0].kind = 'castle'),
      /“kind” is “castle”/,
    ],
    [
      'a piece’s field that is miswritten',
      (set) => (set.pieces[0].colr = '#ffffff'),
      /“colr” is not a field here/,
    ],
    [
      'a miswritten field in a group',
      (set) => (set.groups.post[0].hight = 2),
      /“hight” is not a field here/,
    ],
    ['another kind’s field', (set) => (set.pieces[1].radius = 2), /“radius” is not a field here/],
    [
      'a miswritten field of a pose',
      (set) => (set.characters[0].acts.poses.walking.sped = 2),
      /“sped” is not a field here/,
    ],
    ['a size of nothing', (set) => (set.pieces[1].size = [0, 1, 1]), /./],
    ['a piece that is no piece', (set) => set.pieces.push('a box'), /./],
    ['a group that is no list', (set) => (set.groups.post = 7), /./],
    ['a condition that is no list', (set) => (set.pieces[1].when = { place: 'roof' }), /./],
  ];
  it.each(mistakes)('is refused for %s', async (_, change, words) => {
    const problems = await problemsOf(change);
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(errors.length).toBeGreaterThan(0);
    expect(errors[0]!.what).toMatch(words);
    expect(errors[0]!.fix).not.toBe('');
    expect(errors[0]!.line).toBeGreaterThan(1);
    expect((await readEvent(dir)).folder).toBeNull();
  });

  it('is read to its end, whatever stands where', async () => {
    const file = path.join(dir, setFile);
    const junk = [null, 7, -1e99, 'moon', '', true, [], [[]], {}, { kind: 'rock' }, [{ at: 'x' }]];
    let seed = 20261121;
    const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
    for (let round = 0; round < 120; round += 1) {
      const set = makeSet();
      let part = set;
      for (;;) {
        const keys = Object.keys(part);
        const key = keys[random(keys.length)]!;
        const inside = part[key];
        if (typeof inside === 'object' && Object.keys(inside).length > 0 && random(4) > 0)
          part = inside;
        else {
          part[key] = junk[random(junk.length)];
          break;
        }
      }
      await writeFile(file, stringify(set));
      const { folder, problems } = await readEvent(dir, { media: false });
      for (const { what, fix } of problems) expect([what, fix]).not.toContain('');
      // A set is never left out without a word.
      expect(folder === null || folder.films[0]!.set !== null, stringify(set)).toBe(true);
    }
  });

  it('finds groups that contain each other', async () => {
    const problems = await problemsOf((set) => {
      set.groups.a = [{ kind: 'group', group: 'b' }];
      set.groups.b = [{ kind: 'group', group: 'c' }];
      set.groups.c = [{ kind: 'group', group: 'a' }];
      // Leads to the ring, but is not in it.
      set.groups.door = [{ kind: 'group', group: 'a' }];
    });
    expect(problems.map(({ what }) => what)).toEqual(
      ['a', 'b', 'c'].map((name) => `group “${name}” contains itself`),
    );
  });

  const places: [string, (set: Plain, when: object) => void][] = [
    ['a piece', (set, when) => (set.pieces[1].when = when)],
    ['a piece of a group', (set, when) => (set.groups.post[0].when = when)],
    ['a mark', (set, when) => set.marks.unshift({ id: 'other', at: [0, 0, 0], when })],
    ['a character', (set, when) => (set.characters[0].when = when)],
    ['a lamp', (set, when) => (set.lamps[0].when = when)],
    [
      'a card',
      (set, when) => (set.cards = [{ media: 'media/x.png', at: [0, 0, 0], heightM: 1, when }]),
    ],
    ['a model', (set, when) => (set.models = [{ media: 'media/x.glb', when }])],
    ['what drifts', (set, when) => (set.motes.when = when)],
  ];
  it.each(places)('checks the conditions of %s', async (_, put) => {
    const files = { 'x.png': png, 'x.glb': makeModel() };
    expect(
      await problemsOf((set) => put(set, { weather: ['fog'], place: ['roof'] }), files),
    ).toEqual([]);
    const whats = async (when: object) =>
      (await problemsOf((set) => put(set, when), files)).map(({ what }) => what);
    expect(await whats(nowhere)).toEqual(['no choice is called “season”']);
    expect(await whats(unknown)).toEqual(['“place” has no option “moon”']);
  });

  it('warns of a set too heavy for tablets, and uses it', async () => {
    const problems = await problemsOf((set) =>
      set.pieces.push({ kind: 'tree', height: 3, crown: 1, copies: { count: 200 } }),
    );
    expect(problems).toMatchObject([
      { severity: 'warning', what: expect.stringMatching(/about 29\d,\d{3} triangles.*150,000/) },
    ]);
    expect((await readEvent(dir)).folder).not.toBeNull();
  });

  it('warns of words in one language only (43) and of long ones (38)', async () => {
    const rules = async (change: (set: Plain) => void) =>
      (await problemsOf(change)).map(({ severity, rule }) => `${severity} ${rule}`);
    for (const change of [
      (set: Plain) => (set.title = { en: 'The yard' }),
      (set: Plain) => (set.brief = { zh: '院子。' }),
      (set: Plain) => (set.choices[0].name = { en: 'Place' }),
      (set: Plain) => (set.choices[0].options[0].lesson = { en: 'A yard holds people.' }),
    ])
      expect(await rules(change)).toEqual(['warning 43']);
    const long = Array<string>(60).fill('word').join(' ');
    expect(await rules((set) => (set.brief = { zh: '院子。', en: long }))).toEqual(['warning 38']);
  });
});

describe('what a set brings as files', () => {
  const withCard = (set: Plain) =>
    (set.cards = [{ media: 'media/x.png', at: [0, 0, 0], heightM: 1 }]);
  const withModel = (set: Plain) => (set.models = [{ media: 'media/x.glb' }]);

  it.each([
    ['PNG', png],
    ['JPEG', Buffer.from('\xff\xd8\xff............', 'latin1')],
    ['WebP', Buffer.from('RIFF....WEBPVP8 ', 'latin1')],
  ])('takes %s on a card', async (_, bytes) => {
    expect(await problemsOf(withCard, { 'x.png': bytes })).toEqual([]);
  });

  it('takes binary glTF 2.0 as a model', async () => {
    expect(await problemsOf(withModel, { 'x.glb': makeModel() })).toEqual([]);
  });

  const versionOne = makeModel();
  new DataView(versionOne.buffer).setUint32(4, 1, true);
  const faults: [string, (set: Plain) => void, Record<string, Uint8Array | string>, RegExp][] = [
    ['a card that is not there', withCard, {}, /x\.png is not there/],
    ['a card that is empty', withCard, { 'x.png': '' }, /is empty/],
    ['a card of words', withCard, { 'x.png': 'a drawing of a cat' }, /no picture.*card/],
    ['a moving card', withCard, { 'x.png': 'GIF89a..........' }, /no picture.*card/],
    ['a clip on a card', withCard, { 'x.png': '\0\0\0\x18ftypisom....' }, /no picture.*card/],
    ['a model that is not there', withModel, {}, /x\.glb is not there/],
    ['a model that is a picture', withModel, { 'x.glb': png }, /no binary glTF 2\.0/],
    ['a model in glTF’s JSON form', withModel, { 'x.glb': '{"asset": {}}' }, /no binary glTF/],
    ['a model of glTF 1', withModel, { 'x.glb': versionOne }, /no binary glTF 2\.0/],
    ['a model cut off after its first word', withModel, { 'x.glb': 'glTF' }, /no binary glTF 2\.0/],
  ];
  it.each(faults)('refuses %s', async (_, change, files, words) => {
    const problems = await problemsOf(change, files);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ severity: 'error', what: expect.stringMatching(words) });
  });

  it('never looks outside the film’s folder', async () => {
    const problems = await problemsOf((set) => {
      withModel(set);
      set.models[0].media = '../film-2/x.glb';
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]!.severity).toBe('error');
  });
});

it('the fixture’s set reads back as it was written', () => {
  expect(parse(stringify(makeSet()))).toEqual(makeSet());
});
