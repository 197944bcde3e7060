import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { memorySource } from '#lib/intake/source.ts';
import { mp4, png, tEXt } from '../../../../../tests/fixtures/make-files.ts';
import { readEvent } from '../read.ts';
import { importFolder, type ImportReport } from './import-folder.ts';

let dir: string;
let count: number;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'openset-import-'));
  count = 0;
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const words = (prompt: string, seed: number): string =>
  `${prompt}\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, CFG scale: 5, Seed: ${seed}, Size: 64x48, Model: m, Version: v1.10.1`;

/** A still with its prompt, and a time of its own, later than all before it. */
async function lay(file: string, bytes?: Uint8Array): Promise<void> {
  count += 1;
  const place = path.join(dir, 'team', file);
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, bytes ?? png([tEXt('parameters', words(`${file} at dawn`, count))]));
  await utimes(place, 1_700_000_000 + count, 1_700_000_000 + count);
}

const run = (more: Partial<Parameters<typeof importFolder>[0]> = {}): Promise<ImportReport> =>
  importFolder({
    from: path.join(dir, 'team'),
    film: 'lane',
    event: path.join(dir, 'event'),
    title: 'The lane',
    dryRun: false,
    open: async (file, use) => use(memorySource(path.basename(file), await readFile(file))),
    onProgress: () => undefined,
    ...more,
  });

const inFilm = (file: string): string => path.join(dir, 'event/films/lane', file);
const text = (file: string): Promise<string> => readFile(inFilm(file), 'utf8');
const media = async (): Promise<string[]> => (await readdir(inFilm('media'))).sort();
async function versions(shot: string) {
  const { versions } = parse(await text(`shots/${shot}.yaml`)) as {
    versions: {
      id: string;
      prompt?: { text: string };
      takes: {
        id: string;
        media: string;
        digitalSourceType?: string;
        facts: { field: string; confidence: string }[];
      }[];
    }[];
  };
  return versions;
}

