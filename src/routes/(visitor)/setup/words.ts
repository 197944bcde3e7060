// The words of the tablet's own page: what is so, and the one thing to do (EXPERIENCE §4.3).
import type { Language } from '#lib/openset/text.ts';

interface Told {
  what: Record<Language, string>;
  action: Record<Language, string>;
}

const told = (what: [string, string], action: [string, string]): Told => ({
  what: { zh: what[0], en: what[1] },
  action: { zh: action[0], en: action[1] },
});

export const setupWords = {
  title: { zh: '本机状态', en: 'This tablet' },
  films: { zh: '影片', en: 'Films' },
  size: { zh: '大小', en: 'Size' },
  left: { zh: '还要', en: 'Time left' },
  short: { zh: '还差空间', en: 'Space missing' },
  proven: { zh: '验证时间', en: 'Proven on' },
  pause: { zh: '暂停', en: 'Pause' },
  again: { zh: '继续', en: 'Go on' },
  open: { zh: '打开展览', en: 'Open the exhibition' },
  join: { zh: '加入展场', en: 'Join the event' },
  joinHow: {
    zh: '扫工作人员页面上的码，或输入那六个数字。',
    en: 'Scan the code on the staff board, or type its six digits.',
  },
  code: { zh: '六位数字', en: 'Six digits' },
  tablet: { zh: '号平板', en: 'Tablet' },
  heard: { zh: '主机听得到它', en: 'The hub hears it' },
  unheard: { zh: '主机没有回答，照常展出', en: 'The hub does not answer; the exhibition goes on' },
  'wrong-code': {
    zh: '这个码不对，或已过期。看看工作人员页面。',
    en: 'That code does not hold. Look at the staff board.',
  },
  'slow-down': {
    zh: '试得太多。等一分钟再试。',
    en: 'Too many tries. Wait a minute, then try again.',
  },
  'hub-away': {
    zh: '主机没有回答。检查 Wi-Fi，再试一次。',
    en: 'The hub does not answer. Check the Wi-Fi and try again.',
  },
  pin: { zh: '工作人员密码', en: 'Staff PIN' },
  pinWrong: { zh: '不对。再试一次。', en: 'That is not it. Try again.' },
  pinWait: { zh: '等 {} 秒再试。', en: 'Wait {} s, then try again.' },
  erase: { zh: '删除', en: 'Erase' },
  enter: { zh: '打开', en: 'Open' },
  take: { zh: '从文件装入 (U 盘)', en: 'Take the films from a file' },
  carry: { zh: '把记录存成文件', en: 'Save the records to a file' },
  carryHow: {
    zh: '主机收不到时，带着文件去工作人员页面。',
    en: 'If the hub cannot hear this tablet, bring the file to the staff board.',
  },
  proof: { zh: '证据', en: 'The proof' },
  looking: told(
    ['正在找展览主机…', 'Looking for the hub…'],
    ['请稍等几秒。', 'This takes a few seconds.'],
  ),
  checking: told(
    ['正在检查已有的内容', 'Checking what is here already'],
    ['可以去忙别的，平板会自己继续。', 'You can leave: the tablet goes on by itself.'],
  ),
  fetching: told(
    ['正在把展览复制到这台平板', 'Copying the exhibition to this tablet'],
    ['可以去忙别的，断网也不会丢。', 'You can leave. If the network drops, nothing is lost.'],
  ),
  keeping: told(
    ['内容都到了，正在保存程序', 'The films are here; now keeping the app itself'],
    ['请稍等几秒。', 'This takes a few seconds.'],
  ),
  proving: told(
    ['内容都到了，正在从头读一遍', 'Everything is here; now reading it all once more'],
    [
      '可以去忙别的，几分钟内会变成“全部内容都在”。',
      'You can leave. It is ready when every byte was read.',
    ],
  ),
  damaged: told(
    ['有一部分内容损坏了', 'A part of the films is damaged'],
    ['平板会自己重新取。请保持 Wi-Fi。', 'The tablet gets it again by itself. Keep the Wi-Fi on.'],
  ),
  ready: told(
    ['全部内容都在这台平板里', 'Everything is on this tablet'],
    [
      '每一个字节都核对过。现在可以拔掉网线。',
      'Every byte was checked. The network is no longer needed.',
    ],
  ),
  waiting: told(
    ['主机没有回答', 'The hub does not answer'],
    [
      '检查 Wi-Fi。已复制的都还在，会自己继续。',
      'Check the Wi-Fi. What was copied is kept; it goes on by itself.',
    ],
  ),
  paused: told(
    ['已暂停', 'Paused'],
    ['已复制的都还在。点“继续”。', 'What was copied is kept. Tap Go on.'],
  ),
  'no-room': told(
    ['空间不够', 'There is not enough space'],
    ['删掉平板里别的东西，再点“继续”。', 'Remove other things from the tablet, then tap Go on.'],
  ),
  'refused-altered': told(
    ['展览内容被改动过', 'The exhibition was altered'],
    ['没有采用。请在主机上重新打包。', 'It was not taken. Pack the event again on the hub.'],
  ),
  'refused-unknown-key': told(
    ['展览由另一把钥匙签发', 'The exhibition is signed by another key'],
    ['没有采用。请向负责人确认。', 'It was not taken. Ask who packed it.'],
  ),
  'refused-malformed': told(
    ['展览内容读不懂', 'The exhibition cannot be read'],
    ['没有采用。请在主机上重新打包。', 'It was not taken. Pack the event again on the hub.'],
  ),
  'refused-unreadable': told(
    ['这个程序打不开新的展览', 'This app cannot open the new exhibition'],
    ['继续放原来的。刷新页面，用上新程序。', 'It shows the one before. Reload for the newer app.'],
  ),
  'cannot-insecure': told(
    ['这个地址不能离线保存', 'This address cannot save for offline'],
    ['换用 https:// 开头的地址。', 'Use the address that begins with https://.'],
  ),
  'cannot-no-storage': told(
    ['这个浏览器不能离线保存', 'This browser cannot save for offline'],
    [
      '换用新版 Chrome、Edge 或 Safari，不要用无痕窗口。',
      'Use a current Chrome, Edge or Safari, and no private window.',
    ],
  ),
  'cannot-storage-failed': told(
    ['存储出了问题', 'The storage does not work'],
    ['重启平板。如果还不行，换一台。', 'Restart the tablet. If that fails, swap it.'],
  ),
  'cannot-worker-failed': told(
    ['后台程序停了', 'The background work stopped'],
    ['刷新这个页面。已复制的都还在。', 'Reload this page. What was copied is kept.'],
  ),
} as const;

/** Whole minutes, or seconds under one. */
export function duration(seconds: number, language: Language): string {
  const isShort = seconds < 60;
  const amount = Math.max(1, Math.ceil(isShort ? seconds : seconds / 60));
  const unit = { zh: isShort ? '秒' : '分钟', en: isShort ? 's' : 'min' }[language];
  return `${amount} ${unit}`;
}
