// films/<film>/set.yaml: the little 3D place that visitors can direct a camera in, as data. Metres;
// y is up; the camera looks along -z at a mark unless the mark turns it. Colours are '#rrggbb'.
import * as v from 'valibot';
import { mediaPath, sha256, slug } from './id.ts';
import { localText } from './text.ts';

const metres = v.pipe(v.number(), v.finite(), v.minValue(-2_000), v.maxValue(2_000));
const size = v.pipe(v.number(), v.finite(), v.minValue(0.001), v.maxValue(2_000));
const degrees = v.pipe(v.number(), v.finite(), v.minValue(-360), v.maxValue(360));
const portion = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const point = v.tuple([metres, metres, metres]);
const extent = v.tuple([size, size, size]);
const count = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));
export const colour = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i, 'is written #a1b2c3'));
const words = v.pipe(v.array(v.pipe(v.string(), v.trim(), v.nonEmpty())), v.minLength(1));

/** Shows a part only where the shot says one of these, by choice id or by `time`, `weather`, `ground`. */
export const condition = v.record(slug, v.pipe(v.array(slug), v.minLength(1)));
export type Condition = v.InferOutput<typeof condition>;

/** One answer to a choice. The first wording of each language is the one that is written. */
export const setOption = v.strictObject({
  id: slug,
  words: v.strictObject({ zh: words, en: words }),
  lesson: v.optional(localText),
  /** Name of the part that shows it, for highlights. */
  shows: v.optional(slug),
});

/** What a prompt can say of this set: who, where, what they do, what else is there. */
export const setChoice = v.strictObject({
  id: slug,
  department: v.picklist(['place', 'action']),
  name: localText,
  /** The option that holds where a prompt says nothing. */
  plain: slug,
  options: v.pipe(v.array(setOption), v.minLength(1), v.maxLength(7)),
});
export type SetChoice = v.InferOutput<typeof setChoice>;

const finish = v.optional(
  v.picklist(['matte', 'gloss', 'glow', 'cloth', 'water', 'ghost']),
  'matte',
);

/** Copies of a part: a row (`step`), and what varies by chance from a fixed seed. */
const copies = v.strictObject({
  count: count(4_000),
  /** From one copy to the next. */
  step: v.optional(point, [0, 0, 0]),
  /** Half of the field, around the part's place, that copies are strewn over. */
  strew: v.optional(point, [0, 0, 0]),
  /** No copy within this circle around the set's origin. */
  clearM: v.optional(metres, 0),
  /** On a ring of this radius around the part's place, evenly. */
  ringM: v.optional(metres),
  scale: v.optional(v.tuple([size, size]), [1, 1]),
  /** Largest turn by chance. */
  turnDeg: v.optional(degrees, 0),
  tiltDeg: v.optional(degrees, 0),
  seed: v.optional(v.pipe(v.number(), v.integer()), 1),
});

const common = {
  at: v.optional(point, [0, 0, 0]),
  turnDeg: v.optional(point, [0, 0, 0]),
  /** Of several colours each copy takes one by chance. */
  colour: v.optional(
    v.union([colour, v.pipe(v.array(colour), v.minLength(1), v.maxLength(12))]),
    '#808080',
  ),
  finish,
  /** Light of its own for `glow`, opacity for `ghost`. */
  strength: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(8)), 1),
  name: v.optional(slug),
  when: v.optional(condition, {}),
  copies: v.optional(copies),
};

const shape = <const K extends string, E extends v.ObjectEntries>(kind: K, own: E) =>
  v.strictObject({ kind: v.literal(kind), ...own, ...common });
const sides = v.optional(v.pipe(v.number(), v.integer(), v.minValue(3), v.maxValue(64)), 12);

