// What a prompt asks for, in terms that can be drawn. Every field has a plain default, so that a
// prompt which says little still gives a picture.

export interface ShotDescription {
  size: 'wide' | 'full' | 'medium' | 'close';
  angle: 'low' | 'eye' | 'high';
  /** Focal length in millimetres on a 36 mm wide frame. */
  lensMm: number;
  time: 'dawn' | 'noon' | 'dusk' | 'night';
  /** Where the sun stands, seen from the camera. */
  sun: 'behind' | 'left' | 'right' | 'front';
  /** 0 is clear air, 1 hides the end of the lane. */
  mist: number;
  wet: boolean;
  place: 'lane' | 'river';
  children: number;
  action: 'riding' | 'standing';
  scarf: 'none' | 'red' | 'faded' | 'blue';
  composition: 'left' | 'centre' | 'right';
  laundry: boolean;
  planes: boolean;
  kite: boolean;
  ship: boolean;
  cat: boolean;
  /** What the whole picture leans towards. */
  tone: 'plain' | 'warm' | 'cool' | 'film';
  /** One camera command, as video models take them in square brackets. */
  move: 'static' | 'push in' | 'pull out' | 'truck right' | 'pedestal up';
}

export const plainShot: ShotDescription = {
  size: 'wide',
  angle: 'eye',
  lensMm: 35,
  time: 'noon',
  sun: 'left',
  mist: 0.1,
  wet: false,
  place: 'lane',
  children: 1,
  action: 'riding',
  scarf: 'none',
  composition: 'centre',
  laundry: false,
  planes: false,
  kite: false,
  ship: false,
  cat: false,
  tone: 'plain',
  move: 'static',
};

/** Things in a picture that a phrase can point at. */
export const subjects = [
  'children',
  'scarf',
  'sun',
  'laundry',
  'planes',
  'kite',
  'ship',
  'cat',
  'river',
  'lane',
  'ground',
] as const;
export type Subject = (typeof subjects)[number];
