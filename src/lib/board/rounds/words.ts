// Words of the host's console, in both languages (EXPERIENCE §4.3).
import type { Action, Round } from '#lib/challenge/round.ts';
import type { Kind } from '#lib/openset/challenge.ts';
import type { Language, LocalText } from '#lib/openset/text.ts';

type Both = Required<LocalText>;

export const words = {
  waiting: { zh: '正在等主机的消息。', en: 'Waiting for word from the hub.' },
  noHub: {
    zh: '主机没有回答。检查 Wi-Fi，会自动重连。',
    en: 'The hub does not answer. Check the Wi-Fi; this page reconnects by itself.',
  },
  noHubHow: {
    zh: '平板继续答题，时间照走。按钮等主机回来。',
    en: 'Tablets play on and the clock runs. The buttons wait for the hub.',
  },
  nothing: { zh: '现在没有挑战', en: 'No round now' },
  nothingHow: {
    zh: '从今天的安排里开一轮，或者加一轮。',
    en: 'Open one from the run sheet, or add one.',
  },
  secondsLeft: { zh: '还有', en: 'Left' },
  closesItself: { zh: '到时间自动收', en: 'Closes by itself' },
  joined: { zh: '{} 人加入', en: '{} joined' },
  entered: { zh: '{} 份已交', en: '{} handed in' },
  balloted: { zh: '{} 人投了票', en: '{} have voted' },
  notJoined: { zh: '还没加入的平板', en: 'Tablets that have not joined' },
  allJoined: { zh: '听得到的平板都加入了', en: 'Every tablet that listens has joined' },
  notListening: { zh: '听不到', en: 'not listening' },
  unhurriedOne: {
    zh: '1 位观众要了更多时间：再等等。',
    en: 'One visitor has asked for more time: wait.',
  },
  unhurried: {
    zh: '{} 位观众要了更多时间：再等等。',
    en: '{} visitors have asked for more time: wait.',
  },
  wallShows: { zh: '大屏幕上现在是', en: 'What the wall shows' },
  walls: { zh: '{} 块大屏幕在听', en: '{} big screens listen' },
  oneWall: { zh: '1 块大屏幕在听', en: 'One big screen listens' },
  noWall: {
    zh: '没有大屏幕在听。在大屏幕的电脑上打开 /stage。',
    en: 'No big screen listens. Open /stage on its computer.',
  },
  phones: { zh: '观众的手机', en: 'Visitors’ phones' },
  phonesOn: { zh: '可以扫码参加', en: 'May join by the code on the wall' },
  phonesOff: { zh: '只用平板', en: 'Tablets only' },
  phonesJoined: { zh: '{} 部手机在', en: '{} phones are in' },
  allowPhones: { zh: '让手机参加', en: 'Let phones join' },
  stopPhones: { zh: '只用平板', en: 'Tablets only from now' },
  sheet: { zh: '今天的安排', en: 'Today’s run sheet' },
  emptySheet: { zh: '还没有安排。点“加一轮”。', en: 'Nothing planned yet. Tap Add a round.' },
  add: { zh: '加一轮', en: 'Add a round' },
  which: { zh: '哪个挑战？', en: 'Which challenge?' },
  noChallenges: {
    zh: '这个展览里没有挑战。请在展览文件夹里加上。',
    en: 'This exhibition has no challenges. Add them to its event folder.',
  },
  pace: { zh: '节奏', en: 'Pace' },
  calm: { zh: '从容：快慢一样', en: 'Calm: speed does not count' },
  race: { zh: '抢答：越快分越高', en: 'Race: quick answers get more' },
  howLong: { zh: '多长时间？', en: 'How long?' },
  seconds: { zh: '{} 秒', en: '{} s' },
  rehearse: { zh: '彩排：不计入今天', en: 'Rehearsal: leaves no trace in the day' },
  forReal: { zh: '正式', en: 'For real' },
  put: { zh: '放进安排', en: 'Put it on the sheet' },
  rehearsal: { zh: '彩排', en: 'Rehearsal' },
  rehearsalHow: {
    zh: '这一轮不计入今天的成绩。',
    en: 'Nothing of this round counts for the day.',
  },
  void: { zh: '作废', en: 'Void' },
  hold: { zh: '按住', en: 'hold' },
  didVoid: { zh: '这一轮作废了。', en: 'The round is void.' },
  undo: { zh: '恢复', en: 'Bring it back' },
  didChange: {
    zh: '别处刚动过。下面是现在的样子。',
    en: 'Somebody else was quicker. This is how it stands now.',
  },
  diskFull: {
    zh: '主机存不下。清理主机的硬盘，再点一次。',
    en: 'The hub cannot write. Free space on its disk, then tap again.',
  },
  signInAgain: { zh: '请重新登录。', en: 'Sign in again.' },
  sending: { zh: '正在告诉主机……', en: 'Telling the hub …' },
  close: { zh: '好', en: 'Done' },
  csv: { zh: '下载结果（CSV）', en: 'Download the results (CSV)' },
  picture: { zh: '下载新闻墙图片', en: 'Download the picture for the press wall' },
  making: { zh: '正在画图片……', en: 'Drawing the picture …' },
  more: { zh: '更多', en: 'More' },
} satisfies Record<string, Both>;

export type Word = keyof typeof words;

export function say(word: Word, language: Language, ...values: (string | number)[]): string {
  let place = 0;
  return words[word][language].replace(/\{\}/g, () => String(values[place++] ?? ''));
}

/** What a button says: the step, not the state. */
export const steps: Record<Action, Both> = {
  open: { zh: '开放加入', en: 'Open: let people join' },
  run: { zh: '开始计时', en: 'Start the clock' },
  pause: { zh: '暂停', en: 'Pause' },
  resume: { zh: '继续计时', en: 'Go on' },
  extend: { zh: '加 30 秒', en: '30 s more' },
  close: { zh: '现在收', en: 'Close now' },
  reopen: { zh: '再开 30 秒', en: 'Open 30 s more' },
  reveal: { zh: '揭晓', en: 'Reveal' },
  archive: { zh: '收起来', en: 'Clear the wall' },
  void: { zh: '作废', en: 'Void' },
  restore: { zh: '恢复', en: 'Bring it back' },
};

export const states: Record<Round['state'], Both> = {
  scheduled: { zh: '待开', en: 'planned' },
  open: { zh: '正在加入', en: 'people join' },
  running: { zh: '正在答', en: 'running' },
  closed: { zh: '已收', en: 'closed' },
  revealed: { zh: '已揭晓', en: 'revealed' },
  archived: { zh: '完成', en: 'done' },
};
export const voided: Both = { zh: '作废', en: 'void' };
export const paused: Both = { zh: '暂停中', en: 'paused' };

export const kindNames: Record<Kind, Both> = {
  keep: { zh: '猜留下的', en: 'which was kept' },
  order: { zh: '排先后', en: 'order' },
  cause: { zh: '找改动', en: 'find the change' },
  match: { zh: '拍出画面', en: 'match the frame' },
  direct: { zh: '导演镜头', en: 'direct a shot' },
  cut: { zh: '剪片', en: 'make a cut' },
  vote: { zh: '投票', en: 'vote' },
};

export const unhurried = (count: number, language: Language): string =>
  count === 1 ? say('unhurriedOne', language) : say('unhurried', language, count);
export const walls = (count: number, language: Language): string =>
  count === 0
    ? say('noWall', language)
    : count === 1
      ? say('oneWall', language)
      : say('walls', language, count);
