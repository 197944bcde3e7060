// WebVTT captions: valid, and readable at a glance (rule 67). Syntax: W3C WebVTT §4.
import { readText } from './read-text.ts';
import type { Said } from './problem.ts';

const limits = { lines: 2, latin: 34, chinese: 16 };

const arrow = '-->';
const timing =
  /^(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})[ \t]+-->[ \t]+(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})(?:[ \t].*)?$/;

interface Cue {
  line: number;
  startS: number;
  endS: number;
  text: string[];
}

/** A complaint about a line of a caption file, counted from 1. */
export type CaptionFault = Said & { line: number };

/** Everything wrong in the caption file at `file` below `root`; errors first say why it cannot be used. */
export async function checkCaptions(root: string, file: string): Promise<CaptionFault[]> {
  const read = await readText(root, file);
  if ('fault' in read) return [{ ...read.fault, line: 1 }];
  const lines = read.text.split(/\r\n|\r|\n/);
  if (!/^WEBVTT(?:$|[ \t])/.test(lines[0] ?? ''))
    return [
      {
        line: 1,
        severity: 'error',
        what: 'is not WebVTT',
        fix: 'Start the file with a line that says WEBVTT.',
      },
    ];
  const { cues, faults } = parse(lines);
  if (cues.length === 0 && faults.length === 0)
    faults.push({
      line: 1,
      severity: 'error',
      what: 'has no captions in it',
      fix: 'Write times as 00:01.000 --> 00:03.500, and the words below.',
    });
  let beforeS = 0;
  for (const { line, startS, endS, text } of cues) {
    const warn = (what: string, fix: string): void =>
      void faults.push({ line, severity: 'warning', what, fix, rule: '67' });
    if (endS <= startS)
      faults.push({
        line,
        severity: 'error',
        what: 'this caption ends before it starts',
        fix: 'Correct its times.',
      });
    if (startS < beforeS)
      faults.push({
        line,
        severity: 'error',
        what: 'this caption starts before the one above it',
        fix: 'Order captions by time.',
      });
    beforeS = startS;
    if (text.length > limits.lines)
      warn(`this caption has ${text.length} lines`, `Keep to ${limits.lines} lines.`);
    if (text.some(isLong))
      warn(
        'a line of this caption is too long to be read in time',
        `Keep to ${limits.latin} letters, or ${limits.chinese} Chinese characters.`,
      );
  }
  return faults;
}

/** Cues with their times, and lines that look like times and are none. */
function parse(lines: string[]): { cues: Cue[]; faults: CaptionFault[] } {
  const cues: Cue[] = [];
  const faults: CaptionFault[] = [];
  for (let at = 1; at < lines.length; at += 1) {
    if (!lines[at]!.includes(arrow)) continue;
    const found = timing.exec(lines[at]!);
    const line = at + 1;
    const text: string[] = [];
    while (at + 1 < lines.length && lines[at + 1]!.trim() !== '')
      text.push(lines[(at += 1)]!.trim());
    if (found) {
      const seconds = (from: number): number =>
        Number(found[from] ?? 0) * 3600 +
        Number(found[from + 1]) * 60 +
        Number(found[from + 2]) +
        Number(found[from + 3]) / 1000;
      cues.push({ line, startS: seconds(1), endS: seconds(5), text });
    } else
      faults.push({
        line,
        severity: 'error',
        what: 'these are no times of a caption',
        fix: 'Write them as 00:01.000 --> 00:03.500.',
      });
  }
  return { cues, faults };
}

/** By what is drawn: marks such as <v Name> and entities do not count. */
function isLong(line: string): boolean {
  const drawn = line.replaceAll(/<[^>]*>/g, '').replaceAll(/&\w+;/g, '.');
  const chinese = drawn.match(/\p{Script=Han}/gu)?.length ?? 0;
  return chinese > 0 ? chinese > limits.chinese : [...drawn].length > limits.latin;
}
