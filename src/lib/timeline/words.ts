// Every word of the timeline's own, in both languages.
import type { Confidence } from '#lib/openset/fact.ts';
import type { Language, LocalText } from '#lib/openset/text.ts';
import type { Stage, TakeState } from '#lib/openset/version.ts';

type Both = Required<LocalText>;

export const words = {
  compare: { zh: '对比', en: 'Compare' },
  before: { zh: '之前', en: 'Before' },
  half: { zh: '各一半', en: 'Half' },
  after: { zh: '现在', en: 'Now' },
  side: { zh: '并排', en: 'Side by side' },
  against: { zh: '换一稿对比', en: 'Compare with another' },
  wipe: { zh: '分界线', en: 'Dividing line' },
  walk: { zh: '各稿', en: 'Versions' },
  scrub: { zh: '从头到尾', en: 'From first to last' },
  play: { zh: '自动播放各稿', en: 'Walk by itself' },
  pause: { zh: '停在这里', en: 'Stop here' },
  zoomIn: { zh: '放大', en: 'Zoom in' },
  zoomOut: { zh: '缩小', en: 'Zoom out' },
  zoomWhole: { zh: '看全图', en: 'Whole picture' },
  take: { zh: '条', en: 'Take' },
  tries: { zh: '次尝试', en: 'tries' },
  branch: { zh: '支线', en: 'Branch' },
  noPicture: { zh: '只有文字', en: 'Words only' },
  first: { zh: '这是起点', en: 'This is where it began' },
  backToFilm: { zh: '回到影片', en: 'Back to the film' },
  whyAndHow: { zh: '提示词与理由', en: 'Prompt and why' },
  hideDetails: { zh: '收起', en: 'Picture only' },
  changed: { zh: '改了什么', en: 'What changed' },
  prompt: { zh: '提示词', en: 'Prompt' },
  meaning: { zh: '意思是', en: 'In other words' },
  negative: { zh: '不要出现', en: 'Not wanted' },
  effective: { zh: '模型实际看到的', en: 'What the model saw' },
  added: { zh: '新增', en: 'Added' },
  removed: { zh: '删去', en: 'Removed' },
  kept: { zh: '保留', en: 'Kept' },
  showKept: { zh: '显示全文', en: 'Show the whole prompt' },
  hideKept: { zh: '只看改动', en: 'Show changes only' },
  lookHere: { zh: '点一句话，看它在画面哪里', en: 'Touch a phrase to see it in the picture' },
  parameters: { zh: '模型与参数', en: 'Model and settings' },
  was: { zh: '原来', en: 'was' },
  notes: { zh: '审片意见', en: 'Notes' },
  decision: { zh: '决定', en: 'Decision' },
  decidedBy: { zh: '决定人', en: 'Decided by' },
  alternatives: { zh: '落选的', en: 'Chosen over' },
  guess: { zh: '猜猜导演留下了哪一条', en: 'Guess which take the director kept' },
  guessHow: { zh: '选一条，再看理由。', en: 'Choose one, then see why.' },
  guessSame: { zh: '您和导演想到一起了。', en: 'You and the director agree.' },
  guessOther: {
    zh: '导演选了另一条。您的眼光也有道理：看看理由。',
    en: 'The director took another one. See why, and whether you still disagree.',
  },
  close: { zh: '关闭', en: 'Close' },
  inFilm: { zh: '在影片里看这几秒', en: 'See these seconds in the film' },
  nextShot: { zh: '下一个镜头', en: 'The shot after this' },
  restsOn: { zh: '依据', en: 'Rests on' },
  statedByTeam: { zh: '团队说明', en: 'stated by the team' },
  sample: { zh: '示例素材', en: 'Sample material' },
  aiGenerated: { zh: 'AI生成', en: 'AI-generated' },
  aiEdited: { zh: 'AI修改', en: 'Edited with AI' },
  playClip: { zh: '播放这一段', en: 'Play this clip' },
  stopClip: { zh: '停止', en: 'Stop' },
  step: { zh: '第', en: 'Step' },
  of: { zh: '共', en: 'of' },
} satisfies Record<string, Both>;

export const stageWords: Record<Stage, Both> = {
  storyboard: { zh: '分镜', en: 'Storyboard' },
  previs: { zh: '预演', en: 'Previs' },
  plate: { zh: '实拍', en: 'Plate' },
  prompt: { zh: '提示词', en: 'Prompt' },
  generation: { zh: '生成', en: 'Generation' },
  comp: { zh: '合成', en: 'Comp' },
  grade: { zh: '调色', en: 'Grade' },
  final: { zh: '定稿', en: 'Final' },
};

export const stateWords: Record<TakeState, Both> = {
  candidate: { zh: '备选', en: 'Candidate' },
  circled: { zh: '入围', en: 'Circled' },
  accepted: { zh: '采用', en: 'Accepted' },
  rejected: { zh: '未采用', en: 'Rejected' },
};

export const verdictWords: Record<'accepted' | 'rejected' | 'revise' | 'hold', Both> = {
  accepted: { zh: '采用', en: 'Accepted' },
  rejected: { zh: '不采用', en: 'Rejected' },
  revise: { zh: '再改一稿', en: 'Revise' },
  hold: { zh: '先放着', en: 'On hold' },
};

/** What a fact rests on (rule: embedded, stated by the team, inferred, one of several). */
export const basisWords: Record<Confidence, Both> = {
  exact: { zh: '写在文件里', en: 'embedded in the file' },
  inferred: { zh: '推断', en: 'inferred' },
  ambiguous: { zh: '多种可能之一', en: 'one of several possible' },
  staff: { zh: '团队说明', en: 'stated by the team' },
};

export type Word = keyof typeof words;

export const say = (word: Word, language: Language): string => words[word][language];
