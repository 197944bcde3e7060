// The words that the previs engine understands, in Chinese and English: standard terms of camera,
// light and air. Data only; what stands in a set brings its own words (openset/set.ts).
import type { LocalText } from '#lib/openset/text.ts';

/** One value of a field. The first wording of each language is the one that is written. */
export interface Term {
  id: string;
  zh: readonly [string, ...string[]];
  en: readonly [string, ...string[]];
  lesson?: LocalText;
}

export const departments = ['camera', 'light', 'place', 'action'] as const;
export type Department = (typeof departments)[number];

export interface Field {
  department: Department;
  name: { zh: string; en: string };
  /** What is drawn where nothing is said. */
  plain: string;
  terms: readonly Term[];
}

/** Scales stand in their natural order: a distance between two values is counted in their steps. */
export const fields = {
  size: {
    department: 'camera',
    name: { zh: '景别', en: 'Shot size' },
    plain: 'wide',
    terms: [
      {
        id: 'extreme-wide',
        zh: ['大远景'],
        en: ['extreme wide shot', 'very wide shot', 'extreme long shot', 'establishing shot'],
        lesson: {
          zh: '人很小，地方很大。先让人知道在哪儿。',
          en: 'Small people, big place. It says where we are.',
        },
      },
      {
        id: 'wide',
        zh: ['大全景', '远景'],
        en: ['wide shot', 'long shot', 'wide-angle shot'],
        lesson: {
          zh: '人和地方一样重要。',
          en: 'The people and the place count the same.',
        },
      },
      {
        id: 'full',
        zh: ['全景', '全身镜头', '全身'],
        en: ['full shot', 'full-body shot', 'full body'],
        lesson: { zh: '从头到脚。看得见动作。', en: 'Head to toe: the whole body acts.' },
      },
      {
        id: 'medium-wide',
        zh: ['中全景', '七分身'],
        en: ['medium wide shot', 'medium full shot', 'cowboy shot'],
        lesson: {
          zh: '到膝盖。手里拿的都看得见。',
          en: 'Down to the knees: what hands hold shows.',
        },
      },
      {
        id: 'medium',
        zh: ['中景'],
        en: ['medium shot', 'mid shot', 'waist shot'],
        lesson: {
          zh: '到腰。像和人说话的距离。',
          en: 'To the waist: as far as somebody you talk to.',
        },
      },
      {
        id: 'medium-close',
        zh: ['近景'],
        en: ['medium close-up', 'medium close up', 'head and shoulders'],
        lesson: {
          zh: '到胸口。开始听见他在想什么。',
          en: 'To the chest: you start to hear thoughts.',
        },
      },
      {
        id: 'close',
        zh: ['特写'],
        en: ['close-up', 'close up', 'closeup', 'tight shot'],
        lesson: { zh: '只剩一张脸。', en: 'Only the face is left.' },
      },
      {
        id: 'extreme-close',
        zh: ['大特写'],
        en: ['extreme close-up', 'extreme close up', 'macro shot'],
        lesson: { zh: '一双眼睛，一个细节。', en: 'A pair of eyes, one detail.' },
      },
    ],
  },
  angle: {
    department: 'camera',
    name: { zh: '角度', en: 'Angle' },
    plain: 'level',
    terms: [
      {
        id: 'low',
        zh: ['仰拍', '低角度', '仰视'],
        en: ['low angle', 'low-angle shot', 'worm\u2019s-eye view', "worm's-eye view"],
        lesson: { zh: '从下往上看，人就高大。', en: 'Look up at someone and they grow.' },
      },
      {
        id: 'level',
        zh: ['平拍', '平视'],
        en: ['eye level', 'eye-level shot', 'level angle'],
        lesson: { zh: '和他一样高：平等地看。', en: 'As high as they are: as equals.' },
      },
      {
        id: 'high',
        zh: ['俯拍', '高角度', '俯视'],
        en: ['high angle', 'high-angle shot'],
        lesson: { zh: '从上往下看，人就变小。', en: 'Look down on someone and they shrink.' },
      },
      {
        id: 'overhead',
        zh: ['顶拍', '鸟瞰'],
        en: ['overhead shot', "bird's-eye view", 'bird\u2019s-eye view', 'top-down view'],
        lesson: { zh: '正上方。世界变成地图。', en: 'From right above, the world is a map.' },
      },
      {
        id: 'dutch',
        zh: ['斜角镜头', '荷兰角'],
        en: ['dutch angle', 'canted angle', 'tilted horizon'],
        lesson: { zh: '地平线歪了，心里也不稳。', en: 'Tilt the horizon and nothing feels safe.' },
      },
    ],
  },
  height: {
    department: 'camera',
    name: { zh: '机位高低', en: 'Camera height' },
    plain: 'eye',
    terms: [
      {
        id: 'ground',
        zh: ['贴地机位'],
        en: ['camera on the ground', 'ground level', 'camera near the ground'],
      },
      { id: 'knee', zh: ['低机位'], en: ['knee-high camera', 'low camera'] },
      { id: 'eye', zh: ['齐眼机位'], en: ['camera at eye height'] },
      { id: 'crane', zh: ['高机位', '摇臂机位'], en: ['camera on a crane', 'crane shot'] },
    ],
  },
  view: {
    department: 'camera',
    name: { zh: '看哪一面', en: 'Side' },
    plain: 'front',
    terms: [
      { id: 'front', zh: ['正面'], en: ['from the front', 'front view', 'facing the camera'] },
      {
        id: 'three-quarter',
        zh: ['四分之三侧面'],
        en: ['three-quarter view', 'from three quarters'],
      },
      { id: 'profile', zh: ['正侧面'], en: ['in profile', 'side view', 'from the side'] },
      {
        id: 'back',
        zh: ['背面', '背影'],
        en: ['from behind', 'back view', 'seen from the back'],
      },
    ],
  },
  lens: {
    department: 'camera',
    name: { zh: '镜头', en: 'Lens' },
    plain: '35',
    terms: [
      {
        id: '18',
        zh: ['18毫米', '18毫米镜头', '超广角'],
        en: ['18mm', '18 mm', 'ultra wide lens', 'ultra-wide lens'],
        lesson: { zh: '近的更近，远的更远。', en: 'Near gets nearer, far gets farther.' },
      },
      { id: '24', zh: ['24毫米', '广角镜头'], en: ['24mm', '24 mm', 'wide-angle lens'] },
      {
        id: '35',
        zh: ['35毫米'],
        en: ['35mm', '35 mm'],
        lesson: { zh: '差不多是你看世界的样子。', en: 'About how you look at a room.' },
      },
      { id: '50', zh: ['50毫米', '标准镜头'], en: ['50mm', '50 mm', 'normal lens'] },
      {
        id: '85',
        zh: ['85毫米', '人像镜头'],
        en: ['85mm', '85 mm', 'portrait lens'],
        lesson: { zh: '脸不变形，背景靠过来。', en: 'Kind to faces; the background comes close.' },
      },
      {
        id: '135',
        zh: ['135毫米', '长焦'],
        en: ['135mm', '135 mm', 'long lens', 'telephoto lens', 'telephoto'],
        lesson: { zh: '从远处偷看。空间被压扁。', en: 'A look from far off; space goes flat.' },
      },
    ],
  },
  composition: {
    department: 'camera',
    name: { zh: '构图', en: 'Composition' },
    plain: 'centre',
    terms: [
      {
        id: 'left',
        zh: ['画面左侧', '左三分之一'],
        en: ['on the left third', 'left of frame'],
      },
      { id: 'centre', zh: ['居中', '中心构图'], en: ['centred', 'centered', 'in the centre'] },
      {
        id: 'right',
        zh: ['画面右侧', '右三分之一'],
        en: ['on the right third', 'right of frame'],
      },
    ],
  },
  time: {
    department: 'light',
    name: { zh: '时间', en: 'Hour' },
    plain: 'noon',
    terms: [
      {
        id: 'dawn',
        zh: ['清晨', '黎明', '日出'],
        en: ['at dawn', 'dawn', 'early morning', 'sunrise'],
      },
      { id: 'noon', zh: ['正午', '白天'], en: ['at noon', 'midday', 'daylight', 'daytime'] },
      {
        id: 'golden',
        zh: ['黄金时刻', '夕阳', '日落'],
        en: ['golden hour', 'late afternoon', 'sunset'],
      },
      { id: 'dusk', zh: ['黄昏', '傍晚'], en: ['at dusk', 'dusk', 'evening', 'twilight'] },
      { id: 'blue', zh: ['蓝调时刻'], en: ['blue hour'] },
      { id: 'night', zh: ['夜晚', '夜里', '深夜'], en: ['at night', 'night', 'midnight'] },
    ],
  },
  light: {
    department: 'light',
    name: { zh: '光的方向', en: 'Light' },
    plain: 'left',
    terms: [
      {
        id: 'front',
        zh: ['顺光', '正面光'],
        en: ['front light', 'front-lit', 'frontal light'],
        lesson: {
          zh: '什么都看得见，也就没有秘密。',
          en: 'Everything shows, so nothing is hidden.',
        },
      },
      {
        id: 'left',
        zh: ['左侧光'],
        en: ['side light from the left', 'lit from the left'],
      },
      {
        id: 'right',
        zh: ['右侧光'],
        en: ['side light from the right', 'lit from the right'],
      },
      {
        id: 'rim',
        zh: ['侧逆光', '轮廓光'],
        en: ['three-quarter back light', 'rim light', 'rim lighting'],
      },
      {
        id: 'back',
        zh: ['逆光', '太阳在身后'],
        en: ['backlit', 'back light', 'backlight', 'backlighting', 'sun behind them'],
        lesson: { zh: '光在身后，人成了剪影。', en: 'Light behind: people become shapes.' },
      },
    ],
  },
  quality: {
    department: 'light',
    name: { zh: '光的软硬', en: 'Softness' },
    plain: 'hard',
    terms: [
      { id: 'hard', zh: ['硬光'], en: ['hard light', 'harsh light', 'hard shadows'] },
      {
        id: 'soft',
        zh: ['柔光', '柔和的光'],
        en: ['soft light', 'soft lighting', 'diffused light', 'diffuse light'],
      },
    ],
  },
  weather: {
    department: 'light',
    name: { zh: '空气', en: 'Air' },
    plain: 'clear',
    terms: [
      { id: 'clear', zh: ['空气通透', '晴朗'], en: ['clear air', 'clear sky'] },
      {
        id: 'mist',
        zh: ['薄雾', '晨雾'],
        en: ['thin mist', 'light mist', 'mist', 'misty', 'haze', 'hazy'],
      },
      {
        id: 'fog',
        zh: ['浓雾', '大雾'],
        en: ['thick fog', 'dense fog', 'thick mist', 'fog', 'foggy'],
      },
      {
        id: 'rain',
        zh: ['雨中', '下雨', '下着雨'],
        en: ['in the rain', 'rain', 'raining', 'rainy'],
      },
      {
        id: 'snow',
        zh: ['雪中', '下雪', '下着雪'],
        en: ['in the snow', 'snowing', 'snowfall', 'falling snow'],
      },
    ],
  },
  ground: {
    department: 'light',
    name: { zh: '地面', en: 'Ground' },
    plain: 'dry',
    terms: [
      { id: 'dry', zh: ['干地面'], en: ['dry ground'] },
      {
        id: 'wet',
        zh: ['湿地面', '湿漉漉的石板路', '湿漉漉的地面', '雨后'],
        en: ['wet ground', 'after rain', 'wet stone', 'wet pavement', 'wet street'],
      },
    ],
  },
  palette: {
    department: 'light',
    name: { zh: '色调', en: 'Palette' },
    plain: 'neutral',
    terms: [
      { id: 'neutral', zh: ['自然色调'], en: ['natural palette', 'natural colors'] },
      { id: 'warm', zh: ['暖色调', '暖色'], en: ['warm palette', 'warm tones', 'warm colors'] },
      { id: 'cool', zh: ['冷色调', '冷色'], en: ['cool palette', 'cool tones', 'cold tones'] },
      {
        id: 'film',
        zh: ['胶片感', '胶片色调'],
        en: ['film stock look', 'on film', 'film grain', 'analog film'],
      },
      {
        id: 'mono',
        zh: ['黑白'],
        en: ['black and white', 'black-and-white', 'monochrome'],
      },
    ],
  },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;
export const fieldNames = Object.keys(fields) as FieldName[];
export type ValueOf<F extends FieldName> = (typeof fields)[F]['terms'][number]['id'];
