import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCaptions, type CaptionFault } from './check-captions.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'openset-captions-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function faultsOf(text: string): Promise<CaptionFault[]> {
  await writeFile(path.join(dir, 'c.vtt'), text);
  return checkCaptions(dir, 'c.vtt');
}

describe('captions', () => {
  it('pass where they are valid and short, with marks, settings and hours', async () => {
    const text =
      'WEBVTT - made by hand\n\nNOTE nothing\n\n1\n00:00.000 --> 00:02.000 line:80%\n<v Girl>It is early.\n\n01:00:02.000 --> 01:00:04.000\n天还没亮\n';
    expect(await faultsOf(text)).toEqual([]);
  });

  it.each([
    ['without a header', '00:00.000 --> 00:01.000\nx\n', 1, /not WebVTT/],
    ['with commas as SubRip has them', 'WEBVTT\n\n00:00,000 --> 00:01,000\nx\n', 3, /no times/],
    ['that end before they start', 'WEBVTT\n\n00:03.000 --> 00:01.000\nx\n', 3, /ends before/],
    [
      'out of order',
      'WEBVTT\n\n00:03.000 --> 00:04.000\nx\n\n00:01.000 --> 00:02.000\ny\n',
      6,
      /one above/,
    ],
    ['with no captions at all', 'WEBVTT\n', 1, /no captions/],
  ])('are refused %s', async (_, text, line, words) => {
    const faults = await faultsOf(text);
    expect(faults).toMatchObject([{ severity: 'error', line }]);
    expect(faults[0]?.what).toMatch(words);
  });

  it.each([
    ['35 letters', 'a'.repeat(35)],
    ['17 Chinese characters', '字'.repeat(17)],
    ['three lines', 'a\nb\nc'],
  ])('warn of %s (rule 67)', async (_, words) => {
    const faults = await faultsOf(`WEBVTT\n\n00:00.000 --> 00:01.000\n${words}\n`);
    expect(faults).toMatchObject([{ severity: 'warning', rule: '67', line: 3 }]);
  });
});
