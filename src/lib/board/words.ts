// Words of the staff board, in both languages.
import type { Language } from '#lib/openset/text.ts';
import type { Pile } from '#lib/fleet/readiness.ts';
import type { Role } from '#lib/fleet/staff.ts';

export const words = {
  board: { zh: '工作人员', en: 'Staff board' },
  rounds: { zh: '现场挑战', en: 'Live rounds' },
  signIn: { zh: '登录', en: 'Sign in' },
  password: { zh: '密码', en: 'Password' },
  signOut: { zh: '退出', en: 'Sign out' },
  wrongPassword: { zh: '密码不对。再试一次。', en: 'That is not the password. Try again.' },
  slowDown: { zh: '试得太多。等 {} 秒。', en: 'Too many tries. Wait {} s.' },
  noHub: {
    zh: '主机没有回答。检查 Wi-Fi，会自动重连。',
    en: 'The hub does not answer. Check the Wi-Fi; this page reconnects by itself.',
  },
  stale: {
    zh: '下面是断开前的情况。平板照常展出。',
    en: 'Below is how it was before. The tablets go on showing.',
  },
  hubDisk: {
    zh: '主机存不下新记录。清理主机的硬盘。平板会留着记录。',
    en: 'The hub cannot write. Free space on its disk. Tablets keep their records.',
  },
  certificateEnds: {
    zh: '安全证书还有 {} 天到期。今天换上新的，不然平板收不到更新。',
    en: 'The site certificate ends in {} days. Renew it today, or updates stop.',
  },
  certificateEnded: {
    zh: '安全证书过期了。平板照常展出，但收不到更新。换上新的。',
    en: 'The site certificate has ended. Tablets go on showing but get no updates. Renew it now.',
  },
  certificateHolds: { zh: '安全证书还有 {} 天', en: 'Site certificate: {} days left' },
  noTablets: { zh: '还没有平板', en: 'No tablets yet' },
  noTabletsHow: {
    zh: '点“添加平板”，在平板上扫码。',
    en: 'Tap Add tablets, then scan the code with each.',
  },
  canOpen: { zh: '可以开门', en: 'You can open' },
  missing: { zh: '还差 {} 台', en: '{} to go' },
  ofReady: { zh: '{} / {} 台就绪', en: '{} of {} ready' },
  aboutMinutes: { zh: '约 {} 分钟', en: 'about {} min' },
  needYou: { zh: '{} 台要您处理', en: '{} need you' },
  areWorking: { zh: '{} 台自己在忙', en: '{} busy by themselves' },
  areSilent: { zh: '{} 台没有消息', en: '{} not heard from' },
  ifNot: { zh: '不行的话', en: 'If that fails' },
  also: { zh: '还有', en: 'Also' },
  more: { zh: '再看 {} 件', en: '{} more' },
  fewer: { zh: '只看前 3 件', en: 'Only the first 3' },
  toDo: { zh: '要做的事', en: 'What to do' },
  addTablets: { zh: '添加平板', en: 'Add tablets' },
  addHow: {
    zh: '用平板扫码，或在平板的“本机状态”里输入数字。',
    en: 'Scan this with each tablet, or type the number on its page “This tablet”.',
  },
  addHolds: { zh: '有效到 {}', en: 'Good until {}' },
  addLocal: {
    zh: '这个地址只在主机上有用。请用主机的网络地址打开工作人员页面。',
    en: 'This address works on the hub only. Open the staff board at the hub’s network address.',
  },
  releases: { zh: '放哪个展览', en: 'What is shown' },
  releasesHow: {
    zh: '先选展厅，再选展览。先看计划，再按住确定。',
    en: 'Choose a hall, then a release. Read the plan, then hold to show it.',
  },
  newest: { zh: '总是最新的', en: 'Always the newest' },
  likeEverywhere: { zh: '和别的展厅一样', en: 'As in all halls' },
  showNow: { zh: '现在就换', en: 'Change over now' },
  showAt: { zh: '到时间一起换', en: 'Change over together at' },
  showIt: { zh: '换上它', en: 'Show it' },
  didShow: {
    zh: '平板在取它，没人用时换上。',
    en: 'Tablets fetch it and change over when nobody plays.',
  },
  isFrozen: {
    zh: '今天不再改动。先点“允许改动”。',
    en: 'Frozen for the day. Tap Allow changes first.',
  },
  speedLimit: { zh: '复制最多用多少网络', en: 'Copying may use at most' },
  noLimit: { zh: '不限', en: 'No limit' },
  freeze: { zh: '今天不再改动', en: 'Freeze for the day' },
  thaw: { zh: '允许改动', en: 'Allow changes' },
  frozenSince: { zh: '{} 起不再改动', en: 'Frozen since {}' },
  frozenHow: {
    zh: '程序和内容都不会更新，直到您允许。',
    en: 'Neither app nor films change until you allow it.',
  },
  handover: { zh: '交接单', en: 'Handover sheet' },
  rehearse: { zh: '演练', en: 'Rehearsal' },
  rehearsing: {
    zh: '演练：这些平板不是真的。处理一遍，就都见过了。',
    en: 'Rehearsal: these tablets are made up. Solve each once and you have seen them all.',
  },
  endRehearsal: { zh: '结束演练', en: 'End the rehearsal' },
  didIt: { zh: '我处理好了', en: 'I did it' },
  select: { zh: '选择多台', en: 'Select several' },
  selected: { zh: '已选 {} 台', en: '{} selected' },
  selectAll: { zh: '全选', en: 'All' },
  selectNone: { zh: '不选', en: 'None' },
  allIn: { zh: '{} 厅全部', en: 'All in hall {}' },
  done: { zh: '好了', en: 'Done' },
  find: { zh: '亮出 {} 台的号码', en: 'Show the number of {}' },
  clean: { zh: '让 {} 台黑屏 30 秒擦拭', en: 'Dark for wiping, 30 s: {}' },
  reload: { zh: '重新打开 {} 台', en: 'Reload {}' },
  lookAgain: { zh: '让 {} 台再查一次内容', en: 'Make {} look for films' },
  takeOut: { zh: '移出 {} 台', en: 'Take out {}' },
  hold: { zh: '按住', en: 'hold' },
  undo: { zh: '撤销', en: 'Undo' },
  didFind: { zh: '{} 台正在亮号码，1 分钟。', en: '{} show their number for a minute.' },
  didClean: {
    zh: '{} 台黑屏 30 秒，触摸无效。',
    en: '{} are dark for 30 s; touches do not count.',
  },
  didReload: { zh: '{} 台会在 5 秒内重新打开。', en: '{} reload within 5 s.' },
  didLookAgain: { zh: '{} 台会在 5 秒内再查。', en: '{} look within 5 s.' },
  didTakeOut: { zh: '移出了 {} 台。', en: 'Took out {}.' },
  didSwap: { zh: '已换机。', en: 'Swapped.' },
  tablet: { zh: '平板 {}', en: 'Tablet {}' },
  number: { zh: '号码', en: 'Number' },
  state: { zh: '状态', en: 'State' },
  hall: { zh: '展厅', en: 'Hall' },
  station: { zh: '站位', en: 'Station' },
  save: { zh: '保存', en: 'Save' },
  numberTaken: {
    zh: '这个号码有人用了。换一个。',
    en: 'Another tablet has this number. Choose another.',
  },
  swap: { zh: '换机', en: 'Swap' },
  swapHow: {
    zh: '选一台备用平板，它会接过这个号码和站位。',
    en: 'Choose a spare: it takes this number and place.',
  },
  noSpare: {
    zh: '没有备用平板。先点“添加平板”登记一台。',
    en: 'There is no spare. Join one first with Add tablets.',
  },
  lastHeard: { zh: '上次消息', en: 'Last heard' },
  never: { zh: '还没有', en: 'never' },
  proof: { zh: '证据', en: 'The proof' },
  offlineFine: { zh: '离线，但没问题', en: 'Offline but fine' },
  runway: { zh: '靠电池还能展出约 {}', en: 'Runs about {} on its battery' },
  noEnd: { zh: '插着电，可以一直展出', en: 'On mains power: it runs on' },
  plan: { zh: '复制计划', en: 'Copying' },
  planLeft: { zh: '还要复制', en: 'Still to copy' },
  planHere: { zh: '已经有了', en: 'Already there' },
  planFits: { zh: '装得下', en: 'Fits on' },
  planTime: { zh: '还要', en: 'Time left' },
  planSpeed: { zh: '速度', en: 'Speed' },
  planSource: { zh: '来源：这台主机', en: 'Source: this hub' },
  films: { zh: '{} 部影片', en: 'Films: {}' },
  findOne: { zh: '亮出号码', en: 'Find it' },
  takeOutOne: { zh: '移出', en: 'Take out' },
  noRelease: {
    zh: '主机还没有展览。打包一次。',
    en: 'The hub has no release yet. Pack the event.',
  },
  passwords: { zh: '密码', en: 'Passwords' },
  passwordsHow: {
    zh: '给主持和技术员各设一个密码，至少 8 个字符。',
    en: 'One for hosts, one for technicians, at least 8 characters.',
  },
  pin: { zh: '平板后台的数字密码', en: 'PIN of the staff corner on tablets' },
  pinHow: {
    zh: '4 到 8 位数字。在待机画面左上角按住 3 秒打开。',
    en: '4 to 8 digits. Hold the top left corner of the attract screen for 3 s.',
  },
  passwordTaken: { zh: '另一个角色在用它。换一个。', en: 'Another role has it. Choose another.' },
  saved: { zh: '已保存', en: 'Saved' },
  counts: { zh: '观众打开了什么', en: 'What visitors opened' },
  countsHow: {
    zh: '只数次数，不记是谁。',
    en: 'Only how often, never who.',
  },
  noCounts: { zh: '还没有人打开过。', en: 'Nothing was opened yet.' },
  hour: { zh: '小时', en: 'Hour' },
  screen: { zh: '画面', en: 'Screen' },
  opened: { zh: '次数', en: 'Opened' },
  csv: { zh: '存成表格 (CSV)', en: 'Save as a table (CSV)' },
  takeIn: { zh: '收下平板带来的文件', en: 'Take in a tablet’s file' },
  tookIn: { zh: '收下了。重复的只算一次。', en: 'Taken in. What came before counts once.' },
  notTakenIn: {
    zh: '这个文件不是这里的平板存的。什么都没有改变。',
    en: 'No tablet of this event wrote that file. Nothing was changed.',
  },
  refusedCount: { zh: '不能算的记录：{}', en: 'Records that could not count: {}' },
  generator: { zh: '视频生成', en: 'Video generator' },
  generatorHow: {
    zh: '把观众的镜头交给视频模型。没有它，展览照常，预演镜头都在。',
    en: 'Hands visitors’ shots to a video model. Without it the exhibition is whole: previs takes stay.',
  },
  generatorIsOn: { zh: '开着', en: 'On' },
  generatorIsOff: { zh: '关着。什么都不会发出去。', en: 'Off. Nothing is sent out.' },
  generatorWaiting: { zh: '{} 个在排队', en: '{} waiting' },
  generatorRunning: { zh: '{} 个在生成', en: '{} being made' },
  generatorDone: {
    zh: '一小时内完成 {} 个，最多 {} 个',
    en: '{} made within the hour, {} at most',
  },
  generatorFailed: { zh: '一小时内 {} 个没成', en: '{} failed within the hour' },
  generatorLast: { zh: '{} 最近一次没成：', en: 'Last failure, {}:' },
  generatorModel: { zh: '模型', en: 'Model' },
  generatorHost: { zh: '服务地址（关着才能换）', en: 'Host (changes while it is off)' },
  generatorLimit: { zh: '每小时最多', en: 'At most an hour' },
  generatorKey: { zh: '密钥', en: 'Key' },
  generatorNewKey: { zh: '换一个密钥（已有一个）', en: 'Another key (there is one)' },
  generatorKeyHow: {
    zh: '密钥只存在主机上，只发给这个地址，不会再显示。每次生成都要付费。',
    en: 'It stays on the hub, goes to this host alone and is never shown again. Every take costs money.',
  },
  generatorOn: { zh: '打开', en: 'Switch on' },
  generatorOff: { zh: '关掉', en: 'Switch off' },
  generatorNoKey: {
    zh: '这个地址还没有密钥。先填密钥，点“保存”。',
    en: 'There is no key for this host. Enter one and tap Save first.',
  },
  generatorMalformed: {
    zh: '这个密钥不对：不能有空格，至少 8 个字符。',
    en: 'That is no key: at least 8 characters, without spaces.',
  },
  close: { zh: '关闭', en: 'Close' },
  print: { zh: '打印', en: 'Print' },
  signature: { zh: '签名', en: 'Signature' },
  everywhere: { zh: '所有展厅', en: 'All halls' },
  outOfFleet: { zh: '已移出', en: 'Out of the fleet' },
  putBack: { zh: '放回', en: 'Put back' },
} satisfies Record<string, Record<Language, string>>;

export type Word = keyof typeof words;

export const pileNames: Record<Pile, Record<Language, string>> = {
  ready: { zh: '就绪', en: 'Ready' },
  'needs-you': { zh: '要处理', en: 'Needs you' },
  working: { zh: '在忙', en: 'Working' },
  silent: { zh: '没消息', en: 'Not heard from' },
};

/** A shape for each pile, so that colour is never alone. */
export const pileMarks: Record<Pile, string> = {
  ready: '✓',
  'needs-you': '!',
  working: '…',
  silent: '?',
};

export const roleNames: Record<Role, Record<Language, string>> = {
  host: { zh: '主持', en: 'Host' },
  technician: { zh: '技术员', en: 'Technician' },
  owner: { zh: '负责人', en: 'Owner' },
};

/** A word with its blanks filled in order. */
export function say(word: Word, language: Language, ...values: (string | number)[]): string {
  let at = 0;
  return words[word][language].replaceAll('{}', () => String(values[at++] ?? ''));
}
