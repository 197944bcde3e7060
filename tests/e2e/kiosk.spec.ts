// What the kiosk owes its visitors: EXPERIENCE §1, the numbers of its rules in brackets.
import type { Page } from '@playwright/test';
import { words } from '../../src/lib/kiosk/words.ts';
import { withHub } from './event-hub.ts';
import { expect, test } from './hub.ts';
import { called, choose, languageButton, open, screens } from './visitor.ts';

/** Milliseconds of the idle machine, with a tick to spare. */
const silenceMs = 91_000;
const answerMs = 31_000;

const question = (page: Page) => page.getByRole('dialog', { name: words.stillThere.en });

/** Everything by which one visitor could be told from another. */
const traces = (page: Page) =>
  page.evaluate(() => ({
    address: location.pathname + location.search,
    root: Array.from(document.documentElement.attributes, ({ name, value }) => `${name}=${value}`)
      .filter((attribute) => !attribute.startsWith('data-pointer'))
      .sort(),
    words: document.querySelector('.call')?.textContent,
    dialogs: document.querySelectorAll('dialog').length,
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    scroll: Array.from(document.querySelectorAll('*'), ({ scrollTop }) => scrollTop).some(Boolean),
  }));

/** The screen as it stands, to be found again unchanged. */
const state = (page: Page) =>
  page.evaluate(() => location.href + document.querySelector('main')?.outerHTML);

test.describe('beginning', () => {
  for (const [x, y] of [0.02, 0.5, 0.98].flatMap((x) => [0.02, 0.5, 0.98].map((y) => [x, y])))
    test(`a touch at ${x} × ${y} of the screen begins at once (57)`, async ({ page }) => {
      await open(page, '/', 'zh');
      await page.touchscreen.tap(1280 * x!, 800 * y!);
      await expect(page).toHaveURL(/\/films$/);
      await expect(page.getByRole('link', { name: /单车少年|Bicycle Kids/ })).toBeVisible();
    });

  test('speaks both languages and shows the event’s own pictures (44, 64)', async ({ page }) => {
    await open(page, '/', 'zh');
    await expect(page.getByText(words.invite.zh)).toBeVisible();
    await expect(page.getByText(words.invite.en)).toBeVisible();
    const picture = page.locator('.plays .to img');
    await expect
      .poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth))
      .toBeGreaterThan(300);
  });

  test('begins in the language that was touched', async ({ page }) => {
    await open(page, '/', 'zh');
    await page.getByRole('button', { name: words.invite.en }).tap();
    await expect(page.getByRole('heading', { name: words.films.en })).toBeVisible();
  });
});

test('a visitor sees everything by single taps alone (12, 58)', async ({ page }) => {
  await open(page, '/', 'zh');
  await page.touchscreen.tap(640, 300);
  await page.getByRole('link', { name: '单车少年' }).tap();
  await called(page, 'playFilm', 'zh').tap();
  await expect(page.locator('video')).toBeVisible();
  await called(page, 'captionsOn', 'zh').tap();
  await expect(called(page, 'captionsOff', 'zh')).toBeVisible();
  await called(page, 'openSet', 'zh').tap();
  await called(page, 'about', 'zh').tap();
  await expect(page.getByRole('heading', { name: words.rights.zh })).toBeVisible();
  await languageButton(page, 'en').tap();
  await expect(page.getByRole('heading', { name: words.rights.en })).toBeVisible();
  await called(page, 'openSet', 'en').tap();
  await choose(page, 'textLarge', 'en');
  await choose(page, 'contrast', 'en');
  await page.getByRole('link', { name: /Out of the lane/ }).tap();
  await expect(page).toHaveURL(/sh010$/);
  await called(page, 'startOver', 'en').tap();
  await called(page, 'startOverYes', 'en').tap();
  await expect(page).toHaveURL(/\/$/);
});

