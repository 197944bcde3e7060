// Every word of the lab's own, in both languages.
import type { Refusal } from '#lib/openset/generation.ts';
import type { LocalText } from '#lib/openset/text.ts';

type Both = Required<LocalText>;

export const words = {
  direct: { zh: '导演这个镜头', en: 'Direct this shot' },
  brief: { zh: '导演的要求', en: 'What the director wants' },
  storyboard: { zh: '分镜', en: 'Storyboard' },
  picture: { zh: '现在的画面', en: 'The picture now' },
  loading: { zh: '正在搭景……', en: 'Building the set…' },
  play: { zh: '开机', en: 'Roll camera' },
  stop: { zh: '停住', en: 'Hold here' },
  where: { zh: '镜头走到哪里', en: 'How far the shot has come' },
  seconds: { zh: '秒', en: 's' },
  prompt: { zh: '你的提示词', en: 'Your prompt' },
  departments: { zh: '部门', en: 'Departments' },
  camera: { zh: '镜头', en: 'Camera' },
  light: { zh: '光', en: 'Light' },
  place: { zh: '地方', en: 'Place' },
  action: { zh: '动作', en: 'Action' },
  before: { zh: '上一组：', en: 'Back to: ' },
  after: { zh: '再看：', en: 'On to: ' },
  travel: { zh: '机器走动', en: 'The camera travels' },
  turn: { zh: '转头与变焦', en: 'It turns and zooms' },
  hold: { zh: '怎么拿机器', en: 'How it is held' },
  allMoves: { zh: '十五种镜头运动', en: 'The fifteen camera moves' },
  noMoves: {
    zh: '这台设备画不了实时画面，文字都在。',
    en: 'This device cannot draw live; the words are all here.',
  },
  together: { zh: '同时进行', en: 'All at once' },
  inTurn: { zh: '一个接一个', en: 'One after another' },
  swap: { zh: '换个顺序', en: 'Other order' },
  swapLesson: {
    zh: '同样的词，换了顺序，就是另一个镜头。方括号里的先后就是时间。',
    en: 'The same words in another order are another shot: brackets run in the order they stand.',
  },
  tooMany: {
    zh: '三个运动已经够忙了。先拿掉一个。',
    en: 'Three moves are plenty for six seconds. Take one away first.',
  },
  keep: { zh: '留下这一条', en: 'Keep this take' },
  kept: { zh: '你的条', en: 'Your takes' },
  full: { zh: '三条都满了，先放掉一条。', en: 'You have three takes. Let one go first.' },
  take: { zh: '第', en: 'Take' },
  letGo: { zh: '放掉这一条', en: 'Let this take go' },
  back: { zh: '回到这一条', en: 'Back to this take' },
  compare: { zh: '和团队的比一比', en: 'Lay it beside the team’s' },
  compareHow: { zh: '点一条，和团队的比一比。', en: 'Touch a take to lay it beside the team’s.' },
  noTakes: { zh: '喜欢了就留下，最多三条。', en: 'Keep what you like, up to three takes.' },
  firstTry: { zh: '团队第一次试的', en: 'What the team tried first' },
  yours: { zh: '你的', en: 'Yours' },
  keptByTeam: { zh: '团队留下的', en: 'What the team kept' },
  why: { zh: '为什么', en: 'Why' },
  differs: { zh: '最不一样的地方', en: 'Where you differ most' },
  same: {
    zh: '你和团队要的一样。同一个想法，两双眼睛。',
    en: 'You asked for the same as the team: one idea, two pairs of eyes.',
  },
  you: { zh: '你', en: 'you' },
  team: { zh: '团队', en: 'the team' },
  noneWrong: {
    zh: '没有对错：这是两部不同的电影。',
    en: 'Neither is wrong. They are two different films.',
  },
  takeAway: { zh: '带走它', en: 'Take it with you' },
  takeAwayHow: {
    zh: '用手机扫一扫：这个镜头的全部文字都在码里，不用联网，也不留下你的任何信息。',
    en: 'Point a phone at it. The whole shot is in the code itself: no network, and nothing about you.',
  },
  takeAwayUse: {
    zh: '把它交给任何一个视频模型，看看它会画出什么。',
    en: 'Give it to any video model and see what that makes of it.',
  },
  close: { zh: '回到片场', en: 'Back to the set' },
  useTeams: { zh: '换成团队的提示词', en: 'Use the team’s prompt' },
  teamPrompts: { zh: '团队写过的提示词', en: 'Prompts the team wrote' },
  notUnderstood: {
    zh: '我们的小引擎听不懂这些，就没画：',
    en: 'Our small engine does not know these words, so it left them out: ',
  },
  notWanted: {
    zh: '“不要”它画不了，生成模型也常常画反。直接不提就好：',
    en: 'It cannot draw a “not”, and generators often draw the opposite. Just leave it out: ',
  },
  honest: {
    zh: '实时预演：按规则画你说的词，不是生成模型。',
    en: 'A live previs: it draws your words by rule. It is no generative model.',
  },
  lost: { zh: '画面断了一下，正在接回来。', en: 'The picture dropped out and is coming back.' },
  noPicture: {
    zh: '这台设备画不了实时画面。下面是团队做过的、最接近你这一条的画面。',
    en: 'This device cannot draw live. Here is the team’s picture that comes closest to your shot.',
  },
  missing: {
    zh: '布景少了一件，其余的都在。',
    en: 'One piece of the set is missing; the rest stands.',
  },
  videoModel: { zh: '视频模型', en: 'The video model' },
  toModel: { zh: '交给视频模型', en: 'Hand it to a video model' },
  toModelHow: {
    zh: '这段提示词会经过互联网交给 {}：只有这些字，没有你的任何信息。要等几分钟；离开片场就不再等它。',
    en: 'This prompt goes over the internet to {}: these words, and nothing about you. It takes minutes, and is not waited for once you leave the set.',
  },
  noneAhead: { zh: '现在没有人排队。', en: 'Nobody is in line now.' },
  someAhead: { zh: '前面有 {} 条。', en: 'Ahead of you in line: {}.' },
  handingIn: { zh: '正在交出去……', en: 'Handing it in…' },
  nextInLine: { zh: '已经排上了，下一个就是你。', en: 'It is in line, and yours is first.' },
  inLine: { zh: '已经排上了，排在第 {} 位。', en: 'It is in line, at place {}.' },
  triedAgain: { zh: '会再试。', en: 'It will be tried again.' },
  modelMaking: {
    zh: '模型正在拍，要等几分钟。你可以先回片场。',
    en: 'The model is making it. That takes minutes; go on directing if you like.',
  },
  modelFetching: { zh: '拍好了，正在取回来。', en: 'It is made and on its way here.' },
  modelDone: { zh: '视频模型拍的', en: 'What the video model made' },
  hubAway: {
    zh: '现在联系不上主机，会接着试。你的预演镜头还在。',
    en: 'The hub does not answer. This tablet keeps trying, and your previs take is kept.',
  },
  previsKept: { zh: '你的预演镜头还在。', en: 'Your previs take is kept.' },
  serviceSaid: { zh: '对方的原话：', en: 'In the service’s own words: ' },
  clipReady: { zh: '视频模型拍好了', en: 'the video model’s clip is here' },
  playClip: { zh: '放一遍', en: 'Play it' },
  pauseClip: { zh: '停住', en: 'Hold' },
  clipLost: {
    zh: '这段画面现在放不出来。你的预演镜头还在。',
    en: 'This clip cannot be shown now. Your previs take is kept.',
  },
  model: { zh: '模型', en: 'Model' },
  requestSent: { zh: '发出的请求（不含密钥）', en: 'The request as it was sent, without the key' },
  cameBack: { zh: '回来的是', en: 'What came back' },
} as const satisfies Record<string, Both>;

/** Why a take was not handed on. */
export const refusalWords: Record<Refusal, Both> = {
  off: { zh: '这里的视频模型已经关了。', en: 'The video model here was switched off.' },
  stranger: {
    zh: '这台平板还没有加入展览，不能交。',
    en: 'This tablet has not joined the exhibition, so it cannot hand anything in.',
  },
  'queue-full': {
    zh: '排队的太多，现在排不进去。过一会儿再试。',
    en: 'The line is full just now. Try again in a while.',
  },
  'hour-full': {
    zh: '这一小时的名额用完了。过一会儿再试。',
    en: 'This hour’s takes are all used up. Try again in a while.',
  },
  'tablet-full': {
    zh: '这台平板这一小时的名额用完了。过一会儿再试。',
    en: 'This tablet has used up its takes for the hour. Try again in a while.',
  },
  'too-long': { zh: '提示词太长，模型不收。', en: 'The prompt is longer than the model takes.' },
  'not-taken': { zh: '主机没有收下这一条。', en: 'The hub did not take this one.' },
};

export type Word = keyof typeof words;
export const say = (word: Word, language: 'zh' | 'en'): string => words[word][language];
