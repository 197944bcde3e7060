// The walk through a shot, as a visitor does it: by taps alone, by keys alone, with clumsy hands.
import type { Page } from '@playwright/test';
import { stateWords, verdictWords, words as timeline } from '../../src/lib/timeline/words.ts';
import { expect, test } from './hub.ts';
import { languageButton, open, screens } from './visitor.ts';

const canvas = (page: Page) => page.locator('canvas[data-rung]');
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('main').getByRole('button', { name });
const scrub = (page: Page) => page.getByRole('slider', { name: timeline.scrub.en });
const stop = async (page: Page) => Number(await scrub(page).inputValue());
const last = async (page: Page) => Number(await scrub(page).getAttribute('max'));

/** Colours of a row of points of the board, so that what is drawn can be told apart. */
const drawn = (page: Page) =>
  canvas(page).evaluate((element: HTMLCanvasElement) => {
    const context = element.getContext('2d')!;
    return Array.from({ length: 16 }, (_, at) =>
      Array.from(
        context.getImageData(((at + 0.5) * element.width) / 16, element.height / 2, 1, 1).data,
      ),
    );
  });
type Colours = Awaited<ReturnType<typeof drawn>>;

/** The largest difference of a channel; renditions of one picture differ by a few steps. */
const difference = (a: Colours, b: Colours): number =>
  Math.max(...a.flat().map((value, at) => Math.abs(value - (b.flat()[at] ?? 0))));
const alike = 16;

/** Stands where the full picture is drawn. */
async function goTo(page: Page, at: number): Promise<void> {
  await scrub(page).fill(String(at));
  await expect(page.locator(`canvas[data-at="${at}"][data-rung=full]`)).toBeVisible();
}

test.beforeEach(async ({ page }) => {
  await open(page, screens.timeline, 'en');
  await expect(page.locator('canvas[data-rung=full]')).toBeVisible();
});

test('by taps alone: cards, previous and next, swipe, scrub, walk by itself', async ({ page }) => {
  await page.locator('nav ol button').nth(2).tap();
  const third = await stop(page);
  expect(third).toBeGreaterThan(1);
  await page.locator('nav .forward').tap();
  expect(await stop(page)).toBe(third + 1);
  await page.locator('nav .back').tap();
  expect(await stop(page)).toBe(third);
  const board = (await canvas(page).boundingBox())!;
  const touch = await page.context().newCDPSession(page);
  const y = board.y + board.height / 2;
  await touch.send('Input.dispatchTouchEvent', {
    type: 'touchStart',
    touchPoints: [{ x: 700, y }],
  });
  for (const x of [600, 500, 400])
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x, y }] });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect.poll(() => stop(page)).toBe(third + 1);
  const range = (await scrub(page).boundingBox())!;
  await page.touchscreen.tap(range.x + range.width * 0.98, range.y + range.height / 2);
  await expect.poll(() => stop(page)).toBe(await last(page));
  await button(page, timeline.play.en).tap();
  expect(await stop(page)).toBe(0);
  await expect.poll(() => stop(page)).toBe(1);
  await button(page, timeline.pause.en).tap();
  await expect(button(page, timeline.play.en)).toBeVisible();
});

test('by keys alone: arrows, Home and End, the dividing line', async ({ page }) => {
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  expect(await stop(page)).toBe(2);
  await page.keyboard.press('ArrowLeft');
  expect(await stop(page)).toBe(1);
  await page.keyboard.press('End');
  expect(await stop(page)).toBe(await last(page));
  await button(page, timeline.half.en).focus();
  await page.keyboard.press('Enter');
  const wipe = page.getByRole('slider', { name: timeline.wipe.en });
  await wipe.focus();
  const before = Number(await wipe.inputValue());
  await page.keyboard.press('ArrowRight');
  expect(Number(await wipe.inputValue())).toBe(before + 1);
  await page.keyboard.press('Home');
  await expect(wipe).toHaveAttribute('aria-valuetext', /0%$/);
});

test('before, half and now show the pictures they name', async ({ page }) => {
  const end = await last(page);
  await goTo(page, end);
  const now = await drawn(page);
  await button(page, timeline.before.en).tap();
  await expect.poll(async () => difference(await drawn(page), now)).toBeGreaterThan(alike);
  const before = await drawn(page);
  await button(page, timeline.half.en).tap();
  // A tap on the picture puts the dividing line there (18).
  const board = (await canvas(page).boundingBox())!;
  await page.touchscreen.tap(board.x + board.width * 0.5, board.y + board.height / 2);
  await expect
    .poll(async () => difference((await drawn(page)).slice(0, 7), before.slice(0, 7)))
    .toBeLessThan(alike);
  expect(difference((await drawn(page)).slice(9), now.slice(9))).toBeLessThan(alike);
  await button(page, timeline.after.en).tap();
  await expect.poll(async () => difference(await drawn(page), now)).toBeLessThan(alike);
  await button(page, timeline.before.en).tap();
  await button(page, new RegExp(timeline.against.en)).tap();
  await page.getByRole('dialog').getByRole('button').first().tap();
  await expect(page.getByRole('dialog')).toBeHidden();
  await button(page, timeline.side.en).tap();
  await expect(button(page, timeline.side.en)).toHaveAttribute('aria-pressed', 'true');
});

