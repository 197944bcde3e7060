// Visitors' own phones: in by the code on the wall, through rounds in both languages, out again.
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { Host } from './host.ts';
import { expect, test } from './hub.ts';
import { fits, misfits, violations } from './look.ts';

/** Bytes of the page and all that it loads, before any picture. */
const mostBytes = 100_000;

let host: Host;
let address: string;
test.beforeAll(async ({ hub }) => {
  host = await Host.signIn(hub);
  address = await inPath(host.allowPhones(true));
});

/** Where phones join, at whatever name this browser reaches the hub by. */
async function inPath(whole: Promise<string>): Promise<string> {
  const { pathname, search } = new URL(await whole);
  return pathname + search;
}

/** A phone, held upright. */
async function phone(browser: Browser, baseURL: string, more: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
    locale: 'en-GB',
    ...more,
  });
  return context.newPage();
}

const stands = (page: Page, standing: string) =>
  expect(page.locator('main')).toHaveAttribute('data-standing', standing);
const entered = (page: Page, entrance: string) =>
  expect(page.locator('main')).toHaveAttribute('data-entrance', entrance);
const tap = (page: Page, selector: string) => page.locator(selector).tap();

async function isWell(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([]);
  expect(await misfits(page)).toEqual(fits);
}

test('a phone plays a round in Chinese, from the invitation to the reason', async ({
  browser,
  baseURL,
}) => {
  const page = await phone(browser, baseURL!, { locale: 'zh-CN' });
  const faults: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
  await page.goto(address);
  await entered(page, 'in');
  await expect(page).toHaveURL(/\/play$/);
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-Hans');

  await host.open('three-heads');
  await stands(page, 'invited');
  await expect(page.locator('[data-crew]')).toContainText('您是');
  await isWell(page);
  await tap(page, '[data-join]');
  await stands(page, 'waiting');
  await expect.poll(async () => (await host.state()).round!.counts.joined).toBe(1);

  await host.do('run');
  await stands(page, 'ready');
  await stands(page, 'playing');
  await expect(page.locator('[data-choice] img')).toHaveCount(3);
  await expect(page.locator('[data-hand-in]')).toBeDisabled();
  await tap(page, '[data-choice=a]');
  await tap(page, '[data-choice=b]');
  await expect(page.locator('[aria-pressed=true]')).toHaveCount(1);
  await expect(page.getByRole('timer')).toHaveText(/^\d+$/);
  await isWell(page);
  await tap(page, '[data-hand-in]');
  await expect(page.locator('[data-verdict=counted]')).toContainText('主机已经收到');

  await host.do('close', 'reveal');
  await stands(page, 'revealed');
  const reveal = page.locator('[data-reveal=keep]');
  await expect(reveal).toContainText('导演留下的');
  await expect(reveal).toContainText('侧逆光给每个头描一道边');
  await expect(reveal).toContainText('您和团队想的一样');
  await isWell(page);

  await tap(page, '[data-lang-switch]');
  await expect(reveal).toContainText('The director kept');
  await host.do('archive');
  await stands(page, 'between');
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a phone comes in at the address on the wall, over a network without certificates', async ({
  browser,
  baseURL,
}) => {
  const page = await phone(browser, baseURL!);
  await page.goto(await host.allowPhones(true));
  await entered(page, 'in');
  test.skip(await page.evaluate(() => isSecureContext), 'this machine has no network');
  await host.open('from-five-on');
  await tap(page, '[data-join]');
  await host.do('run');
  await stands(page, 'playing');
  await tap(page, '[data-choice=d]');
  await tap(page, '[data-hand-in]');
  await expect(page.locator('[data-verdict=counted]')).toBeVisible();
  await page.context().close();
});

test('what is chosen differently is never called wrong, and its owner is told why', async ({
  browser,
  baseURL,
}) => {
  const page = await phone(browser, baseURL!, { colorScheme: 'dark' });
  await page.goto(address);
  await host.open('second-cone');
  await tap(page, '[data-join]');
  await host.do('run');
  await stands(page, 'playing');
  await isWell(page);
  await tap(page, '[data-choice=a]');
  await tap(page, '[data-hand-in]');
  await expect(page.locator('[data-verdict=counted]')).toBeVisible();
  await host.do('close', 'reveal');
  const reveal = page.locator('[data-reveal=cause]');
  await expect(reveal).toContainText('“after rain” was added');
  await expect(reveal).toContainText('You saw it differently');
  await expect(reveal).not.toContainText(/wrong|fail|incorrect/i);
  await isWell(page);
  await page.context().close();
});

test('orders and cuts are made by taps, and taken back by taps', async ({ browser, baseURL }) => {
  const page = await phone(browser, baseURL!);
  await page.goto(address);
  await host.open('at-the-anvil');
  await tap(page, '[data-join]');
  await host.do('run');
  await stands(page, 'playing');
  const choices = page.locator('[data-choice]');
  await expect(choices).toHaveCount(5);
  for (let place = 0; place < 5; place += 1) await choices.nth(place).tap();
  await choices.nth(1).tap();
  await expect(page.locator('[data-hand-in]')).toBeDisabled();
  await choices.nth(1).tap();
  await expect(choices.nth(1)).toContainText('5');
  await isWell(page);
  await tap(page, '[data-hand-in]');
  await host.do('close', 'reveal');
  await expect(page.locator('[data-reveal=order]')).toContainText('How it really went');
  await expect(page.locator('[data-reveal=order] ol')).toHaveCount(2);
  await isWell(page);

  await host.open('to-the-river');
  await tap(page, '[data-join]');
  await host.do('run');
  await stands(page, 'playing');
  for (const id of ['c', 'a', 'b']) await tap(page, `[data-choice=${id}]`);
  await tap(page, '[data-length=a]');
  await tap(page, '[data-length=a]');
  await isWell(page);
  await tap(page, '[data-hand-in]');
  await expect(page.locator('[data-verdict=counted]')).toBeVisible();
  await host.do('close', 'reveal');
  expect((await host.state()).round!.result!.tally).toMatchObject({
    order: ['c', 'a', 'b'],
    lengthsS: [2, 1, 2],
  });
  await expect(page.locator('[data-reveal=cut]')).toContainText('The hall’s cut');
  await page.context().close();
});