test('a folder becomes shots, versions and takes that say what made them', async () => {
  await lay('sh010/ComfyUI_00002_.png');
  await lay('sh010/ComfyUI_00001_.png');
  await lay('sh020_v003.png');
  const report = await run();
  expect(report).toMatchObject({ shots: 2, versions: 3, takes: 3, skipped: [] });
  const [first, second] = await versions('sh010');
  expect(first?.prompt?.text).toBe('sh010/ComfyUI_00001_.png at dawn');
  expect(second?.prompt?.text).toBe('sh010/ComfyUI_00002_.png at dawn');
  expect((await versions('sh020'))[0]?.id).toBe('v003');
  const { problems } = await readEvent(path.join(dir, 'event'));
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('pictures that carry a generator’s words are labelled, and how that is known is said (82)', async () => {
  await lay('sh010/a_00001.png');
  await lay('sh010/plates/b_00001.png', png([]));
  await run();
  const takes = (await versions('sh010')).flatMap((version) => version.takes);
  expect(takes.map(({ digitalSourceType }) => digitalSourceType)).toEqual([
    'trainedAlgorithmicMedia',
    undefined,
  ]);
  expect(takes[0]?.facts).toContainEqual(
    expect.objectContaining({ field: 'digitalSourceType', confidence: 'inferred' }),
  );
});

test('a folder that grows adds what is new and leaves what people wrote', async () => {
  await lay('sh010/a_00001.png');
  await run();
  const edited = `# ours\n${(await text('shots/sh010.yaml')).replace('生成 1', '“第一稿”  ')}`;
  await writeFile(inFilm('shots/sh010.yaml'), edited);
  await lay('sh010/a_00002.png');
  await lay('sh020/a_00001.png');
  expect(await run()).toMatchObject({
    shots: 2,
    versions: 2,
    identical: [{ file: 'sh010/a_00001.png' }],
  });
  expect(await text('shots/sh010.yaml')).toContain(edited);
  expect((await versions('sh010')).map(({ id }) => id)).toEqual(['v001', 'v002']);
  expect(await text('film.yaml')).toContain('- sh020');
  const after = await text('shots/sh010.yaml');
  expect(await run()).toMatchObject({ shots: 0, takes: 0 });
  expect(await text('shots/sh010.yaml')).toBe(after);
});

test('what people took out stays out, and its number and its file stay its own', async () => {
  await lay('sh010/a_00001.png');
  await lay('sh010/a_00002.png');
  await run();
  const whole = await text('shots/sh010.yaml');
  await writeFile(inFilm('shots/sh010.yaml'), whole.slice(0, whole.indexOf('  - id: v002')));
  const old = await readFile(inFilm('media/sh010_v002_t01.png'));
  await writeFile(inFilm('media/sh010_v003_t01.png'), 'put here by hand');
  await writeFile(
    inFilm('film.yaml'),
    (await text('film.yaml')).replace('      - sh010', '      []'),
  );
  await lay('sh010/a_00003.png');
  await run();
  expect((await versions('sh010')).map(({ id }) => id)).toEqual(['v001', 'v003']);
  expect((await versions('sh010'))[1]?.takes[0]?.media).toBe('media/sh010_v003_t02.png');
  expect(await readFile(inFilm('media/sh010_v002_t01.png'))).toEqual(old);
  expect(await text('media/sh010_v003_t01.png')).toBe('put here by hand');
  expect(await text('film.yaml')).not.toContain('- sh010');
});

test('the same bytes under two names are one take', async () => {
  const bytes = png([tEXt('parameters', words('twice', 7))]);
  await lay('sh010/a_00001.png', bytes);
  await lay('sh010/copy of a.png', bytes);
  expect(await run()).toMatchObject({ takes: 1, identical: [{ same: 'sh010/a_00001.png' }] });
});

test('a clip with sound, the same without, and its first frame are one take', async () => {
  const still = png([tEXt('parameters', words('she turns', 9))]);
  await lay('sh010/AnimateDiff_00001.png', still);
  await lay('sh010/AnimateDiff_00001.mp4', mp4([]));
  await lay('sh010/AnimateDiff_00001-audio.mp4', mp4([['title', 'sound']]));
  await run();
  const [only, ...others] = await versions('sh010');
  expect(others).toEqual([]);
  expect(only?.prompt?.text).toBe('she turns');
  expect(only?.takes.map(({ media }) => media)).toEqual(['media/sh010_v001_t01.mp4']);
  expect(await readFile(inFilm('media/sh010_v001_t01.mp4'))).toEqual(
    await readFile(path.join(dir, 'team/sh010/AnimateDiff_00001-audio.mp4')),
  );
  expect(await media()).toContain('sh010_v001_t01.poster.png');
});

test('broken and foreign files are named and passed over', async () => {
  await lay('sh010/a_00001.png');
  await lay('sh010/b_00002.png', new Uint8Array(100));
  await lay('sh010/c_00003.png', png([]).subarray(0, 30));
  await lay('sh010/notes.docx', new TextEncoder().encode('notes'));
  const { takes, skipped } = await run();
  expect(takes).toBe(1);
  expect(skipped.map(({ file }) => file)).toEqual([
    'sh010/b_00002.png',
    'sh010/c_00003.png',
    'sh010/notes.docx',
  ]);
  expect(skipped.every(({ why }) => why.length > 10)).toBe(true);
});

test('an event folder inside the team’s folder is not imported into itself', async () => {
  await lay('sh010/a_00001.png');
  const event = path.join(dir, 'team', 'event');
  await run({ event });
  await appendFile(path.join(event, 'films/lane/media/sh010_v001_t01.png'), 'edited');
  expect(await run({ event })).toMatchObject({ takes: 0, skipped: [] });
});

test('a shot’s file that was never finished counts for nothing', async () => {
  await lay('sh010/a_00001.png');
  await run();
  const yaml = await text('shots/sh010.yaml');
  await rename(inFilm('shots/sh010.yaml'), inFilm('shots/sh010.yaml.0a1b2c3d.tmp'));
  await rm(inFilm('import.json'));
  await run();
  expect(await text('shots/sh010.yaml')).toBe(yaml);
  expect(await readdir(inFilm('shots'))).toEqual(['sh010.yaml']);
});

test('a dry run writes nothing', async () => {
  await lay('sh010/a_00001.png');
  expect(await run({ dryRun: true })).toMatchObject({ takes: 1 });
  await expect(readdir(path.join(dir, 'event'))).rejects.toThrow('ENOENT');
});

test('500 files, a few at a time in memory', async () => {
  for (let at = 0; at < 500; at += 1)
    await lay(
      `sh${String(10 * (1 + (at % 10))).padStart(3, '0')}/x_${String(at).padStart(5, '0')}.png`,
    );
  expect(await run()).toMatchObject({ shots: 10, versions: 500, takes: 500 });
  expect((await media()).length).toBe(500);
}, 60_000);

test('killed at any instant and run again, it is the event of an undisturbed run', async () => {
  for (let at = 0; at < 40; at += 1)
    await lay(`sh0${10 * (1 + (at % 4))}/x_${String(at).padStart(5, '0')}.png`);
  await run();
  const wanted = await snapshot(path.join(dir, 'event'));
  const importing = async (event: string, killAfterMs: number | null): Promise<void> => {
    const parts = ['src/cli/openset.ts', 'import', path.join(dir, 'team')];
    const options = ['--film', 'lane', '--title', 'The lane', '--into', event];
    const child = spawn(process.execPath, [...parts, ...options], { stdio: 'ignore' });
    const gone = once(child, 'exit');
    const timer =
      killAfterMs === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    await gone;
    if (timer) clearTimeout(timer);
  };
  const startedMs = performance.now();
  await importing(path.join(dir, 'timed/event'), null);
  const wholeMs = performance.now() - startedMs;
  for (let round = 0; round < 10; round += 1) {
    const event = path.join(dir, `killed-${round}`, 'event');
    for (let kills = 0; kills < 3; kills += 1)
      await importing(event, wholeMs * (0.5 + 0.5 * Math.random()));
    await importing(event, null);
    expect(await snapshot(event)).toEqual(wanted);
  }
}, 120_000);

/** Every file with its content, leftovers included. */
async function snapshot(event: string): Promise<Record<string, string>> {
  const files = await readdir(event, { recursive: true, withFileTypes: true });
  const found: Record<string, string> = {};
  for (const file of files) {
    if (!file.isFile()) continue;
    const place = path.join(file.parentPath, file.name);
    found[path.relative(event, place)] = await readFile(place, 'latin1');
  }
  return found;
}
