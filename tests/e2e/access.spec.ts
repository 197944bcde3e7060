// What can be checked by machine of reach, size, contrast and structure (EXPERIENCE, Appendix B).
import type { Page } from '@playwright/test';
import { languages, type Language } from '../../src/lib/openset/text.ts';
import { expect, test } from './hub.ts';
import { fits, misfits, violations } from './look.ts';
import { called, choose, open, screens } from './visitor.ts';

const sizes = {
  tablet: { width: 1280, height: 800 },
  'upright tablet': { width: 800, height: 1280 },
  wall: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
};

/** Nothing is too small, and nothing sticks out, whatever the screen. */
async function fitsEverySize(page: Page): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    expect(await misfits(page), size).toEqual(fits);
  }
}

/** Letters that the visitor must read and that are smaller than 18 CSS pixels (rule 24). */
const tinyWords = (page: Page) =>
  page.evaluate(() => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const tiny: string[] = [];
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const parent = node.parentElement;
      if (!node.textContent?.trim() || !parent?.checkVisibility()) continue;
      if (parent.closest('.visually-hidden, #svelte-announcer, .splash')) continue;
      if (Number.parseFloat(getComputedStyle(parent).fontSize) < 18)
        tiny.push(node.textContent ?? '');
    }
    return tiny;
  });

for (const [name, address] of Object.entries(screens))
  test.describe(`the ${name} screen`, () => {
    for (const language of languages)
      test(`breaks no rule of axe in ${language}`, async ({ page }) => {
        await open(page, address, language);
        expect(await violations(page)).toEqual([]);
        expect(await tinyWords(page)).toEqual([]);
        if (name === 'attract') return;
        await choose(page, 'contrast', language);
        await choose(page, 'textLargest', language);
        expect(await violations(page)).toEqual([]);
      });

    for (const language of languages)
      test(`fits every size, in ${language} and the largest text`, async ({ page }) => {
        await open(page, address, language);
        await fitsEverySize(page);
        if (name === 'attract') return;
        await page.setViewportSize(sizes.tablet);
        await choose(page, 'textLargest', language);
        await fitsEverySize(page);
      });
  });

for (const language of languages)
  test(`the panels break no rule of axe in ${language}`, async ({ page }) => {
    await open(page, screens['open set'], language);
    await called(page, 'access', language).tap();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await called(page, 'startOver', language).tap();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });

test('a finger that lands below a button still meets it (13)', async ({ page }) => {
  await open(page, screens['open set'], 'zh');
  const missed = await page.evaluate(() =>
    [...document.querySelectorAll('.button')]
      .filter((button) => {
        const { left, width, bottom } = button.getBoundingClientRect();
        const landed = document.elementFromPoint(left + width / 2, bottom + 3);
        return landed !== null && !button.contains(landed);
      })
      .map((button) => button.outerHTML.slice(0, 120)),
  );
  expect(missed).toEqual([]);
});

test('what can be touched lies in the lower half on request (2)', async ({ page }) => {
  await open(page, screens['open set'], 'zh');
  await choose(page, 'lowReach', 'zh');
  const tops = await page.evaluate(() =>
    Array.from(
      document.querySelectorAll('button, a[href]'),
      (control) => control.getBoundingClientRect().top / innerHeight,
    ),
  );
  expect(Math.min(...tops)).toBeGreaterThanOrEqual(0.5);
});

test('labels on pictures are at least 5 % of the picture high (82)', async ({ page }) => {
  for (const address of [screens.films, screens['open set'], screens.film]) {
    await open(page, address, 'zh');
    const shares = await page.evaluate(() =>
      [...document.querySelectorAll('main li')]
        .filter((label) => label.textContent === '示例素材')
        .map((label) => {
          const picture = label.closest('.still, .picture')!.getBoundingClientRect();
          const size = Number.parseFloat(getComputedStyle(label).fontSize);
          return size / Math.min(picture.width, picture.height);
        }),
    );
    expect(shares.length).toBeGreaterThan(0);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.05);
  }
});

test('nothing moves by itself in calm mode (75)', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, '/', 'zh');
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});

const typeset = (page: Page, language: Language) =>
  open(page, screens['open set'], language).then(() =>
    page.evaluate(() => {
      const paragraph = document.querySelector('.story > p')!;
      const style = getComputedStyle(paragraph);
      const leading = Number.parseFloat(style.lineHeight) / Number.parseFloat(style.fontSize);
      const text = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT).nextNode()!;
      const lines = new Map<number, string>();
      const range = document.createRange();
      for (const [place, letter] of [...(text.textContent ?? '')].entries()) {
        range.setStart(text, place);
        range.setEnd(text, place + 1);
        const top = Math.round(range.getBoundingClientRect().top);
        lines.set(top, (lines.get(top) ?? '') + letter);
      }
      return { leading, lines: [...lines.values()], italic: style.fontStyle };
    }),
  );

test('Chinese is set by its own rules (30 to 33)', async ({ page }) => {
  const { leading, lines, italic } = await typeset(page, 'zh');
  expect(leading).toBeGreaterThanOrEqual(1.6);
  expect(leading).toBeLessThanOrEqual(1.8);
  expect(italic).toBe('normal');
  for (const line of lines) {
    expect(line.length).toBeLessThanOrEqual(40);
    expect(line).not.toMatch(/^[，。、；：！？）》”’]|[（《“‘]$/);
  }
});

test('English is set by its own rules (30, 31)', async ({ page }) => {
  const { leading, lines } = await typeset(page, 'en');
  expect(leading).toBeGreaterThanOrEqual(1.45);
  expect(leading).toBeLessThanOrEqual(1.6);
  for (const line of lines) expect(line.trim().length).toBeLessThanOrEqual(80);
});