test('a visitor gets everywhere with a keyboard and always sees where it is (73)', async ({
  page,
}) => {
  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document;
      // After the last control, focus visits the browser's own before it comes back.
      if (!activeElement || activeElement === document.body) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
      const words = activeElement.getAttribute('aria-label') ?? activeElement.textContent;
      return { words, ring: `${outlineWidth} ${outlineStyle}` };
    });
  const tabTo = async (name: string | RegExp) => {
    for (let steps = 0; steps < 40; steps += 1) {
      await page.keyboard.press('Tab');
      const focus = await focused();
      if (focus) expect(focus.ring).toBe('4px solid');
      if (focus?.words.match(name)) return;
    }
    throw new Error(`Nothing called ${name} can be reached by Tab.`);
  };
  await open(page, '/', 'zh');
  await tabTo(words.invite.en);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: words.films.en })).toBeVisible();
  await tabTo(/Bicycle Kids/);
  await page.keyboard.press('Enter');
  await expect(called(page, 'playFilm', 'en')).toBeVisible();
  await tabTo(words.playFilm.en);
  await page.keyboard.press('Enter');
  await expect(page.locator('video')).toBeVisible();
  await tabTo(words.filmPosition.en);
  await page.keyboard.press('End');
  await expect(page.getByRole('slider')).toHaveAttribute('aria-valuetext', /^(\d:\d\d) \/ \1$/);
  await tabTo(words.access.en);
  await page.keyboard.press('Enter');
  await tabTo(words.contrast.en);
  await page.keyboard.press('Space');
  await expect(page.getByRole('switch', { name: words.contrast.en })).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(page.locator(':focus')).toContainText(words.access.en);
});

test.describe('language', () => {
  for (const [name, address] of Object.entries(screens).filter(([name]) => name !== 'attract'))
    test(`stays on the ${name} screen and at its place (41, 43)`, async ({ page }) => {
      await open(page, address, 'zh');
      const before = await languageButton(page, 'zh').boundingBox();
      await languageButton(page, 'en').tap();
      await expect(page.locator('html')).toHaveAttribute('lang', 'en');
      expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(address);
      const top = async () => (await languageButton(page, 'zh').boundingBox())?.y;
      await expect.poll(top).toBe(before?.y);
    });

  test('keeps the film’s time and changes its captions', async ({ page }) => {
    await open(page, screens.film, 'zh');
    test.skip(
      !(await page.evaluate(() =>
        document.createElement('video').canPlayType('video/mp4; codecs="avc1.42E01E"'),
      )),
      'This Chromium cannot play H.264.',
    );
    const video = page.locator('video');
    await expect.poll(() => video.evaluate((film: HTMLVideoElement) => film.readyState)).toBe(4);
    await video.evaluate((film: HTMLVideoElement) => {
      film.pause();
      film.currentTime = 7;
    });
    const shown = () =>
      video.evaluate((film: HTMLVideoElement) =>
        [...film.textTracks]
          .filter(({ mode }) => mode === 'showing')
          .map((track) => track.language),
      );
    await expect.poll(shown).toEqual(['zh-Hans']);
    await languageButton(page, 'en').tap();
    await expect.poll(shown).toEqual(['en']);
    expect(await video.evaluate((film: HTMLVideoElement) => film.currentTime)).toBe(7);
  });
});

