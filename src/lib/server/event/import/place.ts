// Where a file belongs, by its folder and name alone. Pure.
import type { Stage } from '#lib/openset/version.ts';

export interface Place {
  shot: string;
  /** As the name says, `v003`; `null` where it says none. */
  version: number | null;
  /** What orders files that say no version: the tool's own counter. */
  counter: number | null;
  stage: Stage | null;
}

/** Stage words of teams, Chinese and English, in folder or file names. */
const stageWords: [Stage, RegExp][] = [
  ['storyboard', /story-?board|(?:^|[\W_])boards?(?:$|[\W_])|分镜/i],
  ['previs', /pre-?vi[sz]|animatic|预演|预览/i],
  ['plate', /(?:^|[\W_])plates?(?:$|[\W_])|footage|实拍|素材/i],
  ['comp', /(?:^|[\W_])comp(?:osite)?s?(?:$|[\W_])|合成/i],
  ['grade', /(?:^|[\W_])(?:grade[ds]?|grading)(?:$|[\W_])|调色/i],
  ['final', /(?:^|[\W_])finals?(?:$|[\W_])|定稿|成片/i],
  ['generation', /(?:^|[\W_])(?:gen|generations?|generated)(?:$|[\W_])|生成/i],
];

const shotMark = /(?:^|[^a-z0-9])((?:sq\d+[-_]?)?sh\d+)(?=$|[^0-9])/i;

/** Reads `file`, relative to the folder that is imported, forward slashes. `root` names that folder. */
export function placeOf(file: string, root: string): Place {
  const parts = file.split('/');
  const name = (parts.pop() ?? '').replace(/(-audio)?\.[^.]+$/, '');
  const folders = parts.filter((part) => stageOf(part) === null);
  const marked = [name, ...parts.toReversed()]
    .map((part) => shotMark.exec(part)?.[1])
    .find((mark) => mark !== undefined);
  const version = /(?:^|[^a-z0-9])v(\d{1,4})(?=$|[^0-9])/i.exec(name)?.[1];
  const counted = /^(.*?)[-_ ]?(\d{4,6})_?$/.exec(name) ?? /^()(\d{4,6})[-_]\d+$/.exec(name);
  const stem = counted?.[1] ?? '';
  const folder = folders.at(-1) ?? root;
  const shot = marked ?? (folders.length > 0 || stem === '' ? folder : stem);
  return {
    shot: slugOf(shot),
    version: version === undefined ? null : Number(version),
    counter: counted?.[2] === undefined ? null : Number(counted[2]),
    stage: [name, ...parts.toReversed()].map(stageOf).find((stage) => stage !== null) ?? null,
  };
}

const stageOf = (text: string): Stage | null =>
  stageWords.find(([, words]) => words.test(text))?.[0] ?? null;

/** A name that can stand in an address; what cannot be written becomes a short stable number. */
export function slugOf(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 48);
  if (plain !== '' && /^[\x20-\x7e]*$/.test(text)) return plain;
  let sum = 7;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_000;
  return `${plain === '' ? 'shot' : plain}-${sum}`;
}
