// What visitors do, in one place: begin, speak a language, change the access settings.
import type { Locator, Page } from '@playwright/test';
import { words } from '../../src/lib/kiosk/words.ts';
import { languageTag, type Language } from '../../src/lib/openset/text.ts';

/** Screens of the sample event, by their addresses. */
export const screens = {
  attract: '/',
  films: '/films',
  'open set': '/films/bicycle-kids',
  film: '/films/bicycle-kids?view=film',
  makers: '/films/bicycle-kids?view=made',
  timeline: '/films/bicycle-kids/sh010',
};

/** Opens a screen as somebody who speaks `language`; the attract screen speaks both. */
export async function open(page: Page, address: string, language: Language): Promise<void> {
  await page.goto(address);
  if (address !== '/') {
    await languageButton(page, language).tap();
    await page.locator(`html[lang=${languageTag[language]}]`).waitFor();
  }
  await page.locator('main :is(h1, h2, a, button)').first().waitFor();
  // A button that is still being let go of stands a little lower.
  await page.waitForFunction(() => !document.querySelector('button:active'));
}

export const languageButton = (page: Page, language: Language): Locator =>
  page.locator(`[data-lang-switch] [lang=${languageTag[language]}]`);

/** Touches something by its words in the visitor's language. */
export const called = (page: Page, word: keyof typeof words, language: Language): Locator =>
  page
    .getByRole('button', { name: words[word][language] })
    .or(page.getByRole('link', { name: words[word][language] }))
    .first();

/** Chooses in the access panel and closes it. */
export async function choose(
  page: Page,
  word: keyof typeof words,
  language: Language,
): Promise<void> {
  await called(page, 'access', language).tap();
  const panel = page.getByRole('dialog');
  await panel
    .getByRole('button', { name: words[word][language], exact: true })
    .or(panel.getByRole('switch', { name: words[word][language] }))
    .tap();
  await called(page, 'done', language).tap();
  await panel.waitFor({ state: 'detached' });
}
