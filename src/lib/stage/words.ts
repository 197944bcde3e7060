// Words of the big screen. Nobody chooses a language there: each is always shown in both.
import type { LocalText } from '#lib/openset/text.ts';

type Both = Required<LocalText>;

export const words = {
  openSet: { zh: '开放片场', en: 'Open Set' },
  challenge: { zh: '现场挑战', en: 'Live challenge' },
  live: { zh: '进行中', en: 'Live' },
  rehearsal: { zh: '彩排', en: 'Rehearsal' },
  touchAny: { zh: '轻触任意一台平板', en: 'Touch any tablet' },
  orScan: { zh: '或用手机扫码', en: 'or scan with a phone' },
  addressCode: { zh: '手机参加的地址', en: 'Address for phones' },
  joinedWord: { zh: '人已加入', en: 'have joined' },
  nobodyYet: { zh: '第一个岗位等您来', en: 'The first place is yours' },
  ready: { zh: '预备', en: 'Stand by' },
  handedInWord: { zh: '份已交', en: 'handed in' },
  of: { zh: '共 {} 人', en: 'of {}' },
  paused: { zh: '暂停', en: 'Paused' },
  timeUp: { zh: '时间到', en: 'Time’s up' },
  allIn: { zh: '都交了吗？', en: 'All in?' },
  stillComing: { zh: '路上的还算数', en: 'Those on their way still count' },
  voting: { zh: '全场正在投票', en: 'The hall is voting' },
  votedWord: { zh: '人投了票', en: 'have voted' },
  hallChose: { zh: '全场选了', en: 'The hall chose' },
  hallOrder: { zh: '全场排的顺序', en: 'The hall’s order' },
  madeOrder: { zh: '真正的先后', en: 'The order it was made in' },
  kept: { zh: '导演留下的', en: 'The director kept' },
  cause: { zh: '是这处改动', en: 'It was this change' },
  hallSaid: { zh: '全场 {} 票选了它，共 {} 票', en: '{} of {} in the hall chose it' },
  team: { zh: '剧组的画面', en: 'The team’s frame' },
  nearest: { zh: '全场最接近', en: 'Nearest in the hall' },
  favourite: { zh: '全场最爱', en: 'The hall’s favourite' },
  hallCut: { zh: '全场剪的片子', en: 'The hall’s cut' },
  again: { zh: '再看一遍', en: 'Once more' },
  wallCut: { zh: '大家的镜头', en: 'Everyone’s shots' },
  noEntries: { zh: '这一轮还没有人交', en: 'Nobody has handed in yet' },
  votes: { zh: '{} 票', en: '{} votes' },
  oneVote: { zh: '1 票', en: '1 vote' },
  points: { zh: '{} 分', en: '{} points' },
  first: { zh: '领先', en: 'In the lead' },
  tied: { zh: '并列第一，排在前面的先放', en: 'Tied: the one listed first goes first' },
  leadsFrom: { zh: '起，由它领头', en: 'from then on it leads' },
  leadsWhere: {
    zh: '在大屏幕上，也在每台平板上',
    en: 'on this wall and on every tablet',
  },
  standings: { zh: '全场成绩', en: 'How the hall did' },
  entriesIn: { zh: '一共交了 {} 份', en: '{} handed in altogether' },
  crews: { zh: '{} 个岗位', en: '{} crews' },
  oneCrew: { zh: '1 个岗位', en: '1 crew' },
  next: { zh: '接下来', en: 'Next' },
  changed: { zh: '您的投票改变了这里', en: 'Your vote changed this' },
  willChange: { zh: '投票定了', en: 'The vote has decided' },
  votesOf: { zh: '{} 票，共 {} 票', en: '{} of {} votes' },
  fromTime: { zh: '{} 起', en: 'from {}' },
  sinceTime: { zh: '{} 起，已经在放', en: 'since {}' },
  board: { zh: '今日剧组榜', en: 'Today’s crew board' },
  mean: { zh: '平均 {} 分', en: '{} points on average' },
  entries: { zh: '{} 份', en: '{} handed in' },
  inWords: {
    zh: '这块屏幕画不出立体画面，用文字说这个镜头',
    en: 'This screen cannot draw the set: the shot in words',
  },
  drawing: { zh: '正在搭景', en: 'Building the set' },
  hubAway: { zh: '主机暂时不在', en: 'The hub is away' },
  lastResult: { zh: '这是最近的结果', en: 'this is the last result' },
  soundOn: { zh: '声音 开', en: 'Sound on' },
  soundOff: { zh: '声音 关', en: 'Sound off' },
  fullScreen: { zh: '全屏', en: 'Full screen' },
  hint: { zh: '工作人员：F 全屏，M 声音', en: 'Staff: F for full screen, M for sound' },
  secondsLeft: { zh: '还有 {} 秒', en: '{} seconds left' },
} satisfies Record<string, Both>;

export type Word = keyof typeof words;

/** A word in both languages, with what belongs into its gaps. */
export const both = (word: Word, ...values: (string | number)[]): Both => ({
  zh: fill(words[word].zh, values),
  en: fill(words[word].en, values),
});

function fill(text: string, values: (string | number)[]): string {
  let place = 0;
  return text.replace(/\{\}/g, () => String(values[place++] ?? ''));
}

/** `3 票`, `1 vote`, `3 votes`. */
export const votes = (count: number): Both =>
  count === 1 ? both('oneVote') : both('votes', count);
export const crews = (count: number): Both =>
  count === 1 ? both('oneCrew') : both('crews', count);
