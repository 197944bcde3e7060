// The words that the renderer understands, in Chinese and English: standard terms of camera and
// light, and the few things that stand in the sets. Data only.
import type { ShotDescription, Subject } from './shot-description.ts';

export interface Term {
  zh: readonly string[];
  en: readonly string[];
  means: Partial<ShotDescription>;
  /** What in the picture shows it. */
  shows?: Subject;
}

/** Longer wordings win over shorter ones that stand inside them. */
export const vocabulary: readonly Term[] = [
  {
    zh: ['大全景', '全景', '远景'],
    en: ['wide shot', 'establishing shot'],
    means: { size: 'wide' },
  },
  { zh: ['全身'], en: ['full shot'], means: { size: 'full' } },
  { zh: ['中景'], en: ['medium shot'], means: { size: 'medium' } },
  { zh: ['近景', '特写'], en: ['close-up'], means: { size: 'close' } },
  {
    zh: ['低机位', '低角度'],
    en: ['low angle', 'camera near the ground'],
    means: { angle: 'low' },
  },
  { zh: ['平视'], en: ['eye level'], means: { angle: 'eye' } },
  { zh: ['俯拍', '高机位'], en: ['high angle'], means: { angle: 'high' } },
  { zh: ['18毫米', '超广角'], en: ['18mm', 'ultra wide lens'], means: { lensMm: 18 } },
  { zh: ['28毫米'], en: ['28mm'], means: { lensMm: 28 } },
  { zh: ['35毫米'], en: ['35mm'], means: { lensMm: 35 } },
  { zh: ['50毫米'], en: ['50mm'], means: { lensMm: 50 } },
  { zh: ['85毫米', '长焦'], en: ['85mm', 'long lens'], means: { lensMm: 85 } },
  { zh: ['清晨', '黎明'], en: ['at dawn', 'early morning'], means: { time: 'dawn' }, shows: 'sun' },
  { zh: ['正午', '白天'], en: ['at noon', 'midday'], means: { time: 'noon' } },
  { zh: ['黄昏', '傍晚'], en: ['at dusk', 'evening'], means: { time: 'dusk' }, shows: 'sun' },
  { zh: ['夜里', '夜晚'], en: ['at night'], means: { time: 'night' } },
  {
    zh: ['逆光', '太阳在身后'],
    en: ['backlit', 'sun behind them', 'low sun behind'],
    means: { sun: 'behind' },
    shows: 'sun',
  },
  { zh: ['左侧光'], en: ['side light from the left'], means: { sun: 'left' } },
  { zh: ['右侧光'], en: ['side light from the right'], means: { sun: 'right' } },
  { zh: ['顺光', '正面光'], en: ['front light'], means: { sun: 'front' } },
  { zh: ['薄雾'], en: ['thin mist', 'light mist'], means: { mist: 0.45 }, shows: 'lane' },
  { zh: ['浓雾', '大雾'], en: ['thick mist', 'dense fog'], means: { mist: 0.95 }, shows: 'lane' },
  { zh: ['空气通透'], en: ['clear air'], means: { mist: 0.05 } },
  {
    zh: ['湿漉漉的石板路', '雨后', '湿地面'],
    en: ['wet ground', 'after rain'],
    means: { wet: true },
    shows: 'ground',
  },
  {
    zh: ['弄堂', '里弄'],
    en: ['old lane', 'lilong lane'],
    means: { place: 'lane' },
    shows: 'lane',
  },
  {
    zh: ['江边', '黄浦江'],
    en: ['riverside', 'by the river'],
    means: { place: 'river' },
    shows: 'river',
  },
  {
    zh: ['一个孩子', '一个女孩'],
    en: ['one child', 'a girl'],
    means: { children: 1 },
    shows: 'children',
  },
  { zh: ['两个孩子'], en: ['two children'], means: { children: 2 }, shows: 'children' },
  { zh: ['三个孩子'], en: ['three children'], means: { children: 3 }, shows: 'children' },
  {
    zh: ['骑自行车', '骑车'],
    en: ['riding bicycles', 'riding a bicycle'],
    means: { action: 'riding' },
    shows: 'children',
  },
  {
    zh: ['停下车', '扶着车'],
    en: ['standing with their bicycles', 'standing with her bicycle'],
    means: { action: 'standing' },
    shows: 'children',
  },
  { zh: ['红围巾'], en: ['red scarf'], means: { scarf: 'red' }, shows: 'scarf' },
  { zh: ['褪色的红围巾'], en: ['faded red scarf'], means: { scarf: 'faded' }, shows: 'scarf' },
  {
    zh: ['画面左侧'],
    en: ['on the left third'],
    means: { composition: 'left' },
    shows: 'children',
  },
  {
    zh: ['画面右侧'],
    en: ['on the right third'],
    means: { composition: 'right' },
    shows: 'children',
  },
  { zh: ['居中'], en: ['centred'], means: { composition: 'centre' }, shows: 'children' },
  {
    zh: ['晾衣绳', '晾晒的衣服'],
    en: ['laundry overhead', 'laundry lines'],
    means: { laundry: true },
    shows: 'laundry',
  },
  { zh: ['纸飞机'], en: ['paper planes', 'paper plane'], means: { planes: true }, shows: 'planes' },
  { zh: ['风筝'], en: ['a kite', 'kite'], means: { kite: true }, shows: 'kite' },
  { zh: ['货轮', '大船'], en: ['cargo ship'], means: { ship: true }, shows: 'ship' },
  { zh: ['一只猫', '黑猫'], en: ['a cat', 'black cat'], means: { cat: true }, shows: 'cat' },
  { zh: ['暖色调'], en: ['warm palette'], means: { tone: 'warm' } },
  { zh: ['冷色调'], en: ['cool palette'], means: { tone: 'cool' } },
  { zh: ['胶片感'], en: ['film stock look', 'on film'], means: { tone: 'film' } },
  { zh: ['[固定]'], en: ['[static shot]'], means: { move: 'static' } },
  { zh: ['[推进]'], en: ['[push in]'], means: { move: 'push in' } },
  { zh: ['[拉远]'], en: ['[pull out]'], means: { move: 'pull out' } },
  { zh: ['[右移]'], en: ['[truck right]'], means: { move: 'truck right' } },
  { zh: ['[上升]'], en: ['[pedestal up]'], means: { move: 'pedestal up' } },
];
