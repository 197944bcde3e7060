// Everything that can keep a tablet from being ready, in words: which tablet and what is wrong, the
// one thing to do, how long it takes, and what if that does not help (EXPERIENCE §4.3).
import * as v from 'valibot';
import type { Language } from '#lib/openset/text.ts';

const count = v.pipe(v.number(), v.minValue(0));
const plain = v.picklist([
  'never-heard',
  'insecure',
  'not-kept',
  'old-app',
  'may-be-cleared',
  'no-restart',
  'may-sleep',
  'nothing-to-show',
  'waiting',
  'looking',
  'proof-old',
  'paused',
  'refused-altered',
  'refused-unknown-key',
  'refused-malformed',
  'refused-unreadable',
  'no-storage',
  'storage-failed',
  'worker-failed',
]);
const lasting = v.picklist(['silent', 'clock-off', 'damaged', 'proving']);

/** What is wrong, with what its words need. */
export const problem = v.variant('id', [
  v.strictObject({ id: plain }),
  v.strictObject({ id: lasting, minutes: count }),
  v.strictObject({ id: v.literal('fetching'), minutes: count, leftBytes: count }),
  v.strictObject({ id: v.picklist(['no-room', 'nearly-full']), shortBytes: count }),
  v.strictObject({ id: v.literal('cannot-play'), kind: v.string() }),
  v.strictObject({ id: v.picklist(['unplugged', 'charging']), percent: count }),
  v.strictObject({ id: v.literal('unsent'), count }),
]);
export type Problem = v.InferOutput<typeof problem>;
export type ProblemId = Problem['id'];

/** One of each, for rehearsals and tests: the compiler refuses this table when a problem is missing. */
export const examples: { [Id in ProblemId]: Problem & { id: Id } } = {
  'never-heard': { id: 'never-heard' },
  insecure: { id: 'insecure' },
  'not-kept': { id: 'not-kept' },
  'old-app': { id: 'old-app' },
  'may-be-cleared': { id: 'may-be-cleared' },
  'no-restart': { id: 'no-restart' },
  'may-sleep': { id: 'may-sleep' },
  'nothing-to-show': { id: 'nothing-to-show' },
  waiting: { id: 'waiting' },
  looking: { id: 'looking' },
  'proof-old': { id: 'proof-old' },
  paused: { id: 'paused' },
  'refused-altered': { id: 'refused-altered' },
  'refused-unknown-key': { id: 'refused-unknown-key' },
  'refused-malformed': { id: 'refused-malformed' },
  'refused-unreadable': { id: 'refused-unreadable' },
  'no-storage': { id: 'no-storage' },
  'storage-failed': { id: 'storage-failed' },
  'worker-failed': { id: 'worker-failed' },
  silent: { id: 'silent', minutes: 1440 },
  'clock-off': { id: 'clock-off', minutes: 1440 },
  damaged: { id: 'damaged', minutes: 3 },
  proving: { id: 'proving', minutes: 12 },
  fetching: { id: 'fetching', minutes: 80, leftBytes: 123.4e9 },
  'no-room': { id: 'no-room', shortBytes: 123.4e9 },
  'nearly-full': { id: 'nearly-full', shortBytes: 99e6 },
  'cannot-play': { id: 'cannot-play', kind: 'video/mp4' },
  unplugged: { id: 'unplugged', percent: 100 },
  charging: { id: 'charging', percent: 18 },
  unsent: { id: 'unsent', count: 12_345 },
};

export interface Told {
  what: string;
  action: string;
  /** How long the action takes, whole minutes. */
  minutes: number;
  ifNot: string;
}

type Pair = Record<Language, string>;
interface Words {
  what: Pair;
  action: Pair;
  minutes: number;
  ifNot: Pair;
}

const swapIt: Pair = {
  zh: '不行就用“换机”换一台备用平板。',
  en: 'If not, use Swap to put a spare in its place.',
};
const askForHelp: Pair = { zh: '不行就找技术员。', en: 'If not, ask the technician.' };
const byItself: Pair = {
  zh: '平板会自己完成，不用管它。',
  en: 'Nothing to do: the tablet does it by itself.',
};

