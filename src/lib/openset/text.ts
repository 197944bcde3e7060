// Text that people read: one entry per language, Chinese and English first.
import * as v from 'valibot';

/** Languages of the exhibition's own words. Film texts may add further ones as data. */
export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];

/** BCP 47 tags for `lang` attributes; Chinese on screen is simplified Chinese. */
export const languageTag: Record<Language, string> = { zh: 'zh-Hans', en: 'en' };

const words = v.pipe(v.string(), v.trim(), v.nonEmpty('is empty'));

/** A text in both languages; one may be missing in an authored file, which `check` warns of. */
export const localText = v.pipe(
  v.strictObject({ zh: v.optional(words), en: v.optional(words) }),
  v.check((text) => text.zh !== undefined || text.en !== undefined, 'needs zh or en'),
);
export type LocalText = v.InferOutput<typeof localText>;

/** The text in the wanted language, else in the other, with the language it really is in. */
export function read(
  text: LocalText,
  language: Language,
): { words: string; language: Language; missing: boolean } {
  const wanted = text[language];
  if (wanted !== undefined) return { words: wanted, language, missing: false };
  const other: Language = language === 'zh' ? 'en' : 'zh';
  return { words: text[other] ?? '', language: other, missing: true };
}
