import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeEvent } from '../../../../tests/fixtures/make-event.ts';
import { readEvent, type Problem } from './read.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'openset-event-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** An event of one film `a` with the shot `sh010`; pieces may be replaced. */
async function lay(files: Record<string, string>): Promise<Problem[]> {
  const all: Record<string, string> = {
    'event.yaml': 'openset: 1\nid: show\ntitle: { zh: 展, en: Show }\nfilms: [a]\n',
    'films/a/film.yaml': film(),
    'films/a/shots/sh010.yaml': shot(),
    'films/a/media/x.png': '\x89PNG\r\n\x1a\n....',
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    await mkdir(path.dirname(path.join(dir, name)), { recursive: true });
    await writeFile(path.join(dir, name), text, name.endsWith('.png') ? 'latin1' : 'utf8');
  }
  return (await readEvent(dir)).problems;
}

const film = (more = ''): string => `id: a
title: { zh: 片, en: Film }
synopsis: { zh: 很短。, en: Very short. }
credits:
  - { id: director, kind: person, name: { zh: 导, en: D }, roles: [{ zh: 导演, en: Director }] }
sequences:
  - { id: sq010, title: { zh: 一, en: One }, shots: [sh010] }
aiDisclosure: { scope: partly, statement: { zh: 部分。, en: In part. } }
${more}`;

const shot = (more = ''): string => `id: sh010
title: { zh: 镜头, en: Shot }
versions:
  - id: v001
    stage: plate
    title: { zh: 一, en: One }
    changed: { zh: 新。, en: New. }
    takes:
      - id: t01
        media: media/x.png
        description: { zh: 图。, en: A picture. }
${more}`;

const places = (problems: Problem[]): string[] =>
  problems.map(({ severity, file, line, column }) => `${severity} ${file}:${line}:${column}`);
const errors = (problems: Problem[]): Problem[] =>
  problems.filter(({ severity }) => severity === 'error');
const shotFile = 'films/a/shots/sh010.yaml';