test.describe('silence', () => {
  test('is asked about twelve times, and every touch goes on exactly there (48)', async ({
    page,
  }) => {
    await page.clock.install();
    await open(page, screens['open set'], 'en');
    const before = await state(page);
    for (let round = 0; round < 12; round += 1) {
      await page.clock.fastForward(silenceMs);
      await expect(question(page)).toBeVisible();
      // Under the question lies a door into a shot: it must stay shut.
      await page.touchscreen.tap(700, 650);
      await expect(question(page)).toBeHidden();
      expect(await state(page)).toBe(before);
    }
  });

  test('leaves nothing of the visitor behind (51)', async ({ page }) => {
    await page.clock.install();
    await open(page, '/', 'zh');
    const fresh = await traces(page);
    await open(page, screens['open set'], 'en');
    await choose(page, 'textLarge', 'en');
    await choose(page, 'contrast', 'en');
    await choose(page, 'calm', 'en');
    await page.clock.fastForward(151_000);
    await expect(question(page)).toBeVisible();
    await page.clock.fastForward(answerMs);
    await expect(page).toHaveURL(/\/$/);
    await expect(page.getByText(words.invite.zh)).toBeVisible();
    expect(await traces(page)).toEqual(fresh);
  });

  test('is counted longer in large text, and not at all without a limit (47, 49)', async ({
    page,
  }) => {
    await page.clock.install();
    await open(page, screens.films, 'en');
    await choose(page, 'textLarge', 'en');
    await page.clock.fastForward(silenceMs);
    await page.clock.runFor(1_000);
    await expect(question(page)).toBeHidden();
    await page.clock.fastForward(60_000);
    await expect(question(page)).toBeVisible();
    await page.touchscreen.tap(640, 400);
    await choose(page, 'timeEndless', 'en');
    await page.clock.fastForward('10:00:00');
    await page.clock.runFor(1_000);
    await expect(question(page)).toBeHidden();
  });

  test('is not counted while a film plays (47)', async ({ page }) => {
    await page.clock.install();
    await open(page, screens.film, 'en');
    const video = page.locator('video');
    test.skip(
      !(await video.evaluate((film: HTMLVideoElement) =>
        film.canPlayType('video/mp4; codecs="avc1.42E01E"'),
      )),
      'This Chromium cannot play H.264.',
    );
    await expect
      .poll(() => video.evaluate((film: HTMLVideoElement) => film.currentTime))
      .toBeGreaterThan(0.2);
    await page.clock.fastForward(200_000);
    await page.clock.runFor(1_000);
    await expect(question(page)).toBeHidden();
    await called(page, 'pauseFilm', 'en').tap();
    await expect(called(page, 'playFilm', 'en')).toBeVisible();
    await page.clock.fastForward(silenceMs);
    await expect(question(page)).toBeVisible();
  });
});

test('starting over asks once, wipes, and can be undone for five seconds (50)', async ({
  page,
}) => {
  await page.clock.install();
  await open(page, '/', 'zh');
  const fresh = await traces(page);
  await open(page, screens.makers, 'en');
  await choose(page, 'textLargest', 'en');
  await called(page, 'startOver', 'en').tap();
  await called(page, 'stay', 'en').tap();
  await expect(page).toHaveURL(/view=made$/);
  await called(page, 'startOver', 'en').tap();
  await called(page, 'startOverYes', 'en').tap();
  await expect(page).toHaveURL(/\/$/);
  expect(await traces(page)).toEqual(fresh);
  await called(page, 'undo', 'en').tap();
  await expect(page).toHaveURL(/view=made$/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('html')).toHaveAttribute('style', /--text-scale: 1\.8/);
  await called(page, 'startOver', 'en').tap();
  await called(page, 'startOverYes', 'en').tap();
  await expect(called(page, 'undo', 'en')).toBeVisible();
  await page.clock.fastForward(5_100);
  await expect(called(page, 'undo', 'en')).toBeHidden();
});

test('films are turned page by page, and a page’s button says where it leads (61, 63)', async ({
  page,
}) => {
  await withHub({ films: 6, versions: 2 }, async ({ hub }) => {
    await page.goto(`${hub.address}/films`);
    await expect(page.locator('main a')).toHaveCount(5);
    await page.getByRole('link', { name: '短片5', exact: true }).tap();
    await expect(page.getByRole('link', { name: /短片6/ })).toBeVisible();
    await page.getByRole('link', { name: '短片1', exact: true }).tap();
    await expect(page.getByRole('link', { name: /短片4/ })).toBeVisible();
  });
});

