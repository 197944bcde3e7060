// The desk: every phrase that can be laid down, in panels of at most seven cards (rule 61).
import type { SetDocument } from '#lib/openset/document.ts';
import type { SetChoice } from '#lib/openset/set.ts';
import type { LocalText } from '#lib/openset/text.ts';
import { moves } from '#lib/previs/shot/moves.ts';
import type { ShotDescription } from '#lib/previs/shot/shot-description.ts';
import {
  departments,
  fieldNames,
  fields,
  type Department,
  type FieldName,
} from '#lib/previs/shot/vocabulary.ts';
import { words } from './words.ts';

type Both = Required<LocalText>;

export interface Card {
  id: string;
  words: Both;
  lesson?: LocalText;
}

export interface Panel {
  id: string;
  department: Department;
  name: LocalText;
  /** What its cards say of the shot. */
  of: { kind: 'field'; field: FieldName } | { kind: 'scene'; choice: string } | { kind: 'moves' };
  cards: Card[];
}

/** No panel has more cards. */
export const mostCards = 7;

const moveGroups = {
  travel: ['push in', 'pull out', 'truck left', 'truck right', 'pedestal up', 'pedestal down'],
  turn: ['pan left', 'pan right', 'tilt up', 'tilt down', 'zoom in', 'zoom out'],
  hold: ['static shot', 'tracking shot', 'shake'],
} as const;

/** All panels, department by department, those that change most first. */
export function deskOf(choices: readonly SetChoice[]): Panel[] {
  const panels = [...movePanels(), ...fieldNames.map(fieldPanel), ...choices.map(choicePanel)];
  const byUse = (a: Panel, b: Panel): number => order.indexOf(a.id) - order.indexOf(b.id);
  return departments.flatMap((department) => {
    const own = panels.filter((panel) => panel.department === department);
    return department === 'camera' || department === 'light' ? own.toSorted(byUse) : own;
  });
}

/** What a beginner notices first stands first. */
const order: string[] = [
  'size',
  'travel',
  'turn',
  'hold',
  'lens',
  'angle',
  'view',
  'composition',
  'height',
  'time',
  'light',
  'weather',
  'palette',
  'ground',
  'quality',
];

function movePanels(): Panel[] {
  return (['travel', 'turn', 'hold'] as const).map((group) => ({
    id: group,
    department: 'camera',
    name: words[group],
    of: { kind: 'moves' },
    cards: moveGroups[group].map((id) => {
      const { zh, en, lesson } = moves.find((move) => move.id === id)!;
      return { id, words: { zh: zh[0], en: en[0] }, lesson };
    }),
  }));
}

function fieldPanel(field: FieldName): Panel {
  const { department, name, terms } = fields[field];
  // Eight sizes are one too many for a hand of cards: the cowboy shot stays for those who write.
  const shown = terms.filter(({ id }) => id !== 'medium-wide');
  return {
    id: field,
    department,
    name,
    of: { kind: 'field', field },
    cards: shown.map((term) => ({
      id: term.id,
      words: { zh: term.zh[0], en: term.en[0] },
      ...('lesson' in term && { lesson: term.lesson }),
    })),
  };
}

function choicePanel({ id, department, name, options }: SetChoice): Panel {
  return {
    id: `scene-${id}`,
    department,
    name,
    of: { kind: 'scene', choice: id },
    cards: options.map((option) => ({
      id: option.id,
      words: { zh: option.words.zh[0]!, en: option.words.en[0]! },
      ...(option.lesson && { lesson: option.lesson }),
    })),
  };
}

/** Moves that six seconds can bear. */
export const mostMoves = 3;

/** Whether the card's phrase is in the shot. */
export function isLaid({ of }: Panel, { id }: Card, shot: ShotDescription): boolean {
  if (of.kind === 'moves') return shot.moves.some((group) => group.includes(id));
  return (of.kind === 'scene' ? shot.scene[of.choice] : shot[of.field]) === id;
}

/** The shot with the card laid; a move that is there already is taken away. `null`: too many moves. */
export function lay({ of }: Panel, card: Card, shot: ShotDescription): ShotDescription | null {
  if (of.kind === 'scene') return { ...shot, scene: { ...shot.scene, [of.choice]: card.id } };
  if (of.kind === 'field') return { ...shot, [of.field]: card.id };
  const without = shot.moves
    .map((group) => group.filter((move) => move !== card.id))
    .filter((group) => group.length > 0);
  if (shot.moves.some((group) => group.includes(card.id))) return { ...shot, moves: without };
  // A camera that stands still does nothing else, and one that moves does not stand still.
  if (card.id === 'static shot') return { ...shot, moves: [['static shot']] };
  const moving = without.filter((group) => !group.includes('static shot'));
  if (moving.flat().length >= mostMoves) return null;
  return {
    ...shot,
    moves: areTogether(shot) ? [[...moving.flat(), card.id]] : [...moving, [card.id]],
  };
}

export const areTogether = ({ moves: groups }: ShotDescription): boolean =>
  groups.length === 1 && groups[0]!.length > 1;

/** All moves at once, or one after another. */
export function joinOrPart(shot: ShotDescription): ShotDescription {
  const all = shot.moves.flat();
  return { ...shot, moves: areTogether(shot) ? all.map((move) => [move]) : [all] };
}

/** The first group goes last. */
export const turnOrder = (shot: ShotDescription): ShotDescription => ({
  ...shot,
  moves: [...shot.moves.slice(1), ...shot.moves.slice(0, 1)],
});

/** The shot with everybody standing where they are, as far as the set has a word for it. */
export function atRest(shot: ShotDescription, { characters }: SetDocument): ShotDescription {
  const scene = { ...shot.scene };
  for (const { acts } of characters) {
    const still = Object.entries(acts.poses).find(([, { speed }]) => speed === 0)?.[0];
    if (acts.choice !== undefined && still !== undefined) scene[acts.choice] = still;
  }
  return { ...shot, scene };
}