describe('reading an event folder', () => {
  it('finds nothing wrong in a whole one and gives its films in order', async () => {
    await makeEvent(dir, { films: 2, shots: 2, versions: 2, width: 32, height: 32 });
    const { folder, problems } = await readEvent(dir);
    expect(errors(problems)).toEqual([]);
    expect(folder?.films.map(({ film }) => film.id)).toEqual(['film-1', 'film-2']);
    expect([...folder!.films[0]!.shots.keys()]).toEqual(['sh010', 'sh020']);
  });

  it('finds nothing wrong in the sample event', async () => {
    expect((await readEvent('content')).problems).toEqual([]);
  });

  it('says which folder lacks event.yaml', async () => {
    const { folder, problems } = await readEvent(dir);
    expect(folder).toBeNull();
    expect(problems).toMatchObject([{ file: 'event.yaml', what: 'is not there' }]);
  });

  it('reports mistakes of all files at once, and a broken file does not hide the others', async () => {
    const problems = await lay({
      'event.yaml': 'openset: 1\nid: show\ntitel: { zh: 展, en: Show }\nfilms: [a]\n',
      'films/a/film.yaml': film('colour: red\n'),
      [shotFile]: shot('accepted: v007.t01\nnonsense: 1\n'),
    });
    expect(places(errors(problems))).toEqual([
      'error event.yaml:3:1',
      'error films/a/film.yaml:9:1',
      `error ${shotFile}:13:1`,
      `error ${shotFile}:12:1`,
    ]);
    expect(problems[0]).toMatchObject({ fix: 'Did you mean “title”?' });
  });

  it('names every unknown key, not only the first of an object', async () => {
    const problems = await lay({ [shotFile]: shot('one: 1\ntwo: 2\nthree: 3\n') });
    expect(places(errors(problems))).toEqual([
      `error ${shotFile}:12:1`,
      `error ${shotFile}:13:1`,
      `error ${shotFile}:14:1`,
    ]);
  });

  it('tells a field of a group where it belongs', async () => {
    const [problem] = await lay({
      [shotFile]: shot().replace('stage: plate', 'stage: plate\n    seed: "4"'),
    });
    expect(problem).toMatchObject({ line: 6, column: 5, fix: 'Move it under “run”.' });
  });

  it('points at the value where the value is wrong, and says what may stand there', async () => {
    const [problem] = await lay({ [shotFile]: shot().replace('plate', 'plaet') });
    expect(problem).toMatchObject({ line: 5, column: 12, what: '“stage” is “plaet”' });
    expect(problem?.fix).toContain('Did you mean “plate”?');
  });

  it('asks for quotes around seeds, since YAML rounds large numbers', async () => {
    const run = 'stage: plate\n    run: { seed: 18446744073709551615 }';
    const [problem] = await lay({ [shotFile]: shot().replace('stage: plate', run) });
    expect(problem?.fix).toContain('quotes');
  });

  it.each([
    ['a bracket left open', 'id: sh010\ntitle: { zh: x\nversions: []\n', /no YAML/],
    ['a tab as indentation', 'id: sh010\ntitle:\n\tzh: x\nversions: []\n', /no YAML/],
    ['two documents', `${shot()}---\nid: x\n`, /no YAML/],
    ['an alias to nothing', shot('accepted: *x\n'), /alias/],
    ['a key that stands twice', shot('id: sh010\n'), /“id” stands here twice/],
    ['an empty file', '', /empty/],
    ['a list in place of fields', '- a\n', /list/],
  ])('explains %s', async (_, text, words) => {
    const found = errors(await lay({ [shotFile]: text }));
    expect(found[0]).toMatchObject({ file: shotFile, severity: 'error' });
    expect(found[0]?.what).toMatch(words);
    expect(found[0]?.fix).not.toBe('');
  });

  it('stops at anchors that swell to a bomb', async () => {
    const levels = Array.from({ length: 9 }, (_, at) =>
      at === 0
        ? 'l0: &l0 [x, x, x, x, x, x, x, x, x]'
        : `l${at}: &l${at} [${Array(9)
            .fill(`*l${at - 1}`)
            .join(', ')}]`,
    );
    const [problem] = await lay({ [shotFile]: shot(levels.join('\n')) });
    expect(problem?.fix).toContain('aliases');
  });

  it('refuses files that are too large, or not in UTF-8', async () => {
    await lay({});
    await writeFile(path.join(dir, shotFile), Buffer.alloc(16 * 2 ** 20 + 1, ' '));
    expect((await readEvent(dir)).problems[0]?.what).toContain('16 MiB');
    await writeFile(path.join(dir, shotFile), Buffer.from('id: \xe9\n', 'latin1'));
    expect((await readEvent(dir)).problems[0]?.fix).toContain('UTF-8');
  });

  it('refuses links that lead out of the folder', async () => {
    await lay({});
    const outside = `${dir}-outside.yaml`;
    await writeFile(outside, shot());
    await rm(path.join(dir, shotFile));
    await symlink(outside, path.join(dir, shotFile));
    expect((await readEvent(dir)).problems[0]?.what).toContain('leads out');
    await rm(outside);
  });

  it('points at the list for files that are not there, and warns of files in no list', async () => {
    const problems = await lay({
      'event.yaml': 'openset: 1\nid: show\ntitle: { zh: 展, en: Show }\nfilms:\n  - a\n  - b\n',
      'films/a/film.yaml': film().replace('[sh010]', '[sh010, sh020]'),
      'films/a/shots/sh030.yaml': shot(),
      'films/c/film.yaml': film(),
    });
    expect(places(problems)).toEqual([
      'error films/a/film.yaml:7:60',
      'warning films/a/shots/sh030.yaml:1:1',
      'error event.yaml:6:5',
      'warning films/c/film.yaml:1:1',
    ]);
  });
});

