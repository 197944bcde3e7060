// The lab, “Direct this shot”: by taps, by keys, without a network, without a graphics card. The
// picture is drawn by Chromium's software GL, so nothing here counts on speed.
import type { Locator, Page } from '@playwright/test';
import { shotDocument, type ShotDocument } from '../../src/lib/openset/document.ts';
import { languages, type Language } from '../../src/lib/openset/text.ts';
import { words as kioskWords } from '../../src/lib/kiosk/words.ts';
import { deskOf, lay, mostCards } from '../../src/lib/lab/desk.ts';
import { words } from '../../src/lib/lab/words.ts';
import { readPrompt } from '../../src/lib/previs/shot/read-prompt.ts';
import { toPrompt } from '../../src/lib/previs/shot/phrases.ts';
import { readEvent } from '../../src/lib/server/event/read.ts';
import * as v from 'valibot';
import { expect, Hub, test } from './hub.ts';
import { fits, misfits, violations } from './look.ts';
import { isReady } from './tablet.ts';
import { called, choose, languageButton, open, screens } from './visitor.ts';

const film = 'bicycle-kids';
const lab = `/films/${film}/direct`;
const sizes = {
  tablet: { width: 1280, height: 800 },
  'upright tablet': { width: 800, height: 1280 },
  wall: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
};
/** Of 255. Twice the same words gave not one differing pixel here; the rest is for a picture that a
 * slow machine drew smaller. */
const tolerance = { mean: 1.5, worst: 16 };

const inLab = (page: Page, word: keyof typeof words, language: Language): Locator =>
  page.getByRole('button', { name: words[word][language] }).first();
const card = (page: Page, id: string): Locator => page.locator(`[data-card="${id}"]`);
const prompt = (page: Page): Locator => page.locator('[data-prompt]');

/** The first picture stands. */
async function drawn(page: Page): Promise<void> {
  await expect(page.locator('[data-live=live] canvas[data-drawn]')).toBeVisible({
    timeout: 30_000,
  });
}

async function enter(page: Page, language: Language): Promise<void> {
  await open(page, lab, language);
  await drawn(page);
}

/** As on a device without a graphics card: nothing is drawn, and much is quicker. */
async function withoutCard(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const real = Reflect.get(HTMLCanvasElement.prototype, 'getContext') as (
      this: HTMLCanvasElement,
      ...parts: unknown[]
    ) => unknown;
    Reflect.set(
      HTMLCanvasElement.prototype,
      'getContext',
      function (this: HTMLCanvasElement, ...parts: unknown[]) {
        return String(parts[0]).startsWith('webgl') ? null : real.apply(this, parts);
      },
    );
  });
}

/** Enters where nothing can be drawn: words, cards and dialogs are the same. */
async function enterWithoutCard(page: Page, language: Language): Promise<void> {
  await withoutCard(page);
  await open(page, lab, language);
  await expect(page.locator('[data-live=none]')).toBeVisible();
}

/** Waits until nothing has been drawn for a while, so that the picture is at its best. */
const rest = (page: Page) =>
  page.locator('canvas[data-drawn]').evaluate(
    (canvas: HTMLCanvasElement) =>
      new Promise<void>((resolve) => {
        let timer = setTimeout(resolve, 700);
        new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(resolve, 700);
        }).observe(canvas, { attributeFilter: ['data-drawn'] });
      }),
  );

/** The canvas' own pixels in small: what a visitor sees of it from some steps away. */
const pixels = (page: Page): Promise<number[]> =>
  page.locator('canvas[data-drawn]').evaluate((canvas: HTMLCanvasElement) => {
    const copy = new OffscreenCanvas(96, 47).getContext('2d')!;
    copy.imageSmoothingQuality = 'high';
    copy.drawImage(canvas, 0, 0, 96, 47);
    return [...copy.getImageData(0, 0, 96, 47).data];
  });

function compare(one: number[], other: number[]): { mean: number; worst: number } {
  const apart = one.map((value, at) => Math.abs(value - other[at]!));
  return {
    mean: apart.reduce((sum, value) => sum + value, 0) / apart.length,
    worst: apart.reduce((most, value) => Math.max(most, value), 0),
  };
}

/** Until the picture is plainly another one. */
const changes = (page: Page, from: number[]) =>
  expect
    .poll(async () => compare(from, await pixels(page)).mean, { timeout: 20_000 })
    .toBeGreaterThan(2);

