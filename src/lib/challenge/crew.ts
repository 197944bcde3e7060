// Who somebody is in a round: a crew role and a colour. No names, nothing typed, nothing kept.
import type { LocalText } from '#lib/openset/text.ts';

type Both = Required<LocalText>;

/** Roles as the credits of a film name them. */
export const roles: readonly Both[] = [
  { zh: '导演', en: 'Director' },
  { zh: '摄影指导', en: 'Cinematographer' },
  { zh: '焦点师', en: 'Focus puller' },
  { zh: '掌机', en: 'Camera operator' },
  { zh: '灯光师', en: 'Gaffer' },
  { zh: '机械师', en: 'Key grip' },
  { zh: '录音师', en: 'Sound recordist' },
  { zh: '话筒员', en: 'Boom operator' },
  { zh: '美术指导', en: 'Production designer' },
  { zh: '道具师', en: 'Props master' },
  { zh: '服装师', en: 'Costume designer' },
  { zh: '化妆师', en: 'Make-up artist' },
  { zh: '场记', en: 'Script supervisor' },
  { zh: '剪辑师', en: 'Editor' },
  { zh: '调色师', en: 'Colourist' },
  { zh: '提示词作者', en: 'Prompt writer' },
];

/** Colours of a slate's tape, each with its name: nothing is said by colour alone (rule 76). */
export const colours: readonly (Both & { hex: string })[] = [
  { zh: '青', en: 'teal', hex: '#1f8a83' },
  { zh: '橙', en: 'orange', hex: '#d9730d' },
  { zh: '紫', en: 'purple', hex: '#7a4bb0' },
  { zh: '黄', en: 'yellow', hex: '#c79a00' },
  { zh: '蓝', en: 'blue', hex: '#2f6fd0' },
  { zh: '绿', en: 'green', hex: '#3c8c3f' },
  { zh: '粉', en: 'pink', hex: '#c2568c' },
  { zh: '棕', en: 'brown', hex: '#8a5a33' },
  { zh: '灰', en: 'grey', hex: '#6d7278' },
];

export interface Crew {
  /** Place in `roles`. */
  role: number;
  name: Both;
  hex: string;
}

/**
 * The crew role of a seat (a tablet's number, or above those a phone's). Sixteen roles and nine
 * colours have no common divisor, so that the first 144 seats all differ; later ones carry a number.
 */
export function crewOf(seat: number): Crew {
  const place = Math.max(0, seat - 1);
  const role = place % roles.length;
  const colour = colours[place % colours.length]!;
  const turn = Math.floor(place / (roles.length * colours.length));
  const more = turn === 0 ? '' : ` ${turn + 1}`;
  return {
    role,
    name: {
      zh: `${roles[role]!.zh} · ${colour.zh}${more}`,
      en: `${roles[role]!.en}, ${colour.en}${more}`,
    },
    hex: colour.hex,
  };
}