/** One parametric piece. `group` places what stands once under `groups`. */
export const piece = v.variant('kind', [
  shape('box', { size: extent }),
  shape('sphere', { radius: size, squash: v.optional(extent, [1, 1, 1]) }),
  shape('cylinder', {
    radius: size,
    top: v.optional(v.pipe(v.number(), v.minValue(0))),
    height: size,
    sides,
  }),
  shape('ring', { radius: size, tube: size, arcDeg: v.optional(degrees, 360) }),
  /** A bowl open towards +y, such as a dish: a cap of a sphere. */
  shape('bowl', { radius: size, openDeg: v.optional(degrees, 60) }),
  shape('plane', { size: v.tuple([size, size]) }),
  /** A boulder: an icosahedron, dented by chance. */
  shape('rock', {
    radius: size,
    dent: v.optional(portion, 0.25),
    squash: v.optional(extent, [1, 1, 1]),
  }),
  /** A sheet of cloth that hangs from its upper edge and waves. */
  shape('cloth', { size: v.tuple([size, size]), wave: v.optional(portion, 0.3) }),
  /** A cable or rope from the part's place to `to`, sagging. */
  shape('rope', { to: point, sag: v.optional(metres, 0.3), radius: v.optional(size, 0.012) }),
  /** A gabled roof over a box of this size, ridge along x. */
  shape('gable', { size: extent }),
  /** A roof whose corners lift, as on a pavilion. */
  shape('hip', { size: extent, lift: v.optional(metres, 0.4) }),
  shape('tree', {
    height: size,
    crown: size,
    growth: v.optional(v.picklist(['leafy', 'pine', 'bare']), 'leafy'),
  }),
  /** A ridge of mountains or towers against the sky. */
  shape('ridge', {
    length: size,
    height: size,
    rough: v.optional(portion, 0.5),
    steps: v.optional(count(400), 80),
    skyline: v.optional(v.boolean(), false),
  }),
  /** Open water that waves. */
  shape('water', { size: v.tuple([size, size]), wave: v.optional(metres, 0.2) }),
  shape('group', { group: slug }),
]);
export type Piece = v.InferOutput<typeof piece>;

export const poses = [
  'stand',
  'walk',
  'ride',
  'push-bike',
  'sit',
  'look-up',
  'reach',
  'kneel',
  'work',
  'carry',
  'dance',
] as const;
export type Pose = (typeof poses)[number];

/** Somebody. Stands relative to the mark that the shot plays on. */
export const character = v.strictObject({
  name: slug,
  when: v.optional(condition, {}),
  at: v.optional(v.tuple([metres, metres]), [0, 0]),
  /** 0 faces the camera of a frontal shot. */
  turnDeg: v.optional(degrees, 0),
  heightM: v.optional(size, 1.7),
  build: v.optional(v.picklist(['person', 'child', 'machine']), 'person'),
  costume: v.optional(v.picklist(['jacket', 'robe', 'overall', 'suit']), 'jacket'),
  heads: v.optional(v.picklist([1, 3]), 1),
  hat: v.optional(v.picklist(['none', 'helmet', 'cap', 'straw', 'hood', 'crown']), 'none'),
  colours: v.strictObject({
    coat: v.union([colour, v.array(colour)]),
    legs: v.optional(colour, '#2a2d35'),
    skin: v.optional(colour, '#e2b491'),
    hair: v.optional(colour, '#17130f'),
    hat: v.optional(colour, '#555555'),
    /** Eyes and seams of a machine, and what is carried. */
    glow: v.optional(colour, '#ffd9a0'),
  }),
  /** A scarf, by option of the choice that decides it. */
  scarf: v.optional(v.strictObject({ choice: slug, colours: v.record(slug, colour) })),
  prop: v.optional(v.picklist(['none', 'bicycle', 'lantern', 'staff']), 'none'),
  /** Pose and speed by option of the choice that decides it; the first pose holds elsewhere. */
  acts: v.strictObject({
    choice: v.optional(slug),
    poses: v.record(
      slug,
      v.strictObject({
        pose: v.picklist(poses),
        speed: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(10)), 0),
      }),
    ),
  }),
});
export type Character = v.InferOutput<typeof character>;

/** Where the subject stands and which way the camera looks. The first whose `when` holds is taken. */
export const mark = v.strictObject({
  id: slug,
  when: v.optional(condition, {}),
  at: point,
  /** The camera's axis, turned around the subject. */
  axisDeg: v.optional(degrees, 0),
  /** Height of what the camera frames. */
  subjectM: v.optional(size, 1.7),
  /** The farthest that the camera can stand, and the farthest that the subject can go. */
  roomM: v.optional(size, 60),
  travelM: v.optional(metres, 2),
});
export type Mark = v.InferOutput<typeof mark>;