/** Stops the camera, if it has not come to the shot's end by itself. */
const hold = (page: Page, language: Language) =>
  expect(async () => {
    const roll = page.locator('[data-roll]');
    if ((await roll.textContent())!.includes(words.stop[language])) await roll.tap();
    await expect(roll).toContainText(words.play[language], { timeout: 3_000 });
  }).toPass();

const isLoaded = (picture: Locator) =>
  expect
    .poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth))
    .toBeGreaterThan(100);

async function setOfTheFilm() {
  const { folder } = await readEvent('content', { media: false });
  const { set, shots } = folder!.films.find((one) => one.film.id === film)!;
  return { set: set!, shot: shots.get(set!.shot)! };
}

test.describe('with the hub at hand', () => {
  test.use({ serviceWorkers: 'block' });
  // A frame costs software GL a tenth of a second, and a second where the machine is shared.
  test.describe.configure({ timeout: 150_000 });

  test('a visitor directs, keeps, compares and takes away by taps (12)', async ({ page }) => {
    // In one language: drawing it twice costs a minute, and a test below holds that only words differ.
    const [language] = languages;
    await open(page, screens['open set'], language);
    await page.getByRole('link', { name: words.direct[language] }).tap();
    await expect(page).toHaveURL(lab);
    await drawn(page);
    await rest(page);
    let before = await pixels(page);
    await card(page, 'extreme-close').tap();
    await expect(prompt(page)).toContainText({ zh: '大特写', en: 'extreme close-up' }[language], {
      ignoreCase: true,
    });
    await changes(page, before);

    await inLab(page, 'after', language).tap();
    await expect(page.locator('[data-panel=travel]')).toBeVisible();
    const place = page.getByRole('slider');
    await card(page, 'pull out').tap();
    await expect(prompt(page)).toContainText({ zh: '[拉远]', en: '[Pull out]' }[language]);
    // It plays by itself, and the picture goes with it.
    await expect(page.locator('[data-roll]')).toContainText(words.stop[language]);
    before = await pixels(page);
    await expect.poll(async () => Number(await place.inputValue())).toBeGreaterThan(0.3);
    await changes(page, before);
    await hold(page, language);
    expect(Number(await place.inputValue())).toBeGreaterThan(0);

    await inLab(page, 'keep', language).tap();
    await isLoaded(page.locator('[data-take="1"] img'));
    await page.locator('[data-take="1"]').tap();
    const beside = page.getByRole('dialog', { name: words.compare[language] });
    await expect(beside.getByText(words.firstTry[language])).toBeVisible();
    await expect(beside.getByText(words.keptByTeam[language])).toBeVisible();
    await expect(beside.getByText(words.why[language]).first()).toBeVisible();
    await expect(beside.locator('figure')).toHaveCount(3);
    for (const picture of await beside.locator('figure img').all()) await isLoaded(picture);
    await inLab(page, 'close', language).tap();

    await page.locator('[data-take-away]').tap();
    const code = page.getByRole('dialog', { name: words.takeAway[language] });
    await expect(code.getByRole('img')).toBeVisible();
    await expect(code.locator('pre')).toContainText((await prompt(page).textContent())!);
    await inLab(page, 'close', language).tap();
    await expect(code).toBeHidden();
  });

  test('the same by keys alone, and the focus is always seen (73)', async ({ page }) => {
    const tabTo = async (wanted: string) => {
      for (let steps = 0; steps < 60; steps += 1) {
        await page.keyboard.press('Tab');
        const focus = await page.evaluate((selector) => {
          const { activeElement } = document;
          if (!activeElement || activeElement === document.body) return null;
          const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
          return { is: activeElement.matches(selector), ring: `${outlineWidth} ${outlineStyle}` };
        }, wanted);
        if (focus) expect(focus.ring).toBe('4px solid');
        if (focus?.is) return;
      }
      throw new Error(`${wanted} cannot be reached by Tab.`);
    };
    await open(page, screens['open set'], 'en');
    await tabTo(`a[href="${lab}"]`);
    await page.keyboard.press('Enter');
    await drawn(page);
    await rest(page);
    let before = await pixels(page);
    await tabTo('[data-card="extreme-close"]');
    await page.keyboard.press('Space');
    await expect(prompt(page)).toContainText('extreme close-up', { ignoreCase: true });
    await changes(page, before);
    await tabTo('input[type=range]');
    await page.keyboard.press('Home');
    await expect(page.getByRole('slider')).toHaveValue('0');
    await tabTo(`[aria-label^="${words.after.en}"]`);
    await page.keyboard.press('Enter');
    await tabTo('[data-card="pull out"]');
    await page.keyboard.press('Enter');
    await expect(prompt(page)).toContainText('[Pull out]');
    before = await pixels(page);
    await changes(page, before);
    await tabTo('[data-roll]');
    await page.keyboard.press('Enter');
    await tabTo('[data-keep]');
    await page.keyboard.press('Enter');
    await tabTo('[data-take="1"]');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(words.keptByTeam.en)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    // The focus is back where the dialog was opened.
    expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-take'))).toBe(true);
    await tabTo('[data-take-away]');
    await page.keyboard.press('Enter');
    await expect(dialog.locator('pre')).toContainText((await prompt(page).textContent())!);
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
  });

  for (const language of languages) {
    test(`no panel has more than seven cards, and a finger meets each in ${language} (9, 28, 61)`, async ({
      page,
    }) => {
      await enterWithoutCard(page, language);
      const { set } = await setOfTheFilm();
      const panels = deskOf(set.choices);
      for (const [name, viewport] of Object.entries(sizes)) {
        await page.setViewportSize(viewport);
        const seen: string[] = [];
        for (const { id } of panels) {
          const cards = page.locator('.cards');
          await expect(cards).toHaveAttribute('data-panel', id);
          expect(await cards.locator('button').count()).toBeLessThanOrEqual(mostCards);
          expect(await misfits(page), `${id} on a ${name}`).toEqual(fits);
          seen.push(id);
          await page.locator('.turn button').last().click();
        }
        expect(new Set(seen).size).toBe(panels.length);
        expect(
          await page.evaluate(() =>
            [document.documentElement, ...document.querySelectorAll('main, main > *')].some(
              ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1,
            ),
          ),
          `sideways on a ${name}`,
        ).toBe(false);
      }
    });

    test(`the lab and its dialogs break no rule of axe in ${language}`, async ({ page }) => {
      // With the live picture in one language, with its stand-in in the other.
      const isLive = language === 'zh';
      await (isLive ? enter : enterWithoutCard)(page, language);
      // What moves by itself is looked at when it stands.
      if (isLive) await rest(page);
      expect(await violations(page)).toEqual([]);
      await page.locator('[data-keep]').tap();
      await page.locator('[data-take="1"]').waitFor();
      const dialog = page.getByRole('dialog');
      for (const door of ['[data-take="1"]', '[data-take-away]', '[data-prompts]']) {
        await page.locator(door).tap();
        await expect(dialog).toBeVisible();
        expect(await violations(page), door).toEqual([]);
        for (const viewport of [sizes.phone, sizes.tablet]) {
          await page.setViewportSize(viewport);
          expect(await misfits(page), door).toEqual(fits);
        }
        await page.keyboard.press('Escape');
        await expect(dialog).toBeHidden();
      }
    });
  }

  test('another language changes the words and nothing else (43); starting over leaves nothing (51)', async ({
    page,
  }) => {
    await enter(page, 'zh');
    const first = await prompt(page).textContent();
    await card(page, 'close').tap();
    await page.locator('[data-keep]').tap();
    await isLoaded(page.locator('[data-take="1"] img'));
    const place = page.getByRole('slider');
    await place.fill('0.8');
    await rest(page);
    const [before, said] = [await pixels(page), await prompt(page).textContent()];
    const picture = await page.locator('[data-take="1"] img').getAttribute('src');
    await languageButton(page, 'en').tap();
    await expect(prompt(page)).toContainText('close-up', { ignoreCase: true });
    const { set } = await setOfTheFilm();
    const inEnglish = (await prompt(page).textContent())!;
    expect(readPrompt(inEnglish, set.choices).shot).toEqual(readPrompt(said!, set.choices).shot);
    await expect(place).toHaveValue('0.8');
    await expect(page.locator('[data-take="1"] img')).toHaveAttribute('src', picture!);
    await rest(page);
    expect(compare(before, await pixels(page)).mean).toBeLessThan(tolerance.mean);

    await called(page, 'startOver', 'en').tap();
    await called(page, 'startOverYes', 'en').tap();
    await expect(page).toHaveURL(/\/$/);
    await expect(page.locator('[data-take], canvas[data-drawn]')).toHaveCount(0);
    expect(
      await page.evaluate(
        async (address) => ({
          picture: await fetch(address).then(
            () => 'is still there',
            () => 'is gone',
          ),
          stored: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
        }),
        picture!,
      ),
    ).toEqual({ picture: 'is gone', stored: [] });
    await page.getByText(kioskWords.invite.zh).tap();
    await page.locator(`a[href="/films/${film}"]`).tap();
    await page.locator(`a[href="${lab}"]`).tap();
    await drawn(page);
    await expect(prompt(page)).toHaveText(first!);
    await expect(page.locator('[data-take]')).toHaveCount(0);
    await expect(page.getByRole('slider')).toHaveValue('0.5');
  });

  test('a graphics card that is taken away comes back, and the picture with it', async ({
    page,
  }) => {
    await enter(page, 'en');
    await rest(page);
    const before = await pixels(page);
    const canvas = page.locator('canvas[data-drawn]');
    await canvas.evaluate((element: HTMLCanvasElement) => {
      const lose = element.getContext('webgl2')!.getExtension('WEBGL_lose_context')!;
      Object.assign(window, { lose });
      lose.loseContext();
    });
    await expect(page.locator('[data-live=lost]')).toBeVisible();
    await expect(page.getByText(words.lost.en)).toBeVisible();
    // Whoever goes on directing meanwhile finds it drawn.
    await card(page, 'close').tap();
    await expect(prompt(page)).toContainText('close-up', { ignoreCase: true });
    await page.evaluate(() => (Reflect.get(window, 'lose') as WEBGL_lose_context).restoreContext());
    await drawn(page);
    await expect(page.getByText(words.lost.en)).toBeHidden();
    await changes(page, before);
    await page.locator('[data-prompts]').tap();
    await page.getByRole('dialog').locator('li button').first().tap();
    await rest(page);
    await changes(page, new Array<number>(before.length).fill(0));
  });

  test('without a graphics card the team’s nearest picture stands in, with its words', async ({
    page,
  }) => {
    await withoutCard(page);
    for (const language of languages) {
      await open(page, lab, language);
      await expect(page.locator('[data-live=none]')).toBeVisible();
      await expect(page.getByText(words.noPicture[language])).toBeVisible();
      const reserve = page.locator('[data-live=none] img');
      await isLoaded(reserve);
      const shown = await reserve.getAttribute('src');
      expect((await reserve.getAttribute('alt'))!.length).toBeGreaterThan(5);
      expect(await violations(page)).toEqual([]);
      // Directing goes on in words, and with other words another picture is nearest.
      await page.locator('.departments button').nth(1).tap();
      await page.locator('.cards button').first().tap();
      await card(page, 'dawn').or(page.locator('.cards button').first()).first().tap();
      await page.locator('.departments button').first().tap();
      await card(page, 'close').tap();
      await expect(prompt(page)).toContainText({ zh: '特写', en: 'close-up' }[language], {
        ignoreCase: true,
      });
      expect(shown).toMatch(/^\/media\/[0-9a-f]{64}$/);
      await page.locator('[data-keep]').tap();
      await page.locator('[data-take="1"]').tap();
      await expect(page.getByRole('dialog').getByText(words.keptByTeam[language])).toBeVisible();
      await page.keyboard.press('Escape');
    }
  });

  test('words of the team’s that it does not know are named, kindly', async ({ page }) => {
    const strange = '大全景，三个孩子骑自行车，充满希望的感觉，没有红围巾，弄堂，清晨，35毫米';
    await page.route('**/documents/shot/**', async (route) => {
      const response = await route.fetch();
      const document = v.parse(shotDocument, await response.json()) as ShotDocument;
      document.versions.findLast((one) => one.prompt)!.prompt!.text = strange;
      await route.fulfill({ response, json: document });
    });
    await enterWithoutCard(page, 'zh');
    for (const language of languages) {
      await languageButton(page, language).tap();
      await page.locator('[data-prompts]').tap();
      await page.getByRole('dialog').getByText(strange).tap();
      await expect(page.getByRole('dialog')).toBeHidden();
      const said = page.locator('.said .words');
      await expect(said).toContainText(words.notUnderstood[language] + '充满希望的感觉');
      await expect(said).toContainText(words.notWanted[language] + '没有红围巾');
      await expect(prompt(page)).toContainText({ zh: '清晨', en: 'dawn' }[language]);
    }
    // With the next phrase it is said no more.
    await card(page, 'close').tap();
    await expect(page.locator('.said .words')).not.toContainText('充满希望的感觉');
  });

  test('nothing plays by itself where calm is wanted, and all can be played (75)', async ({
    page,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await enter(page, 'en');
    const roll = page.locator('[data-roll]');
    const layMove = async () => {
      await inLab(page, 'after', 'en').tap();
      await card(page, 'pull out').tap();
      await expect(prompt(page)).toContainText('[Pull out]');
      await rest(page);
      await expect(roll).toContainText(words.play.en);
      await expect(page.getByRole('slider')).toHaveValue('0.5');
    };
    await layMove();
    await page.emulateMedia({ reducedMotion: null });
    await page.reload();
    await drawn(page);
    await languageButton(page, 'en').tap();
    await choose(page, 'calm', 'en');
    await layMove();
    await roll.tap();
    await expect
      .poll(async () => Number(await page.getByRole('slider').inputValue()))
      .toBeGreaterThan(0.5);
  });

  test('what is taken away gives the same shot again, by either of its lines', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await enterWithoutCard(page, 'en');
    const { set, shot } = await setOfTheFilm();
    const firstPrompt = shot.versions.find(({ stage, prompt }) => stage === 'generation' && prompt)!
      .prompt!.text;
    let directed = readPrompt(firstPrompt, set.choices).shot;
    const desk = deskOf(set.choices);
    const wanted = ['size/medium', 'travel/push in', 'turn/pan left', 'lens/85', 'view/profile'];
    for (const panel of desk) {
      const id = wanted.find((one) => one.startsWith(`${panel.id}/`))?.split('/')[1];
      if (id !== undefined) {
        await card(page, id).click();
        directed = lay(
          panel,
          panel.cards.find((one) => one.id === id)!,
          directed,
        )!;
      }
      await page.locator('.turn button').last().tap();
    }
    await page.locator('[data-together]').tap();
    directed = { ...directed, moves: [directed.moves.flat()] };
    await page.locator('[data-take-away]').tap();
    const dialog = page.getByRole('dialog');
    const [, zh, en] = (await dialog.locator('pre').textContent())!.split('\n');
    for (const line of [zh!, en!]) {
      expect(readPrompt(line, set.choices).shot).toEqual(directed);
      expect(readPrompt(line, set.choices).missed).toEqual([]);
    }
    expect(toPrompt(directed, set.choices, 'en')).toBe(en);
    // The code says what the words below it say: its label is what a screen reader has of it.
    expect(await dialog.getByRole('img').getAttribute('aria-label')).toContain(en);
  });

  test('the same words give the same picture on every fresh page', async ({ browser, hub }) => {
    const seen: number[][] = [];
    for (let time = 0; time < 2; time += 1) {
      const page = await browser.newPage({ baseURL: hub.address, hasTouch: true });
      await enter(page, 'zh');
      for (const id of time === 0 ? ['close', 'medium'] : ['full', 'extreme-wide', 'medium'])
        await card(page, id).tap();
      await rest(page);
      seen.push(await pixels(page));
      await page.close();
    }
    const apart = compare(seen[0]!, seen[1]!);
    expect(apart.mean).toBeLessThan(tolerance.mean);
    expect(apart.worst).toBeLessThan(tolerance.worst);
  });

  test('who never opens the lab fetches nothing of its engine and its set', async ({ page }) => {
    const asked: string[] = [];
    const engine: string[] = [];
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (pathname.startsWith('/documents/set/')) asked.push(pathname);
      if (pathname.endsWith('.js'))
        void response.text().then(
          (text) => text.includes('WebGLRenderer') && engine.push(pathname),
          () => undefined,
        );
    });
    await open(page, '/', 'en');
    await page.getByText(kioskWords.invite.en).tap();
    await page.locator(`a[href="/films/${film}"]`).tap();
    await page.locator(`a[href="${screens.timeline}"]`).tap();
    await expect(page.locator('canvas[data-rung=full]')).toBeVisible();
    await page.locator(`a[href="/films/${film}"]`).first().tap();
    const door = page.locator(`a[href="${lab}"]`);
    await door.waitFor();
    await page.waitForLoadState('networkidle');
    expect({ asked, engine }).toEqual({ asked: [], engine: [] });
    // The same watch does see them once the lab opens.
    await door.tap();
    await drawn(page);
    await expect.poll(() => [asked.length > 0, engine.length > 0]).toEqual([true, true]);
  });
});

test('opens and draws with the network gone (86)', async ({ page }) => {
  const hub = await new Hub('.openset/releases').start();
  try {
    await page.goto(`${hub.address}/setup`);
    await isReady(page);
    await hub.kill();
    await page.goto(`${hub.address}/films/${film}`);
    await page.locator(`a[href="${lab}"]`).tap();
    await drawn(page);
    const before = await pixels(page);
    await card(page, 'extreme-close').tap();
    await changes(page, before);
    await page.reload();
    await drawn(page);
    await expect(page.locator('.word')).toHaveCount(0);
  } finally {
    await hub.end();
  }
});
