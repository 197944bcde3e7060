// Every word of the exhibition's own, in both languages. Film texts come from the release.
import type { Language, LocalText } from '#lib/openset/text.ts';

/** Languages in their own words; never flags (rule 42). */
export const languageNames: Record<Language, string> = { zh: '中文', en: 'English' };

export const words = {
  openSet: { zh: '开放片场', en: 'Open Set' },
  invite: { zh: '轻触，走进一部电影', en: 'Touch to step into a film' },
  startOver: { zh: '重新开始', en: 'Start over' },
  startOverQuestion: { zh: '回到开头？', en: 'Go back to the beginning?' },
  startOverYes: { zh: '回到开头', en: 'Back to the beginning' },
  stay: { zh: '留在这里', en: 'Stay here' },
  undo: { zh: '撤销，回到刚才', en: 'Undo, back to where I was' },
  access: { zh: '辅助', en: 'Access' },
  accessTitle: { zh: '怎样看得更舒服？', en: 'What would make this easier?' },
  textSize: { zh: '文字大小', en: 'Text size' },
  textNormal: { zh: '标准', en: 'Standard' },
  textLarge: { zh: '大', en: 'Large' },
  textLargest: { zh: '特大', en: 'Largest' },
  contrast: { zh: '高对比度', en: 'High contrast' },
  calm: { zh: '减少动态', en: 'Calm motion' },
  lowReach: { zh: '控件放低', en: 'Controls within low reach' },
  moreTime: { zh: '更多时间', en: 'More time' },
  timeUsual: { zh: '通常', en: 'As usual' },
  timeTenfold: { zh: '十倍', en: 'Ten times' },
  timeEndless: { zh: '不限时', en: 'No limit' },
  on: { zh: '开', en: 'On' },
  off: { zh: '关', en: 'Off' },
  onwards: { zh: '往下还有', en: 'More below' },
  backwards: { zh: '回到上面', en: 'Back to the top' },
  done: { zh: '好了', en: 'Done' },
  privacy: { zh: '隐私', en: 'Privacy' },
  privacyText: {
    zh: '这里没有摄像头和麦克风，不需要账号，也不记名字。我们只统计每个画面被打开的次数。您离开后，您的选择会全部清除。',
    en: 'No camera, no microphone, no account, no name. We only count how often each screen is opened. When you leave, everything you chose is wiped.',
  },
  language: { zh: '语言', en: 'Language' },
  stillThere: { zh: '您还在看吗？', en: 'Are you still there?' },
  stillThereHow: {
    zh: '轻触任意位置，继续刚才的画面。',
    en: 'Touch anywhere to go on where you were.',
  },
  goOn: { zh: '继续看', en: 'Go on' },
  seconds: { zh: '秒', en: 's' },
  films: { zh: '打开一部电影', en: 'Open a film' },
  allFilms: { zh: '所有影片', en: 'All films' },
  playFilm: { zh: '播放影片', en: 'Play the film' },
  pauseFilm: { zh: '暂停', en: 'Pause' },
  filmPosition: { zh: '影片位置', en: 'Position in the film' },
  captionsOn: { zh: '字幕 开', en: 'Subtitles ON' },
  captionsOff: { zh: '字幕 关', en: 'Subtitles OFF' },
  soundOn: { zh: '声音 开', en: 'Sound ON' },
  soundOff: { zh: '声音 关', en: 'Sound OFF' },
  team: { zh: '1+1 团队', en: 'The 1+1 team' },
  filmmaker: { zh: '电影人', en: 'Filmmaker' },
  aiArtist: { zh: 'AI 艺术家', en: 'AI artist' },
  credits: { zh: '还有', en: 'And with them' },
  inFilmAt: { zh: '片中', en: 'in film at' },
  tools: { zh: '工具与模型', en: 'Tools and models' },
  disclosure: { zh: 'AI 说明', en: 'About AI in this film' },
  rights: { zh: '权利', en: 'Rights' },
  shotsOf: { zh: '走进一个镜头', en: 'Step into a shot' },
  /** Said here too, so that nobody fetches the lab for its name. */
  direct: { zh: '导演这个镜头', en: 'Direct this shot' },
  /** Said here too, so that nobody fetches the challenges for their name. */
  challenges: { zh: '来玩一局', en: 'Play a round' },
  about: { zh: '谁做的，用什么做的', en: 'Who made it' },
  sample: { zh: '示例素材', en: 'Sample material' },
  aiGenerated: { zh: 'AI生成', en: 'AI-generated' },
  aiEdited: { zh: 'AI修改', en: 'Edited with AI' },
  noFilms: { zh: '这次展览还没有影片', en: 'This exhibition has no films yet' },
  notReady: { zh: '这台平板还没有影片', en: 'There are no films on this tablet yet' },
  notReadyHow: {
    zh: '请工作人员打开“本机状态”，看看还差什么。',
    en: 'Staff: open “This tablet” to see what is missing.',
  },
  thisTablet: { zh: '本机状态', en: 'This tablet' },
  wentWrong: { zh: '这个画面打不开', en: 'This screen would not open' },
  wentWrongHow: {
    zh: '什么都没有丢。几秒后会回到开头，也可以现在就回去。',
    en: 'Nothing is lost. In a few seconds we go back to the beginning, or go now.',
  },
  promptLabel: { zh: '提示词', en: 'The prompt' },
  number: { zh: '这台平板的号码', en: 'This tablet’s number' },
  cleaning: { zh: '正在清洁，触摸无效', en: 'Being wiped: touches do not count' },
  before: { zh: '起点', en: 'Where it began' },
  after: { zh: '采用', en: 'Accepted' },
} satisfies Record<string, Required<LocalText>>;

export type Word = keyof typeof words;

/** One of our own words in the visitor's language. */
export const say = (word: Word, language: Language): string => words[word][language];

/** What is counted: how Chinese counts it, and English for one and for several. */
const counters = {
  shots: { zh: '个镜头', one: 'shot', several: 'shots' },
  versions: { zh: '稿', one: 'version', several: 'versions' },
  takes: { zh: '条画面', one: 'take', several: 'takes' },
};

/** `3个镜头`, `1 shot`, `3 shots`. */
export function counted(count: number, what: keyof typeof counters, language: Language): string {
  const { zh, one, several } = counters[what];
  return language === 'zh' ? `${count}${zh}` : `${count} ${count === 1 ? one : several}`;
}

/** `mm:ss`. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
