// A shot in whole sentences, for those who cannot see the picture (rule 68).
import type { SetChoice } from '#lib/openset/set.ts';
import type { Language } from '#lib/openset/text.ts';
import { moveWords } from './moves.ts';
import { spokenOptions, termOf } from './phrases.ts';
import type { ShotDescription } from './shot-description.ts';
import { fieldNames, type FieldName } from './vocabulary.ts';

const camera: FieldName[] = ['size', 'lens', 'angle', 'height', 'view', 'composition'];
const light = fieldNames.filter((name) => !camera.includes(name));

/** Who and where, how it is framed, in which light, and what the camera does. */
export function describe(
  shot: ShotDescription,
  choices: readonly SetChoice[],
  language: Language,
): string {
  const [comma, stop] = language === 'zh' ? ['，', '。'] : [', ', '. '];
  const said = (names: FieldName[]): string =>
    names.map((name) => termOf(name, shot[name])[language][0]).join(comma);
  const scene = spokenOptions(shot, choices)
    .map(({ words }) => words[language][0]!)
    .join(comma);
  return `${[scene, said(camera), said(light), movesInWords(shot, language)].join(stop)}${stop.trim()}`;
}

function movesInWords({ moves }: ShotDescription, language: Language): string {
  const [and, then, start, none] =
    language === 'zh'
      ? ['同时', '，然后', '镜头运动：', '镜头不动']
      : [' and ', ', then ', 'Camera: ', 'The camera does not move'];
  if (moves.length === 0) return none;
  return (
    start +
    moves
      .map((group) => group.map((move) => moveWords(move, language).toLowerCase()).join(and))
      .join(then)
  );
}
