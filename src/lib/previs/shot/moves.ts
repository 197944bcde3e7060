// The 15 camera commands of the MiniMax video models (FORMATS §4): `[Truck left]`, `[左移]`.
// Commands in one bracket run at once, brackets in a row run one after the other.
import type { Term } from './vocabulary.ts';

/** The first wording is the command itself; the others mean it in plain prose, outside brackets. */
export const moves = [
  {
    id: 'push in',
    zh: ['推进', '镜头推进', '缓缓推近', '推近'],
    en: ['Push in', 'pushes in', 'pushing in', 'dolly in', 'dollies in', 'camera moves closer'],
    lesson: {
      zh: '机器真的往前走：近的东西变得更快。像走近一个人。',
      en: 'The camera itself walks in, so near things grow faster. Like walking up to someone.',
    },
  },
  {
    id: 'pull out',
    zh: ['拉远', '镜头拉远', '缓缓拉远'],
    en: ['Pull out', 'pulls out', 'pulls back', 'pulling back', 'dolly out', 'dolly back'],
    lesson: {
      zh: '机器往后退：人越来越小，地方越来越大。像告别。',
      en: 'The camera backs away: the person shrinks, the place grows. Like a goodbye.',
    },
  },
  {
    id: 'truck left',
    zh: ['左移', '镜头左移'],
    en: ['Truck left', 'trucks left', 'camera moves left', 'slides left'],
    lesson: {
      zh: '机器横着往左走。近处滑得快，远处几乎不动。',
      en: 'The whole camera slides left. Near things slip by, far ones hardly move.',
    },
  },
  {
    id: 'truck right',
    zh: ['右移', '镜头右移'],
    en: ['Truck right', 'trucks right', 'camera moves right', 'slides right'],
    lesson: {
      zh: '机器横着往右走。和“右摇”比一比：这次它真的走了。',
      en: 'The whole camera slides right. Compare it with a pan: this time it really walks.',
    },
  },
  {
    id: 'pan left',
    zh: ['左摇', '向左摇'],
    en: ['Pan left', 'pans left', 'panning left'],
    lesson: {
      zh: '机器站着不动，只把头转向左边。',
      en: 'The camera stands still and only turns its head to the left.',
    },
  },
  {
    id: 'pan right',
    zh: ['右摇', '向右摇'],
    en: ['Pan right', 'pans right', 'panning right'],
    lesson: {
      zh: '机器站着不动，只把头转向右边。',
      en: 'The camera stands still and only turns its head to the right.',
    },
  },
  {
    id: 'pedestal up',
    zh: ['上升', '镜头上升'],
    en: ['Pedestal up', 'camera rises', 'crane up', 'cranes up'],
    lesson: {
      zh: '整台机器升高，像坐电梯。',
      en: 'The whole camera rises, like in a lift.',
    },
  },
  {
    id: 'pedestal down',
    zh: ['下降', '镜头下降'],
    en: ['Pedestal down', 'camera descends', 'crane down', 'cranes down'],
    lesson: {
      zh: '整台机器下降，落到人身边。',
      en: 'The whole camera sinks, down to the people.',
    },
  },
  {
    id: 'tilt up',
    zh: ['上摇', '向上摇'],
    en: ['Tilt up', 'tilts up', 'tilting up'],
    lesson: {
      zh: '机器不动，抬起头来。',
      en: 'The camera stays where it is and lifts its head.',
    },
  },
  {
    id: 'tilt down',
    zh: ['下摇', '向下摇'],
    en: ['Tilt down', 'tilts down', 'tilting down'],
    lesson: {
      zh: '机器不动，低下头去。',
      en: 'The camera stays where it is and lowers its head.',
    },
  },
  {
    id: 'zoom in',
    zh: ['变焦推近', '变焦放大'],
    en: ['Zoom in', 'zooms in', 'zooming in'],
    lesson: {
      zh: '机器没走，只换焦距：近处远处一起变大，画面变平。',
      en: 'Nobody walks, only the lens changes: near and far grow alike and the picture goes flat.',
    },
  },
  {
    id: 'zoom out',
    zh: ['变焦拉远', '变焦缩小'],
    en: ['Zoom out', 'zooms out', 'zooming out'],
    lesson: {
      zh: '机器没走，镜头放宽，旁边的东西进来了。',
      en: 'Nobody walks; the lens opens and its surroundings come in.',
    },
  },
  {
    id: 'shake',
    zh: ['晃动', '手持', '手持拍摄'],
    en: ['Shake', 'handheld', 'hand-held', 'shaky camera', 'camera shake'],
    lesson: {
      zh: '像有人扛着机器：呼吸、脚步都在画面里。',
      en: 'As if somebody carries it: you see them breathe and step.',
    },
  },
  {
    id: 'tracking shot',
    zh: ['跟随', '跟拍', '跟随镜头'],
    en: ['Tracking shot', 'camera tracks', 'camera follows', 'following shot'],
    lesson: {
      zh: '机器跟着人走：人不动，世界在动。',
      en: 'The camera goes along: they stay put in the frame, the world passes.',
    },
  },
  {
    id: 'static shot',
    zh: ['固定', '固定镜头', '固定机位'],
    en: ['Static shot', 'static camera', 'locked-off', 'locked off', 'camera remains still'],
    lesson: {
      zh: '机器一动不动。动的只有世界。',
      en: 'The camera does nothing at all. Only the world moves.',
    },
  },
] as const satisfies readonly Term[];

export type MoveId = (typeof moves)[number]['id'];

/** What may stand in brackets: words only, so that weights and step markers are no commands. */
const word = /^[\p{L}\p{M}][\p{L}\p{M}' -]{0,39}$/u;

/** `[A, B]` and its full-width kinds. */
export const bracket = /[[［【]([^[\]［］【】]*)[\]］】]/gu;

/**
 * The commands in one bracket: ids of known ones, others as they were written. `null` where it holds
 * anything else, as the weights and markers of other tools do.
 */
export function readBracket(inside: string): string[] | null {
  const parts = inside.split(/[,，、]/u).map((part) => part.trim().replace(/\s+/gu, ' '));
  return parts.every((part) => word.test(part)) ? parts.map((part) => moveId(part) ?? part) : null;
}

/** The command that a wording of either language names, in any case. */
export function moveId(words: string): MoveId | null {
  const lower = words.toLowerCase();
  return moves.find(({ zh, en }) => zh[0] === lower || en[0].toLowerCase() === lower)?.id ?? null;
}

/** A known command in a language, an unknown one as written. */
export function moveWords(move: string, language: 'zh' | 'en'): string {
  return moves.find(({ id }) => id === move)?.[language][0] ?? move;
}