/** The problem in the reader's language; `number` is `null` where the tablet itself tells it. */
export function tell(problem: Problem, number: number | null, language: Language): Told {
  const { what, action, minutes, ifNot } = wordsOf(problem, number);
  return { what: what[language], action: action[language], minutes, ifNot: ifNot[language] };
}

function wordsOf(problem: Problem, number: number | null): Words {
  const zh = number === null ? '这台平板' : `${number} 号`;
  const en = number === null ? 'this tablet' : `tablet ${number}`;
  const En = number === null ? 'This tablet' : `Tablet ${number}`;
  switch (problem.id) {
    case 'silent':
      return {
        what: {
          zh: `${zh}已 ${problem.minutes} 分钟没有消息。`,
          en: `No word from ${en} for ${problem.minutes} min.`,
        },
        action: {
          zh: '走过去看看：黑屏就按住电源键 5 秒。',
          en: 'Go and look: if it is dark, hold the power button for 5 s.',
        },
        minutes: 2,
        ifNot: swapIt,
      };
    case 'never-heard':
      return {
        what: {
          zh: `${zh}登记后还没有消息。`,
          en: `${En} joined but has not reported yet.`,
        },
        action: { zh: '在平板上打开展览的地址。', en: 'Open the exhibition’s address on it.' },
        minutes: 1,
        ifNot: {
          zh: '不行就检查 Wi-Fi，再重新登记。',
          en: 'If not, check its Wi-Fi, then join it again with a new code.',
        },
      };
    case 'insecure':
      return {
        what: {
          zh: `${zh}的地址不能离线保存。`,
          en: `${En} uses an address that cannot save for offline.`,
        },
        action: {
          zh: '在平板上打开 https:// 开头的地址。',
          en: 'Open the address that begins with https:// on it.',
        },
        minutes: 1,
        ifNot: askForHelp,
      };
    case 'not-kept':
      return {
        what: { zh: `${zh}还没保存展览程序。`, en: `${En} has not kept the app itself.` },
        action: {
          zh: '连上展场 Wi-Fi，再点“重新打开”。',
          en: 'Join the venue’s Wi-Fi, then tap Reload here.',
        },
        minutes: 1,
        ifNot: {
          zh: '不行就换成普通窗口，不用无痕模式。',
          en: 'If not, use a usual window: private ones keep nothing.',
        },
      };
    case 'old-app':
      return {
        what: { zh: `${zh}的展览程序是旧版。`, en: `${En} still runs an older app.` },
        action: {
          zh: '没人用时它会自己更新；着急就点“重新打开”。',
          en: 'It updates by itself when nobody plays. In a hurry, tap Reload here.',
        },
        minutes: 1,
        ifNot: { zh: '不行就重启平板。', en: 'If not, switch the tablet off and on.' },
      };
    case 'may-be-cleared':
      return {
        what: { zh: `${zh}可能被系统清空。`, en: `The system may clear ${en}.` },
        action: {
          zh: '把展览添加到主屏幕，从那里打开。',
          en: 'Add the exhibition to its Home Screen and open it from there.',
        },
        minutes: 2,
        ifNot: {
          zh: '不行就看看是不是无痕模式，或换一台。',
          en: 'If not, look whether its window is private, or swap it.',
        },
      };
    case 'no-restart':
      return {
        what: {
          zh: `${zh}还没证明关机后内容还在。`,
          en: `${En} has not shown that its films survive a restart.`,
        },
        action: {
          zh: '关机，再开机，打开展览。',
          en: 'Switch it off and on, then open the exhibition.',
        },
        minutes: 2,
        ifNot: {
          zh: '如果内容没了，它用了无痕模式：换一台。',
          en: 'If the films are gone, its window is private: use a usual one.',
        },
      };
    case 'cannot-play':
      return {
        what: {
          zh: `${zh}放不出 ${problem.kind}。`,
          en: `${En} cannot show ${problem.kind}.`,
        },
        action: { zh: '更新平板的浏览器。', en: 'Update the browser on it.' },
        minutes: 10,
        ifNot: swapIt,
      };
    case 'no-room':
    case 'nearly-full':
      return {
        what: {
          zh: `${zh}空间不够，还差 ${inSize(problem.shortBytes)}。`,
          en: `${En} is short of ${inSize(problem.shortBytes)}.`,
        },
        action: {
          zh: '删掉平板里别的东西，它会自己继续。',
          en: 'Remove other things from it; it goes on by itself.',
        },
        minutes: 5,
        ifNot: swapIt,
      };
    case 'may-sleep':
      return {
        what: {
          zh: `${zh}的屏幕可能会自己关。`,
          en: `The screen of ${en} may go dark by itself.`,
        },
        action: {
          zh: '在系统设置里把自动锁定改为“永不”。',
          en: 'Set its auto-lock to “Never” in the system settings.',
        },
        minutes: 1,
        ifNot: {
          zh: '不行就插上电源，再点亮屏幕。',
          en: 'If not, plug it in and wake its screen.',
        },
      };
    case 'clock-off':
      return {
        what: {
          zh: `${zh}的时钟差了 ${problem.minutes} 分钟。`,
          en: `The clock of ${en} is ${problem.minutes} min off.`,
        },
        action: { zh: '在系统设置里打开自动时间。', en: 'Turn on automatic time in its settings.' },
        minutes: 1,
        ifNot: { zh: '不行就手动改时间。', en: 'If not, set the time by hand.' },
      };
    case 'unplugged':
      return {
        what: {
          zh: `${zh}在耗电：${problem.percent}%。`,
          en: `${En} is running down: ${problem.percent} %.`,
        },
        action: { zh: '检查插头，可能松了。', en: 'Check its plug: it may be loose.' },
        minutes: 1,
        ifNot: { zh: '不行就换一根线或电源。', en: 'If not, use another cable or charger.' },
      };
    case 'charging':
      return {
        what: {
          zh: `${zh}在充电：${problem.percent}%。`,
          en: `${En} is charging: ${problem.percent} %.`,
        },
        action: { zh: '让它插着，到 60% 就好。', en: 'Leave it plugged in: it is ready at 60 %.' },
        minutes: Math.max(1, 60 - problem.percent),
        ifNot: { zh: '不涨就换一个电源。', en: 'If it does not rise, use a stronger charger.' },
      };
    case 'unsent':
      return {
        what: {
          zh: `${zh}有 ${problem.count} 条记录没送到。`,
          en: `${En} holds ${problem.count} records that did not arrive.`,
        },
        action: {
          zh: '连上展场 Wi-Fi，它会自己送。',
          en: 'Join the venue’s Wi-Fi: it sends them by itself.',
        },
        minutes: 1,
        ifNot: {
          zh: '不行就在它的本机页面存成文件带回来。',
          en: 'If not, save them to a file on its own page and bring it here.',
        },
      };
    case 'fetching':
      return {
        what: {
          zh: `${zh}还差 ${inSize(problem.leftBytes)}。`,
          en: `${En} still needs ${inSize(problem.leftBytes)}.`,
        },
        action: byItself,
        minutes: problem.minutes,
        ifNot: { zh: '停住不动就检查 Wi-Fi。', en: 'If it stands still, check its Wi-Fi.' },
      };
    case 'proving':
      return {
        what: {
          zh: `${zh}正在把内容从头读一遍。`,
          en: `${En} reads everything once more.`,
        },
        action: byItself,
        minutes: problem.minutes,
        ifNot: swapIt,
      };
    case 'damaged':
      return {
        what: {
          zh: `${zh}有一部分内容损坏。`,
          en: `A part of the films on ${en} is damaged.`,
        },
        action: {
          zh: '它正在重新取，其余可用。保持 Wi-Fi。',
          en: 'It gets that part again; the rest works. Keep its Wi-Fi on.',
        },
        minutes: problem.minutes,
        ifNot: swapIt,
      };
    case 'proof-old':
      return {
        what: {
          zh: `${zh}的内容两小时没有核对过。`,
          en: `${En} has not checked its films for two hours.`,
        },
        action: {
          zh: '让展览开着，它几分钟内会核对完。',
          en: 'Leave the exhibition open: it checks them within minutes.',
        },
        minutes: 5,
        ifNot: { zh: '不行就点“重新打开”。', en: 'If not, tap Reload here.' },
      };
    case 'waiting':
      return {
        what: { zh: `${zh}取不到内容。`, en: `${En} cannot get the films.` },
        action: {
          zh: '检查主机有没有展览，Wi-Fi 通不通。',
          en: 'Check that the hub has a release and the Wi-Fi works.',
        },
        minutes: 2,
        ifNot: { zh: '不行就用 U 盘装入。', en: 'If not, bring the films on a USB stick.' },
      };
    case 'looking':
      return {
        what: { zh: `${zh}正在看需要什么。`, en: `${En} is looking what it needs.` },
        action: byItself,
        minutes: 1,
        ifNot: { zh: '停住不动就点“重新打开”。', en: 'If it stands still, tap Reload here.' },
      };
    case 'nothing-to-show':
      return {
        what: {
          zh: `${zh}没有内容：主机还没有展览。`,
          en: `${En} has no films: the hub has no release.`,
        },
        action: { zh: '在主机上打包一次展览。', en: 'Pack the event on the hub.' },
        minutes: 5,
        ifNot: askForHelp,
      };
    case 'paused':
      return {
        what: { zh: `${zh}的复制被暂停了。`, en: `Copying to ${en} was paused.` },
        action: {
          zh: '点“重新打开”，已复制的都还在。',
          en: 'Tap Reload here; what was copied is kept.',
        },
        minutes: 1,
        ifNot: { zh: '不行就在平板上点“继续”。', en: 'If not, tap Go on at the tablet.' },
      };
    case 'refused-altered':
    case 'refused-malformed':
      return {
        what: {
          zh: `${zh}没有采用被改动的展览。`,
          en: `${En} did not take a release that was altered.`,
        },
        action: { zh: '在主机上重新打包展览。', en: 'Pack the event again on the hub.' },
        minutes: 5,
        ifNot: askForHelp,
      };
    case 'refused-unknown-key':
      return {
        what: {
          zh: `${zh}没有采用另一把钥匙签的展览。`,
          en: `${En} did not take a release signed by another key.`,
        },
        action: {
          zh: '换回这次展览自己的主机。',
          en: 'Connect it to the hub that holds this event.',
        },
        minutes: 3,
        ifNot: askForHelp,
      };
    case 'refused-unreadable':
      return {
        what: {
          zh: `${zh}打不开新的展览，继续放原来的。`,
          en: `${En} cannot open the new release and shows the one before.`,
        },
        action: {
          zh: '点“重新打开”，让它用上新程序。',
          en: 'Tap Reload here, so that it takes the newer app.',
        },
        minutes: 1,
        ifNot: askForHelp,
      };
    case 'no-storage':
      return {
        what: {
          zh: `${zh}的浏览器不能离线保存。`,
          en: `The browser of ${en} cannot save for offline.`,
        },
        action: {
          zh: '换用新版 Chrome、Edge 或 Safari。',
          en: 'Use a current Chrome, Edge or Safari in a usual window.',
        },
        minutes: 5,
        ifNot: swapIt,
      };
    case 'storage-failed':
      return {
        what: { zh: `${zh}的存储出了问题。`, en: `The storage of ${en} does not work.` },
        action: { zh: '关机，再开机。', en: 'Switch it off and on.' },
        minutes: 2,
        ifNot: swapIt,
      };
    case 'worker-failed':
      return {
        what: {
          zh: `${zh}的后台程序停了。`,
          en: `The background work of ${en} has stopped.`,
        },
        action: { zh: '点“重新打开”。', en: 'Tap Reload here.' },
        minutes: 1,
        ifNot: { zh: '不行就关机再开机。', en: 'If not, switch it off and on.' },
      };
  }
}

/** Gigabytes or megabytes, as people say them. */
export function inSize(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`;
}
