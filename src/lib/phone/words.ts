// The words of the phones' page, in both languages. Nobody fails here (EXPERIENCE §5).
import type { LocalText } from '#lib/openset/text.ts';

export const words = {
  connecting: { zh: '正在连上展厅……', en: 'Connecting to the hall…' },
  scan: { zh: '请扫大屏幕上的二维码加入', en: 'Scan the code on the big screen to join' },
  scanAgain: {
    zh: '这个码已经换了，请再扫一次大屏幕上的',
    en: 'The code has changed. Scan the one on the big screen now.',
  },
  phonesOff: {
    zh: '现在只有展厅里的平板能玩，来试试吧',
    en: 'Just now the tablets in the hall play. Come and try one.',
  },
  otherTab: { zh: '已经在另一个标签页里打开', en: 'This is open in another tab' },
  carryOn: { zh: '在这里继续', en: 'Carry on here' },
  away: { zh: '暂时连不上展厅，正在重连', en: 'The hall cannot be reached; trying again' },
  between: { zh: '看大屏幕，下一局马上来', en: 'Look at the wall: the next round is coming' },
  wakes: { zh: '一开局，这里就会亮起来。', en: 'This page wakes up as soon as it begins.' },
  tablets: {
    zh: '这一局在平板上玩，请看大屏幕',
    en: 'This one is played on the tablets; watch the wall',
  },
  youAre: { zh: '您是', en: 'You are the' },
  join: { zh: '加入', en: 'Join in' },
  moreTime: { zh: '给我多一点时间', en: 'More time for me' },
  waiting: { zh: '您已入组，看大屏幕', en: 'You are on the crew. Look at the wall.' },
  ready: { zh: '马上开始', en: 'About to begin' },
  paused: { zh: '暂停一下，时间不走', en: 'A short break. The clock stands still.' },
  timeLeft: { zh: '剩余时间', en: 'Time left' },
  seconds: { zh: '秒', en: 's' },
  yourTime: { zh: '不用急，什么时候交都算', en: 'Take your time: it still counts' },
  pick: { zh: '点一个，再交', en: 'Tap one, then hand it in' },
  sort: { zh: '按先后，一张一张点', en: 'Tap them one after another, in order' },
  cut: { zh: '按先后点，再点秒数改长短', en: 'Tap them in order, then the seconds for lengths' },
  before: { zh: '改之前', en: 'Before' },
  after: { zh: '改之后', en: 'After' },
  again: { zh: '重新排', en: 'Sort again' },
  handIn: { zh: '交上去', en: 'Hand it in' },
  handed: { zh: '交了', en: 'Handed in' },
  onItsWay: {
    zh: '还在路上：一连上就送到，请别关这一页',
    en: 'On its way: it arrives as soon as the hall is reached. Keep this page open.',
  },
  counted: { zh: '主机已经收到，看大屏幕', en: 'The hub has it. Look at the wall.' },
  day: {
    zh: '这一局收得早了一点，您的算进今天的总数',
    en: 'The round had closed just before; yours counts in today’s totals',
  },
  twice: { zh: '您已经交过，算先交的那份', en: 'You had handed in before; the first one counts' },
  refused: {
    zh: '这份没能算进去，下一局再来',
    en: 'This one could not be counted. The next round is yours.',
  },
  missed: { zh: '这一局收了，看大屏幕', en: 'The round is closed. Look at the wall.' },
  kept: { zh: '导演留下的', en: 'The director kept' },
  rightOrder: { zh: '真正的先后', en: 'How it really went' },
  rightCause: { zh: '改动的是', en: 'What made the change' },
  hallCut: { zh: '全场的剪辑', en: 'The hall’s cut' },
  yours: { zh: '您的', en: 'Yours' },
  hall: { zh: '全场', en: 'The hall' },
  agrees: { zh: '您和团队想的一样。', en: 'You and the team agree.' },
  differs: {
    zh: '您看到的不一样：这正是讨论开始的地方。',
    en: 'You saw it differently, and that is where the talk begins.',
  },
  votes: { zh: '票', en: 'votes' },
  leadsFrom: { zh: '票多的影片，从这个时间起先放：', en: 'The film with most votes leads from' },
  smaller: {
    zh: '手机上是小一号的玩法，展厅里的平板能做更多。',
    en: 'Phones play the smaller version; the tablets in the hall do more.',
  },
  nothingKept: {
    zh: '不问您是谁，什么也不留：闭馆就忘。',
    en: 'Nobody asks who you are, and nothing is kept after closing time.',
  },
  aiGenerated: { zh: 'AI生成', en: 'AI-generated' },
  aiEdited: { zh: 'AI修改', en: 'Edited with AI' },
  sample: { zh: '示例素材', en: 'Sample material' },
} satisfies Record<string, Required<LocalText>>;

export type Word = keyof typeof words;

/** What a choice is called on all screens: A, B, C. */
export const letter = (place: number): string => String.fromCharCode(65 + place);
