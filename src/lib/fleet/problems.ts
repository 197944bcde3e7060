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

/** The problem of tablet `number` in the reader's language. */
export function tell(problem: Problem, number: number, language: Language): Told {
  const { what, action, minutes, ifNot } = wordsOf(problem, number);
  return { what: what[language], action: action[language], minutes, ifNot: ifNot[language] };
}

function wordsOf(problem: Problem, n: number): Words {
  switch (problem.id) {
    case 'silent':
      return {
        what: {
          zh: `${n} 号已 ${problem.minutes} 分钟没有消息。`,
          en: `No word from tablet ${n} for ${problem.minutes} min.`,
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
          zh: `${n} 号登记后还没有消息。`,
          en: `Tablet ${n} joined but has not reported yet.`,
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
          zh: `${n} 号的地址不能离线保存。`,
          en: `Tablet ${n} uses an address that cannot save for offline.`,
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
        what: { zh: `${n} 号还没保存展览程序。`, en: `Tablet ${n} has not kept the app itself.` },
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
        what: { zh: `${n} 号的展览程序是旧版。`, en: `Tablet ${n} still runs an older app.` },
        action: {
          zh: '没人用时它会自己更新；着急就点“重新打开”。',
          en: 'It updates by itself when nobody plays. In a hurry, tap Reload here.',
        },
        minutes: 1,
        ifNot: { zh: '不行就重启平板。', en: 'If not, switch the tablet off and on.' },
      };
    case 'may-be-cleared':
      return {
        what: { zh: `${n} 号可能被系统清空。`, en: `The system may clear tablet ${n}.` },
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
          zh: `${n} 号还没证明关机后内容还在。`,
          en: `Tablet ${n} has not shown that its films survive a restart.`,
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
          zh: `${n} 号放不出 ${problem.kind}。`,
          en: `Tablet ${n} cannot show ${problem.kind}.`,
        },
        action: { zh: '更新平板的浏览器。', en: 'Update the browser on it.' },
        minutes: 10,
        ifNot: swapIt,
      };
    case 'no-room':
    case 'nearly-full':
      return {
        what: {
          zh: `${n} 号空间不够，还差 ${inSize(problem.shortBytes)}。`,
          en: `Tablet ${n} is short of ${inSize(problem.shortBytes)}.`,
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
          zh: `${n} 号的屏幕可能会自己关。`,
          en: `The screen of tablet ${n} may go dark by itself.`,
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
          zh: `${n} 号的时钟差了 ${problem.minutes} 分钟。`,
          en: `The clock of tablet ${n} is ${problem.minutes} min off.`,
        },
        action: { zh: '在系统设置里打开自动时间。', en: 'Turn on automatic time in its settings.' },
        minutes: 1,
        ifNot: { zh: '不行就手动改时间。', en: 'If not, set the time by hand.' },
      };
    case 'unplugged':
      return {
        what: {
          zh: `${n} 号在耗电：${problem.percent}%。`,
          en: `Tablet ${n} is running down: ${problem.percent} %.`,
        },
        action: { zh: '检查插头，可能松了。', en: 'Check its plug: it may be loose.' },
        minutes: 1,
        ifNot: { zh: '不行就换一根线或电源。', en: 'If not, use another cable or charger.' },
      };
    case 'charging':
      return {
        what: {
          zh: `${n} 号在充电：${problem.percent}%。`,
          en: `Tablet ${n} is charging: ${problem.percent} %.`,
        },
        action: { zh: '让它插着，到 60% 就好。', en: 'Leave it plugged in: it is ready at 60 %.' },
        minutes: Math.max(1, 60 - problem.percent),
        ifNot: { zh: '不涨就换一个电源。', en: 'If it does not rise, use a stronger charger.' },
      };
    case 'unsent':
      return {
        what: {
          zh: `${n} 号有 ${problem.count} 条记录没送到。`,
          en: `Tablet ${n} holds ${problem.count} records that did not arrive.`,
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
          zh: `${n} 号还差 ${inSize(problem.leftBytes)}。`,
          en: `Tablet ${n} still needs ${inSize(problem.leftBytes)}.`,
        },
        action: byItself,
        minutes: problem.minutes,
        ifNot: { zh: '停住不动就检查 Wi-Fi。', en: 'If it stands still, check its Wi-Fi.' },
      };
    case 'proving':
      return {
        what: {
          zh: `${n} 号正在把内容从头读一遍。`,
          en: `Tablet ${n} reads everything once more.`,
        },
        action: byItself,
        minutes: problem.minutes,
        ifNot: swapIt,
      };
    case 'damaged':
      return {
        what: {
          zh: `${n} 号有一部分内容损坏。`,
          en: `A part of the films on tablet ${n} is damaged.`,
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
          zh: `${n} 号的内容两小时没有核对过。`,
          en: `Tablet ${n} has not checked its films for two hours.`,
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
        what: { zh: `${n} 号取不到内容。`, en: `Tablet ${n} cannot get the films.` },
        action: {
          zh: '检查主机有没有展览，Wi-Fi 通不通。',
          en: 'Check that the hub has a release and the Wi-Fi works.',
        },
        minutes: 2,
        ifNot: { zh: '不行就用 U 盘装入。', en: 'If not, bring the films on a USB stick.' },
      };
    case 'looking':
      return {
        what: { zh: `${n} 号正在看需要什么。`, en: `Tablet ${n} is looking what it needs.` },
        action: byItself,
        minutes: 1,
        ifNot: { zh: '停住不动就点“重新打开”。', en: 'If it stands still, tap Reload here.' },
      };
    case 'nothing-to-show':
      return {
        what: {
          zh: `${n} 号没有内容：主机还没有展览。`,
          en: `Tablet ${n} has no films: the hub has no release.`,
        },
        action: { zh: '在主机上打包一次展览。', en: 'Pack the event on the hub.' },
        minutes: 5,
        ifNot: askForHelp,
      };
    case 'paused':
      return {
        what: { zh: `${n} 号的复制被暂停了。`, en: `Copying to tablet ${n} was paused.` },
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
          zh: `${n} 号没有采用被改动的展览。`,
          en: `Tablet ${n} did not take a release that was altered.`,
        },
        action: { zh: '在主机上重新打包展览。', en: 'Pack the event again on the hub.' },
        minutes: 5,
        ifNot: askForHelp,
      };
    case 'refused-unknown-key':
      return {
        what: {
          zh: `${n} 号没有采用另一把钥匙签的展览。`,
          en: `Tablet ${n} did not take a release signed by another key.`,
        },
        action: {
          zh: '换回这次展览自己的主机。',
          en: 'Connect it to the hub that holds this event.',
        },
        minutes: 3,
        ifNot: askForHelp,
      };
    case 'no-storage':
      return {
        what: {
          zh: `${n} 号的浏览器不能离线保存。`,
          en: `The browser of tablet ${n} cannot save for offline.`,
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
        what: { zh: `${n} 号的存储出了问题。`, en: `The storage of tablet ${n} does not work.` },
        action: { zh: '关机，再开机。', en: 'Switch it off and on.' },
        minutes: 2,
        ifNot: swapIt,
      };
    case 'worker-failed':
      return {
        what: {
          zh: `${n} 号的后台程序停了。`,
          en: `The background work of tablet ${n} has stopped.`,
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
