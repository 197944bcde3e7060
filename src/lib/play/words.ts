// The words of the challenges, in both languages. Nobody fails here (EXPERIENCE §5).
import type { Kind } from '#lib/openset/challenge.ts';
import type { Language, LocalText } from '#lib/openset/text.ts';
import { words as kioskWords } from '#lib/kiosk/words.ts';

export const words = {
  challenges: kioskWords.challenges,
  invited: { zh: '全场要一起玩一局', en: 'The whole hall plays a round' },
  youAre: { zh: '您是', en: 'You are the' },
  join: { zh: '加入', en: 'Join in' },
  notNow: { zh: '先不了', en: 'Not now' },
  joined: { zh: '您已入组，看大屏幕', en: 'You are on the crew. Look at the wall.' },
  startsSoon: { zh: '马上开始', en: 'About to begin' },
  paused: { zh: '暂停一下，时间不走', en: 'A short break. The clock stands still.' },
  timeLeft: { zh: '剩余时间', en: 'Time left' },
  yourTime: { zh: '您的时间不限', en: 'Take your time: it still counts' },
  pickOne: { zh: '轻触一个，再交卷', en: 'Touch one, then hand it in' },
  pickInOrder: { zh: '按顺序轻触每一张', en: 'Touch them one after another, in order' },
  lengths: { zh: '再轻触秒数，改长短', en: 'Then touch the seconds to change the lengths' },
  shootIt: { zh: '用卡片拍出您的镜头', en: 'Direct your shot with the cards' },
  reachIt: { zh: '拍得越像这一张越好', en: 'Come as near to this frame as you can' },
  target: { zh: '要拍到的画面', en: 'The frame to reach' },
  before: { zh: '改之前', en: 'Before' },
  after: { zh: '改之后', en: 'After' },
  handIn: { zh: '交卷', en: 'Hand it in' },
  startAgain: { zh: '重新排', en: 'Sort again' },
  playMine: { zh: '放一遍', en: 'Play it' },
  stopMine: { zh: '停', en: 'Stop' },
  handedIn: { zh: '交了', en: 'Handed in' },
  hubHas: { zh: '主机已经收到', en: 'The hub has it' },
  hubWaits: {
    zh: '已存在这台平板上，主机一回来就送去',
    en: 'Kept on this tablet; it goes to the hub as soon as the hub is back',
  },
  forTheDay: {
    zh: '这一局已经收卷，您的算进今天的总数',
    en: 'This round was closed already; yours counts in the totals of today',
  },
  alreadyIn: {
    zh: '这个岗位已经交过，算的是先交的那份',
    en: 'This crew role had handed in before; the first one counts',
  },
  notTaken: {
    zh: '这份没能算进去，您可以单独再玩一次',
    en: 'This one could not be counted. You can play it again alone.',
  },
  lookUp: { zh: '看大屏幕，结果马上来', en: 'Look at the wall: the result is coming' },
  ballot: {
    zh: '全场的镜头：投给最喜欢的一个',
    en: 'The hall’s shots: vote for the one you like best',
  },
  ballotNone: {
    zh: '还没有别人的镜头可投，看大屏幕',
    en: 'There are no other shots to vote for. Look at the wall.',
  },
  vote: { zh: '投这一个', en: 'Vote for it' },
  voted: { zh: '投了', en: 'Voted' },
  closed: { zh: '这一局收卷了，看大屏幕', en: 'The round is closed. Look at the wall.' },
  over: { zh: '这一局结束了', en: 'This round is over' },
  kept: { zh: '导演留下的', en: 'The director kept' },
  rightOrder: { zh: '真正的顺序', en: 'How it really went' },
  rightCause: { zh: '改动的是', en: 'What made the change' },
  theTeams: { zh: '团队的画面', en: 'The team’s frame' },
  yours: { zh: '您的', en: 'Yours' },
  why: { zh: '为什么', en: 'Why' },
  hall: { zh: '全场', en: 'The hall' },
  today: { zh: '今天全场', en: 'The hall today' },
  points: { zh: '分', en: 'points' },
  place: { zh: '名次', en: 'Place' },
  shared: { zh: '并列', en: 'shared' },
  differs: {
    zh: '您看到的不一样：这正是讨论开始的地方。',
    en: 'You saw it differently, and that is where the talk begins.',
  },
  agrees: { zh: '您和导演想的一样。', en: 'You and the director agree.' },
  hallShots: { zh: '全场的镜头', en: 'The hall’s shots' },
  hallCut: { zh: '全场的剪辑', en: 'The hall’s cut' },
  wallCuts: {
    zh: '大屏幕会把全场的镜头接起来放。',
    en: 'The wall cuts everyone’s shots together.',
  },
  changes: { zh: '票多的影片，从这个时间起先放：', en: 'The film with most votes leads from' },
  noTotals: {
    zh: '主机不在，全场的总数稍后再看。',
    en: 'The hub is away; the hall’s totals come later.',
  },
  again: { zh: '再来一次', en: 'Once more' },
  others: { zh: '别的题目', en: 'Other challenges' },
  seconds: { zh: '秒', en: 's' },
  votes: { zh: '票', en: 'votes' },
  people: { zh: '人', en: 'people' },
  noChallenges: { zh: '这次展览没有题目', en: 'This exhibition has no challenges' },
} satisfies Record<string, Required<LocalText>>;

/** What one does in each kind, in a word. */
export const kindWords: Record<Kind, Required<LocalText>> = {
  keep: { zh: '猜', en: 'Guess' },
  order: { zh: '排', en: 'Sort' },
  cause: { zh: '找', en: 'Find' },
  match: { zh: '追', en: 'Match' },
  direct: { zh: '拍', en: 'Direct' },
  cut: { zh: '剪', en: 'Cut' },
  vote: { zh: '投', en: 'Vote' },
};

export type Word = keyof typeof words;

export const say = (word: Word, language: Language): string => words[word][language];