test('what needs the set is left to the tablets', async ({ browser, baseURL }) => {
  const page = await phone(browser, baseURL!);
  await page.goto(address);
  for (const challenge of ['one-warm-lamp', 'at-the-gate']) {
    await host.open(challenge);
    await expect(page.locator('main')).toContainText('This one is played on the tablets');
    await expect(page.locator('[data-join]')).toHaveCount(0);
  }
  await isWell(page);
  await page.context().close();
});

test('a reload, a second tab and a hub that is killed lose nothing and count once', async ({
  browser,
  baseURL,
  hub,
}) => {
  const page = await phone(browser, baseURL!);
  await page.goto(address);
  await host.open('from-five-on');
  await tap(page, '[data-join]');
  await host.do('run');
  await stands(page, 'playing');
  await page.reload();
  await stands(page, 'playing');

  const second = await page.context().newPage();
  await second.goto('/play');
  await stands(second, 'playing');
  await entered(page, 'otherTab');
  await tap(page, 'main button');
  await stands(page, 'playing');
  await entered(second, 'otherTab');
  await second.close();

  await tap(page, '[data-choice=c]');
  await hub.kill();
  await tap(page, '[data-hand-in]');
  await expect(page.locator('[data-verdict=onItsWay]')).toContainText('Keep this page open');
  await expect(page.locator('main')).toContainText('trying again');
  await page.reload().catch(() => undefined);
  await hub.start();
  await page.goto('/play');
  await expect(page.locator('[data-verdict=counted]')).toBeVisible();
  await host.do('close', 'reveal');
  const { round } = await host.state();
  expect(round!.counts).toMatchObject({ joined: 1, entered: 1 });
  expect(round!.result!.tally).toMatchObject({ counts: { a: 0, b: 0, c: 1, d: 0 } });
  await page.context().close();
});

test('time that runs out hands in what was ready; more time is there for who asks', async ({
  browser,
  baseURL,
}) => {
  const page = await phone(browser, baseURL!);
  const calm = await phone(browser, baseURL!);
  await Promise.all([page.goto(address), calm.goto(address)]);
  await host.open('her-scarf', { seconds: 10 });
  await tap(page, '[data-join]');
  await tap(calm, '[data-extend]');
  await tap(calm, '[data-join]');
  await host.do('run');
  await stands(page, 'playing');
  await expect(calm.getByRole('timer')).toHaveCount(0);
  await tap(page, '[data-choice=a]');
  await stands(page, 'handed');
  await expect(page.locator('[data-verdict=counted]')).toBeVisible();
  await stands(calm, 'playing');
  await expect.poll(async () => (await host.state()).round!.state).toBe('closed');
  await tap(calm, '[data-choice=b]');
  await tap(calm, '[data-hand-in]');
  await expect(calm.locator('[data-verdict=counted]')).toBeVisible();
  expect((await host.state()).round!.counts).toMatchObject({ joined: 2, entered: 2, unhurried: 0 });
  await page.context().close();
  await calm.context().close();
});

test('the page is light, needs no service worker, and asks nobody else for anything', async ({
  browser,
  baseURL,
}) => {
  const page = await phone(browser, baseURL!);
  // Without compression: what a network in between may make of it.
  await page.setExtraHTTPHeaders({ 'Accept-Encoding': 'identity' });
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ violatedDirective }) =>
      console.error(`Refused: ${violatedDirective}`),
    ),
  );
  let bytes = 0;
  const faults: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
  page.on('response', async (response) => {
    const { pathname, origin } = new URL(response.url());
    if (origin !== new URL(baseURL!).origin) faults.push(response.url());
    if (!pathname.startsWith('/play')) return;
    const { responseBodySize, responseHeadersSize } = await response.request().sizes();
    bytes += responseBodySize + responseHeadersSize;
  });
  await page.goto(address);
  await entered(page, 'in');
  await page.waitForTimeout(300);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThan(mostBytes);
  expect(faults).toEqual([]);
  expect(await page.evaluate(() => navigator.serviceWorker.getRegistration())).toBeUndefined();
  expect(await page.evaluate(() => [document.cookie, Object.keys(localStorage)])).toEqual([
    '',
    ['open-set-phone-token'],
  ]);
  await page.context().close();
});

test('who has no code, an old one, or comes when phones are off, reads what to do', async ({
  browser,
  baseURL,
}) => {
  const page = await phone(browser, baseURL!);
  await page.goto('/play');
  await entered(page, 'scan');
  await expect(page.locator('main')).toHaveText('Scan the code on the big screen to join');
  await page.goto('/play?code=AAAAAA');
  await entered(page, 'scanAgain');
  await page.goto(address);
  await entered(page, 'in');
  await host.allowPhones(false);
  await entered(page, 'scan');
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  await page.goto(address);
  await entered(page, 'phonesOff');
  await isWell(page);
  await page.context().close();
});