test('a second finger and a palm leave the dividing line alone (18)', async ({ page }) => {
  await goTo(page, await last(page));
  await button(page, timeline.half.en).tap();
  const wipe = page.getByRole('slider', { name: timeline.wipe.en });
  const board = (await canvas(page).boundingBox())!;
  const y = board.y + board.height / 2;
  const touch = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: object[]) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: touchPoints as never });
  const first = { x: board.x + board.width * 0.3, y, id: 0 };
  await send('touchStart', [first]);
  await expect.poll(async () => Math.round(Number(await wipe.inputValue()))).toBeLessThan(45);
  const held = await wipe.inputValue();
  const second = { x: board.x + board.width * 0.9, y, id: 1 };
  await send('touchStart', [first, second]);
  await send('touchMove', [first, { ...second, x: second.x - 50 }]);
  expect(await wipe.inputValue()).toBe(held);
  await send('touchEnd', []);
  const palm = { x: board.x + board.width * 0.8, y, id: 2, radiusX: 90, radiusY: 90 };
  await send('touchStart', [palm]);
  await send('touchEnd', []);
  expect(await wipe.inputValue()).toBe(held);
});

test('zooms with buttons and with two fingers, and one tap shows the whole again', async ({
  page,
}) => {
  const whole = await drawn(page);
  await button(page, timeline.zoomIn.en).tap();
  await expect.poll(async () => difference(await drawn(page), whole)).toBeGreaterThan(alike);
  await button(page, timeline.zoomOut.en).tap();
  await expect.poll(async () => difference(await drawn(page), whole)).toBeLessThan(alike);
  const board = (await canvas(page).boundingBox())!;
  const y = board.y + board.height / 2;
  const middle = board.x + board.width / 2;
  const touch = await page.context().newCDPSession(page);
  const fingers = (apart: number) => [
    { x: middle - apart, y, id: 0 },
    { x: middle + apart, y, id: 1 },
  ];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(40) });
  for (const apart of [80, 120, 160])
    await touch.send('Input.dispatchTouchEvent', {
      type: 'touchMove',
      touchPoints: fingers(apart),
    });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect.poll(async () => difference(await drawn(page), whole)).toBeGreaterThan(alike);
  await button(page, timeline.zoomWhole.en).tap();
  await expect.poll(async () => difference(await drawn(page), whole)).toBeLessThan(alike);
});

test('says what changed, what it rests on, who decided and why', async ({ page }) => {
  await goTo(page, await last(page));
  await button(page, timeline.whyAndHow.en).tap();
  const details = page.locator('aside');
  await expect(details.getByRole('heading', { name: timeline.decision.en })).toContainText(
    verdictWords.accepted.en,
  );
  await expect(details).toContainText(timeline.decidedBy.en);
  await expect(details.getByText(timeline.restsOn.en).first()).toBeVisible();
  await details.getByText(timeline.parameters.en).tap();
  await expect(details.locator('dl')).toBeVisible();
  await expect(page.getByText(timeline.sample.en).first()).toBeVisible();
  await languageButton(page, 'zh').tap();
  await expect(details.getByRole('heading', { name: timeline.decision.zh })).toContainText(
    verdictWords.accepted.zh,
  );
  await expect(page.getByRole('slider', { name: timeline.scrub.zh })).toHaveValue(
    String(await page.getByRole('slider', { name: timeline.scrub.zh }).getAttribute('max')),
  );
});

test('a phrase points at its place in the picture, a note at its own', async ({ page }) => {
  await button(page, timeline.whyAndHow.en).tap();
  let [phrases, notes] = [0, 0];
  for (let at = 0; at <= (await last(page)); at += 1) {
    await goTo(page, at);
    notes += await page.locator('.mark.note').count();
    const phrase = page.locator('aside .spots button').first();
    if ((await phrase.count()) === 0) continue;
    await phrase.tap();
    await expect(page.locator('.mark.highlight')).toBeVisible();
    phrases += 1;
  }
  expect(phrases).toBeGreaterThan(2);
  expect(notes).toBeGreaterThan(0);
});

test('lets the visitor guess before it tells', async ({ page }) => {
  for (let at = await last(page); at >= 0; at -= 1) {
    await goTo(page, at);
    if ((await button(page, timeline.guess.en).count()) > 0) break;
  }
  await button(page, timeline.guess.en).tap();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(stateWords.accepted.en)).toHaveCount(0);
  await dialog.locator('.card').first().tap();
  await expect(dialog.getByText(stateWords.accepted.en)).toHaveCount(1);
  await dialog.getByRole('button', { name: timeline.close.en }).tap();
  await expect(dialog).toBeHidden();
});

test('plays the take’s own clip and the seconds of the film, where this browser can', async ({
  page,
}) => {
  const canPlay = await page.evaluate(() =>
    document.createElement('video').canPlayType('video/mp4; codecs="avc1.42E01E"'),
  );
  test.skip(!canPlay, 'This Chromium cannot play H.264.');
  await goTo(page, await last(page));
  await button(page, timeline.inFilm.en).tap();
  const video = page.locator('.stage video');
  await expect
    .poll(() => video.evaluate((film: HTMLVideoElement) => film.currentTime))
    .toBeGreaterThan(0);
  await button(page, timeline.stopClip.en).tap();
  await expect(video).toBeHidden();
});

test('the picture has at least 60 % of the screen (23)', async ({ page }) => {
  const board = (await canvas(page).boundingBox())!;
  expect((board.width * board.height) / (1280 * 800)).toBeGreaterThanOrEqual(0.6);
});