test.describe('when something fails', () => {
  test('a screen that cannot be shown goes back by itself, without an error’s words (96)', async ({
    page,
  }) => {
    await page.clock.install();
    await page.goto('/films/no-such-film');
    await expect(page.getByRole('heading', { name: words.wentWrong.en })).toBeVisible();
    await expect(page.locator('body')).not.toContainText(/404|Error|no-such-film/);
    await page.clock.fastForward(8_500);
    await expect(page.getByText(words.invite.zh)).toBeVisible();
  });

  test('an exhibition that is missing is asked for again until it is there', async ({ page }) => {
    await page.clock.install();
    await page.route('**/documents/**', (route) =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{}' }),
    );
    await page.goto('/');
    await expect(page.getByRole('heading', { name: words.notReady.zh })).toBeVisible();
    await expect(page.getByRole('heading', { name: words.notReady.en })).toBeVisible();
    await expect(called(page, 'thisTablet', 'en')).toHaveAttribute('href', '/setup');
    await page.unroute('**/documents/**');
    await page.clock.fastForward(8_500);
    await expect(page.getByText(words.invite.zh)).toBeVisible();
  });

  test('a document of the wrong shape is refused, not drawn', async ({ page }) => {
    await page.route('**/documents/film/**', (route) =>
      route.fulfill({ contentType: 'application/json', body: '{"id":"bicycle-kids"}' }),
    );
    await page.goto(screens['open set']);
    await expect(page.getByRole('heading', { name: words.wentWrong.zh })).toBeVisible();
  });

  test('ten fingers at once leave a working exhibition (18, 103)', async ({ page }) => {
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(error.message));
    await open(page, screens.films, 'zh');
    const touch = await page.context().newCDPSession(page);
    let seed = 20260612;
    const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
    const finger = (id: number) => ({
      id,
      x: random(1280),
      y: random(800),
      radiusX: random(60) + 1,
    });
    for (let round = 0; round < 60; round += 1) {
      const touchPoints = Array.from({ length: 1 + random(10) }, (_, id) => finger(id));
      await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
      await touch.send('Input.dispatchTouchEvent', {
        type: 'touchMove',
        touchPoints: touchPoints.map(({ id }) => finger(id)),
      });
      await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    }
    expect(failures).toEqual([]);
    await expect(
      page.locator('[data-lang-switch]').or(page.getByRole('dialog')).first(),
    ).toBeVisible();
    expect(await page.evaluate(() => visualViewport?.scale)).toBe(1);
  });
});

test('holds still under every gesture, and keeps its screen awake (19, 94)', async ({ page }) => {
  await page.addInitScript(() => {
    const asked: string[] = [];
    const lock = { released: false, release: async () => undefined };
    Object.assign(window, { asked, lock });
    Object.defineProperty(navigator, 'wakeLock', {
      value: {
        request: async (kind: string) => {
          asked.push(kind);
          return Object.assign(lock, { released: false });
        },
      },
    });
  });
  await open(page, screens.films, 'zh');
  const asked = () => page.evaluate(() => Reflect.get(window, 'asked'));
  expect(await asked()).toEqual(['screen']);
  // Hidden for a while: the browser has let go of the lock.
  await page.evaluate(() => {
    Object.assign(Reflect.get(window, 'lock'), { released: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect.poll(asked).toEqual(['screen', 'screen']);
  expect(
    await page.evaluate(() => {
      const refused = (type: string) =>
        !document.body.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
      const body = getComputedStyle(document.body);
      const button = getComputedStyle(document.querySelector('button')!);
      return {
        refused: ['contextmenu', 'dragstart', 'drop', 'gesturestart', 'auxclick'].map(refused),
        commands: ['p', 's', 'o', '+', 'a'].map(
          (key) =>
            !document.body.dispatchEvent(
              new KeyboardEvent('keydown', { key, ctrlKey: true, bubbles: true, cancelable: true }),
            ),
        ),
        overscroll: body.overscrollBehaviorY,
        touch: body.touchAction,
        select: button.userSelect,
        cursor: button.cursor,
      };
    }),
  ).toEqual({
    refused: [true, true, true, true, true],
    commands: [true, true, true, true, false],
    overscroll: 'none',
    touch: 'pan-x pan-y',
    select: 'none',
    cursor: 'none',
  });
});