/** A lamp in the set. */
export const lamp = v.strictObject({
  at: point,
  colour,
  /** Candela. */
  power: v.pipe(v.number(), v.minValue(0), v.maxValue(2_000)),
  rangeM: size,
  when: v.optional(condition, {}),
  /** How much it flickers, 0 to 1. */
  flicker: v.optional(portion, 0),
});

/** A filmed, painted or generated plate on a card, alpha and all. */
export const card = v.strictObject({
  media: mediaPath,
  at: point,
  heightM: size,
  turnDeg: v.optional(degrees, 0),
  /** Keeps facing the camera. */
  facing: v.optional(v.boolean(), false),
  lit: v.optional(v.boolean(), true),
  name: v.optional(slug),
  when: v.optional(condition, {}),
});

/** A glTF 2.0 binary (.glb) with everything inside it. */
export const model = v.strictObject({
  media: mediaPath,
  at: v.optional(point, [0, 0, 0]),
  turnDeg: v.optional(point, [0, 0, 0]),
  scale: v.optional(size, 1),
  name: v.optional(slug),
  when: v.optional(condition, {}),
});

/** Sky, sun and air of one hour. */
export const hour = v.strictObject({
  zenith: colour,
  horizon: colour,
  sun: colour,
  /** Light that comes from everywhere, and from the ground. */
  sky: colour,
  bounce: colour,
  sunHeightDeg: v.pipe(v.number(), v.minValue(-5), v.maxValue(90)),
  sunPower: v.pipe(v.number(), v.minValue(0), v.maxValue(12)),
  skyPower: v.pipe(v.number(), v.minValue(0), v.maxValue(6)),
  /** The moon and the stars show. */
  stars: v.optional(portion, 0),
  /** Fog per metre in clear air; mist and fog add to it. */
  haze: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.2)), 0.006),
  /** Gain of the whole picture. */
  exposure: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(8)), 1),
});
export type Hour = v.InferOutput<typeof hour>;

const set = v.strictObject({
  title: localText,
  /** What the team wants of the shot that visitors direct. */
  brief: localText,
  /** The shot of the film that the lab is about. */
  shot: slug,
  choices: v.pipe(v.array(setChoice), v.minLength(1), v.maxLength(12)),
  marks: v.pipe(v.array(mark), v.minLength(1), v.maxLength(24)),
  hours: v.strictObject({
    dawn: hour,
    noon: hour,
    golden: hour,
    dusk: hour,
    blue: hour,
    night: hour,
  }),
  /** Multiplies haze, mist and fog: a plain of kilometres wants less than a lane. */
  airScale: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(4)), 1),
  /** Height in metres over which the mist thins out to a third. */
  airHeightM: v.optional(size, 14),
  /** What drifts through the air: dust, embers, seeds. */
  motes: v.optional(
    v.strictObject({
      colour,
      count: count(2_000),
      sizeM: size,
      riseM: v.optional(metres, 0),
      when: v.optional(condition, {}),
    }),
  ),
  groups: v.optional(v.record(slug, v.array(piece)), {}),
  pieces: v.array(piece),
  characters: v.pipe(v.array(character), v.maxLength(24)),
  lamps: v.optional(v.pipe(v.array(lamp), v.maxLength(24)), []),
  cards: v.optional(v.pipe(v.array(card), v.maxLength(24)), []),
  models: v.optional(v.pipe(v.array(model), v.maxLength(24)), []),
});

/** As people write it. */
export const filmSet = set;
export type FilmSet = v.InferOutput<typeof filmSet>;

/** As tablets read it: cards and models by the hash of their bytes. */
export const releaseSet = v.strictObject({
  ...set.entries,
  cards: v.array(v.strictObject({ ...card.entries, media: sha256 })),
  models: v.array(v.strictObject({ ...model.entries, media: sha256 })),
});
export type ReleaseSet = v.InferOutput<typeof releaseSet>;

/** What a set may weigh before `check` warns: measured against the slowest tablets that we aim at. */
export const setBudget = { triangles: 150_000, textureMB: 64, bytes: 8_000_000 };
