// What each proof is called, and how old it is, in words.
import type { Language } from '#lib/openset/text.ts';
import type { Check, CheckName } from './readiness.ts';

export const checkWords: Record<CheckName, Record<Language, string>> = {
  content: { zh: '每个字节都重读核对过', en: 'Every byte read again and checked' },
  shell: { zh: '展览程序是对的版本', en: 'The app is the right version' },
  restart: { zh: '关机再开，内容还在', en: 'A restart was survived' },
  persists: { zh: '系统不会清空它', en: 'The system will not clear it' },
  secure: { zh: '地址可以离线保存', en: 'The address can save for offline' },
  controlled: { zh: '程序存在平板里', en: 'The app is kept on the tablet' },
  media: { zh: '每种画面都放得出来', en: 'Every kind of media shows' },
  space: { zh: '还有空间', en: 'There is space left' },
  awake: { zh: '屏幕不会自己关', en: 'The screen stays on' },
  clock: { zh: '时钟准', en: 'The clock is right' },
  battery: { zh: '插着电，电量够', en: 'Charging, with enough power' },
  unsent: { zh: '记录都送到了', en: 'All records have arrived' },
};

export const checkStates: Record<Check['state'], Record<Language, string>> = {
  proven: { zh: '已证明', en: 'proven' },
  working: { zh: '进行中', en: 'under way' },
  failed: { zh: '要处理', en: 'needs you' },
  unknown: { zh: '平台不说', en: 'the platform does not say' },
};

/** `3 min`, `2 h`: whole units, the way people say how long ago. */
export function span(seconds: number, language: Language): string {
  const units = [
    { size: 86_400, zh: '天', en: 'd' },
    { size: 3_600, zh: '小时', en: 'h' },
    { size: 60, zh: '分钟', en: 'min' },
    { size: 1, zh: '秒', en: 's' },
  ];
  const unit = units.find(({ size }) => seconds >= size) ?? { size: 1, zh: '秒', en: 's' };
  return `${Math.floor(seconds / unit.size)} ${unit[language]}`;
}