describe('what must agree in a shot', () => {
  const cases: [string, string, RegExp][] = [
    ['an accepted take that is not there', shot('accepted: v001.t09\n'), /v001\.t09/],
    ['an accepted take that is not marked so', shot('accepted: v001.t01\n'), /marked candidate/],
    ['people that are in no credits', shot().replace('stage:', 'by: nobody\n    stage:'), /nobody/],
    [
      'a derivation from what comes later',
      shot().replace('stage:', 'derivedFrom: [{ from: v001 }]\n    stage:'),
      /not an earlier version/,
    ],
    [
      'a phrase that the prompt does not have',
      shot(
        '        highlights: [{ phrase: fog, region: [0, 0, 1, 1], says: { zh: 雾, en: Fog } }]\n',
      ),
      /“fog” does not stand/,
    ],
    [
      'alternatives that are not there',
      shot('    decision: { verdict: hold, why: { zh: 因, en: W }, alternatives: [v001.t07] }\n'),
      /v001\.t07/,
    ],
    [
      'notes on takes that are not there',
      shot('    notes: [{ take: t05, text: { zh: 记, en: N } }]\n'),
      /t05/,
    ],
    ['media that are not there', shot().replace('x.png', 'y.png'), /media\/y\.png is not there/],
    [
      'a take that is there twice',
      shot('      - { id: t01, media: media/x.png, description: { zh: 图, en: P } }\n'),
      /there twice/,
    ],
  ];
  it.each(cases)('finds %s', async (_, text, words) => {
    const found = errors(await lay({ [shotFile]: text }));
    expect(found).toHaveLength(1);
    expect(found[0]?.what).toMatch(words);
  });

  it('looks at media by what is in them', async () => {
    const [problem] = errors(await lay({ 'films/a/media/x.png': 'just words' }));
    expect(problem?.what).toContain('neither a picture nor a clip');
  });

  it('never lets media paths out of the film', async () => {
    const [problem] = errors(await lay({ [shotFile]: shot().replace('media/x.png', '../x.png') }));
    expect(problem?.what).toContain('../x.png');
  });
});

describe('what visitors would miss', () => {
  const rules = (problems: Problem[]): (string | null)[] =>
    problems.filter(({ severity }) => severity === 'warning').map(({ rule }) => rule);

  it('says nothing where nothing is missing', async () => {
    expect(await lay({})).toEqual([]);
  });

  it('names rule 43 for a missing language and 38 for long texts', async () => {
    const long = Array(51).fill('word').join(' ');
    expect(rules(await lay({ [shotFile]: shot(`description: { en: ${long} }\n`) }))).toEqual([
      '43',
      '38',
    ]);
  });

  it('counts a paragraph at a time', async () => {
    const half = Array(30).fill('word').join(' ');
    const text = shot(`description: { zh: 短, en: "${half}\\n\\n${half}" }\n`);
    expect(await lay({ [shotFile]: text })).toEqual([]);
  });

  it('names rule 68 for missing descriptions and changes', async () => {
    const bare = shot().replace(/^ *(changed|description):.*\n/gm, '');
    expect(rules(await lay({ [shotFile]: bare }))).toEqual(['68', '68']);
  });

  it('names rule 82 where a generated take has no AI label, and not once it has one', async () => {
    const made = shot().replace('stage: plate', 'stage: generation');
    expect(rules(await lay({ [shotFile]: made }))).toEqual(['82']);
    const labelled = `${made}        digitalSourceType: trainedAlgorithmicMedia\n`;
    expect(rules(await lay({ [shotFile]: labelled }))).toEqual([]);
  });

  it('names rule 82 where the file says that it is generated and the take says otherwise', async () => {
    const fact =
      '{ field: take.digitalSourceType, value: "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia", reader: iptc, locator: "png:xmp", confidence: exact }';
    const text = shot(`        digitalSourceType: digitalCapture\n        facts: [${fact}]\n`);
    const problems = await lay({ [shotFile]: text });
    expect(rules(problems)).toEqual(['82']);
    expect(problems[0]?.what).toContain('png:xmp');
  });

  it('names rule 82 for a film that says nothing of AI', async () => {
    const silent = film().replace(/aiDisclosure.*\n/, '');
    expect(rules(await lay({ 'films/a/film.yaml': silent }))).toEqual(['82']);
  });

  it('names rule 59 where film and story outlast a visit', async () => {
    const edit =
      'edit:\n  media: media/x.mp4\n  description: { zh: 片, en: F }\n  captions: { zh: media/c.vtt, en: media/c.vtt }\n  items: [{ shot: sh010, startS: 0, endS: 180 }]\n';
    const problems = await lay({
      'films/a/film.yaml': film(edit),
      'films/a/media/x.mp4': '\0\0\0\x18ftypisom',
      'films/a/media/c.vtt': 'WEBVTT\n\n00:00.000 --> 00:02.000\n你好\n',
    });
    expect(rules(problems)).toEqual(['59']);
  });
});
