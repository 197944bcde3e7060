// WebVTT captions: readable at a glance (rule 67).
import { readFile } from 'node:fs/promises';
import type { Problem } from './problem.ts';
import type { Keys, YamlFile } from './yaml-file.ts';

const limits = { lines: 2, latin: 34, chinese: 16 };
const timing = /^(?:\d{2,}:)?\d{2}:\d{2}\.\d{3} --> (?:\d{2,}:)?\d{2}:\d{2}\.\d{3}/;

/** Problems of one caption file, reported where it is named. */
export async function checkCaptions(
  place: string,
  { file, keys, media }: { file: YamlFile<unknown>; keys: Keys; media: string },
): Promise<Problem[]> {
  const blocks = (await readFile(place, 'utf8')).replaceAll('\r\n', '\n').split(/\n{2,}/);
  if (!/^\uFEFF?WEBVTT/.test(blocks[0] ?? ''))
    return [
      file.at(keys, {
        severity: 'error',
        what: `${media} is not WebVTT`,
        fix: 'Start the file with a line that says WEBVTT.',
      }),
    ];
  const cues = blocks.slice(1).flatMap((block) => {
    const lines = block.trim().split('\n');
    const start = lines.findIndex((line) => timing.test(line));
    return start < 0 ? [] : [lines.slice(start + 1)];
  });
  const long = cues.filter(
    (lines) => lines.length > limits.lines || lines.some((line) => isLong(line)),
  ).length;
  if (long === 0) return [];
  return [
    file.at(keys, {
      severity: 'warning',
      what: `${media}: ${long} captions are too long to be read in time`,
      fix: `Keep to ${limits.lines} lines of ${limits.latin} letters or ${limits.chinese} Chinese characters.`,
      rule: '67',
    }),
  ];
}

function isLong(line: string): boolean {
  const chinese = line.match(/\p{Script=Han}/gu)?.length ?? 0;
  return chinese > 0
    ? line.length > limits.chinese + 4 || chinese > limits.chinese
    : line.length > limits.latin;
}
