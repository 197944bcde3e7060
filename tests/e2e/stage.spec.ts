// A round as the hall sees it: a host with a phone in one hand, the wall, the hub that goes away.
import type { Browser, Page } from '@playwright/test';
import { languageTag, type Language } from '../../src/lib/openset/text.ts';
import { expect, staffPassword, test, type Hub } from './hub.ts';
import { fits, misfits, violations } from './look.ts';

const phone = { width: 390, height: 844 };
const wall = { width: 1920, height: 1080 };
/** Drawn without a graphics card, a large wall takes seconds a frame. */
const smallWall = { width: 960, height: 540 };
/** The first two beats of a reveal take no longer. */
const beatMs = 7_500;
/** Of the wall's height: what is read at ten metres. */
const leastText = 0.045;

test.describe.configure({ mode: 'serial' });

async function openConsole(browser: Browser, hub: Hub, language: Language): Promise<Page> {
  const context = await browser.newContext({
    viewport: phone,
    hasTouch: true,
    locale: languageTag[language],
  });
  const page = await context.newPage();
  await page.goto(`${hub.address}/staff/rounds`);
  await page.locator('input[type=password]').fill(staffPassword);
  await page.locator('form button').tap();
  await page.locator('[data-next]').waitFor();
  return page;
}

async function openStage(browser: Browser, hub: Hub, viewport = wall): Promise<Page> {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${hub.address}/stage`);
  await page.locator('.stage[data-live=true]').waitFor();
  return page;
}

/** Puts a rehearsal of the challenge on the sheet; its cast plays by itself. */
async function plan(host: Page, title: string, length: RegExp): Promise<void> {
  await host.getByRole('button', { name: 'Add a round' }).first().tap();
  const dialog = host.locator('dialog');
  await dialog.getByRole('button', { name: title }).tap();
  await dialog.getByRole('button', { name: length }).tap();
  await dialog.getByRole('button', { name: /Rehearsal/ }).tap();
  await dialog.getByRole('button', { name: 'Put it on the sheet' }).tap();
  await expect(dialog).toBeHidden();
}

const next = (host: Page, action: string) => host.locator(`[data-next=${action}]`);
const scene = (stage: Page, name: string) => stage.locator(`[data-scene=${name}]`);

/** Words of the wall that are smaller than can be read; labels of pictures have their own rule. */
const tooSmall = (page: Page) =>
  page.evaluate((least) => {
    const shown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
    const words = [...document.querySelectorAll('.screen *')].filter(
      (element) =>
        shown(element) &&
        !element.closest('.still, .view > ul') &&
        [...element.childNodes].some(
          (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
        ),
    );
    if (words.length === 0) return ['nothing'];
    return words
      .filter((one) => parseFloat(getComputedStyle(one).fontSize) < least * innerHeight)
      .map((one) => one.outerHTML.slice(0, 120));
  }, leastText);

/** Words of the wall that are cut off or lie outside. */
const cutOff = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.screen [lang]')]
      .filter((element) => element.checkVisibility() && element.textContent?.trim())
      .filter((element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        return left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1;
      })
      .map((element) => element.outerHTML.slice(0, 120)),
  );

async function expectReadable(stage: Page): Promise<void> {
  expect(await tooSmall(stage)).toEqual([]);
  expect(await cutOff(stage)).toEqual([]);
}

test('a host takes a round from the sheet to the reveal, and the wall follows', async ({
  browser,
  hub,
}) => {
  const [host, stage] = [await openConsole(browser, hub, 'en'), await openStage(browser, hub)];
  await expect(scene(stage, 'attract')).toBeVisible();
  await expectReadable(stage);
  await expect(host.locator('[data-stages="1"]')).toBeVisible();

  await plan(host, 'Five steps at the anvil', /^30 s$/);
  await expect(host.locator('[data-line=scheduled]')).toContainText('Rehearsal');
  await next(host, 'open').tap();
  await expect(scene(stage, 'open')).toContainText('铁砧旁的五步');
  await expect(scene(stage, 'open')).toContainText('Rehearsal');
  await expectReadable(stage);

  await next(host, 'run').tap();
  await expect(stage.locator('[data-phase=lead]')).toBeVisible();
  await expectReadable(stage);
  await expect(stage.locator('[data-phase=running] [data-seconds]')).toBeVisible();
  await expectReadable(stage);
  await host.getByRole('button', { name: 'Pause' }).tap();
  await expect(stage.locator('[data-phase=paused]')).toContainText('Paused');
  const before = Number(await stage.locator('[data-seconds]').textContent());
  await host.getByRole('button', { name: '30 s more' }).tap();
  await expect(stage.locator('[data-seconds]')).toHaveText(String(before + 30));
  await expect(host.locator('[data-clock]')).toHaveText(String(before + 30));
  await next(host, 'resume').tap();
  await expect(stage.locator('[data-phase=running]')).toBeVisible();
  await host.getByRole('button', { name: 'Close now' }).tap();
  await expect(scene(stage, 'closed')).toContainText('时间到');
  await expectReadable(stage);
  await next(host, 'reveal').tap();
  await expect(scene(stage, 'reveal')).toBeVisible();
  await expectReadable(stage);
  await expect(stage.locator('[role=status]')).toContainText('The order it was made in');

  // The hub is gone, and the wall's computer starts anew: the last result is still there.
  await stage.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await hub.kill();
  await expect(stage.getByText('The hub is away')).toBeVisible();
  await expect(host.getByText(/The hub does not answer/)).toBeVisible();
  await expect(next(host, 'archive')).toBeDisabled();
  await stage.clock.install();
  await stage.reload();
  await expect(scene(stage, 'reveal')).toContainText('铁砧旁的五步');
  await expect(stage.getByText('this is the last result')).toBeVisible();
  await expectReadable(stage);
  for (const beat of ['right', 'why']) {
    await stage.clock.fastForward(beatMs);
    await expect(stage.locator(`[data-beat=${beat}]`)).toBeVisible();
    await expectReadable(stage);
  }
  await expect(scene(stage, 'reveal')).toContainText('I learned to work like the master');
  await hub.start();
  await expect(stage.getByText('The hub is away')).toBeHidden();
  await next(host, 'archive').tap();
  await expect(scene(stage, 'attract')).toBeVisible();
});

test('the console fits a hand in both languages, takes back what was done, and says what is true', async ({
  browser,
  hub,
}) => {
  const [english, chinese] = [
    await openConsole(browser, hub, 'en'),
    await openConsole(browser, hub, 'zh'),
  ];
  await english.getByRole('button', { name: 'Add a round' }).first().tap();
  await expect(english.locator('dialog .card-line').first()).toBeVisible();
  expect(await misfits(english)).toEqual(fits);
  expect(await violations(english)).toEqual([]);
  await english.keyboard.press('Escape');
  await plan(english, 'Which film from five on?', /^60 s$/);
  await next(english, 'open').tap();
  await expect(next(chinese, 'run')).toBeVisible();

  // Two hosts at once: the slower one hears what is true now.
  await english.route('**/api/v1/rounds/*', (route) =>
    route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: 'urn:openset:problem:round-changed' }),
    }),
  );
  await next(english, 'run').tap();
  await expect(english.getByText('Somebody else was quicker.')).toBeVisible();
  await english.unroute('**/api/v1/rounds/*');

  // An answer that is lost on its way back: the same wish is sent again, and happens once.
  let isLost = false;
  const wishes: unknown[] = [];
  await chinese.route('**/api/v1/rounds/*', async (route) => {
    wishes.push(route.request().postDataJSON());
    const response = await route.fetch();
    if (isLost) return route.fulfill({ response });
    isLost = true;
    return route.abort();
  });
  await next(chinese, 'run').tap();
  await expect(next(english, 'wait')).toBeVisible();
  for (const host of [english, chinese]) {
    expect(await misfits(host)).toEqual(fits);
    expect(await violations(host)).toEqual([]);
  }
  await expect.poll(() => wishes.length).toBe(2);
  expect(wishes[0]).toEqual(wishes[1]);
  await chinese.unroute('**/api/v1/rounds/*');

  const hold = english.getByRole('button', { name: /Void/ });
  await hold.tap();
  await expect(next(english, 'wait')).toBeVisible();
  await hold.focus();
  await english.keyboard.down('Enter');
  await expect(english.getByText('The round is void.')).toBeVisible();
  await english.keyboard.up('Enter');
  await expect(chinese.locator('[data-line=void]')).toBeVisible();
  await english.getByRole('button', { name: 'Bring it back' }).tap();
  await expect(next(chinese, 'wait')).toBeVisible();
  await english.getByRole('button', { name: 'Close now' }).tap();
  await next(english, 'reveal').tap();
  await english.locator('[data-line=revealed]').tap();
  const saved = english.waitForEvent('download');
  await english.getByRole('button', { name: /picture for the press wall/ }).tap();
  expect((await saved).suggestedFilename()).toBe('from-five-on.png');
  expect(await violations(english)).toEqual([]);
});

test('the wall draws everyone’s shots', async ({ browser, hub }) => {
  const host = await openConsole(browser, hub, 'en');
  const stage = await openStage(browser, hub, smallWall);
  await plan(host, 'Your shot at the gate', /^30 s$/);
  await next(host, 'open').tap();
  await expect(scene(stage, 'open')).toBeVisible();
  await next(host, 'run').tap();
  await expect(stage.locator('[data-phase=running] [data-crew]:not([data-crew="0"])')).toBeVisible({
    timeout: 20_000,
  });
  await host.getByRole('button', { name: 'Close now' }).tap();
  await expect(scene(stage, 'closed')).toContainText('全场正在投票');
  await expect(stage.locator('[data-live=live] canvas[data-drawn]')).toBeVisible();
  expect(await tooSmall(stage)).toEqual([]);
});
