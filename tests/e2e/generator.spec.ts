// A visitor hands a kept take to the venue's video model: through the real hub, to a stand-in of the
// service on this machine.
import { readFile } from 'node:fs/promises';
import type { APIRequestContext, Page } from '@playwright/test';
import { usualSettings } from '../../src/lib/fleet/generator.ts';
import { words } from '../../src/lib/lab/words.ts';
import { MinimaxStandIn } from '../fixtures/minimax.ts';
import { expect, staffPassword, test, type Hub } from './hub.ts';
import { fits, misfits, violations } from './look.ts';
import { open } from './visitor.ts';

const lab = '/films/bicycle-kids/direct';
const realClip = 'content/films/bicycle-kids/media/sh030_v008_t01.mp4';

// A live picture without a graphics card takes its time where others work too.
test.describe.configure({ timeout: 150_000 });

let service: MinimaxStandIn;

test.beforeEach(async () => {
  service = new MinimaxStandIn();
  service.clip = await readFile(realClip);
  service.pollsBefore = 0;
  await service.listen();
});
test.afterEach(() => service.close());

/** Asks as the board does. */
async function staff(request: APIRequestContext, hub: Hub) {
  const at = (place: string) => `${hub.address}/api/v1/${place}`;
  await request.post(at('staff/session'), { data: { password: staffPassword } });
  return {
    code: async (): Promise<string> =>
      (await (await request.post(at('enrolment'), { data: {} })).json()).code,
    switchOn: async () => {
      const { host, key } = service;
      const data = { ...usualSettings, limitPerTablet: 50, enabled: true, host, key };
      expect((await request.put(at('generator'), { data })).status()).toBe(200);
    },
    switchOff: async () => {
      expect((await request.put(at('generator/off'), { data: {} })).status()).toBe(200);
    },
  };
}

async function join(page: Page, hub: Hub, code: string): Promise<void> {
  await page.goto(`${hub.address}/setup?code=${code}`);
  await page.locator('[data-number]').waitFor();
}

/** Keeps a take in the lab and lays it beside the team's. */
async function keepTake(page: Page, language: 'zh' | 'en'): Promise<void> {
  await open(page, lab, language);
  await page.locator('[data-keep]').tap();
  await page.locator('[data-take="1"]').tap();
}

const line = (page: Page) => page.locator('[data-generation] > [role=status]');

test('a take goes to the model by keyboard, and its clip plays with all that is known of it', async ({
  page,
  request,
  hub,
}) => {
  const { code, switchOn } = await staff(request, hub);
  await switchOn();
  await join(page, hub, await code());
  await keepTake(page, 'en');
  const dialog = page.getByRole('dialog');
  const prompt = await dialog.locator('.own p').textContent();
  await expect(dialog.locator('[data-ahead="0"]')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const button = dialog.getByRole('button', { name: words.toModel.en });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(line(page)).toBeFocused();
  await expect(page.locator('[data-generation=done]')).toBeVisible();
  await expect(line(page)).toHaveText(words.modelDone.en);
  await expect(button).toHaveCount(0);

  const video = dialog.locator('video');
  await expect
    .poll(() => video.evaluate((element: HTMLVideoElement) => element.videoWidth))
    .toBeGreaterThan(0);
  await expect
    .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime))
    .toBeGreaterThan(0);
  expect(await video.evaluate((element: HTMLVideoElement) => element.muted)).toBe(true);
  // Rule 82: the letters themselves are at least 5 % of the short side.
  const label = dialog.locator('.both .picture li', { hasText: 'AI-generated' });
  await expect(label).toBeVisible();
  const part = await label.evaluate((element) => {
    const { width, height } = element.closest('.picture')!.getBoundingClientRect();
    return parseFloat(getComputedStyle(element).fontSize) / Math.min(width, height);
  });
  expect(part).toBeGreaterThanOrEqual(0.05);

  await expect(dialog.locator('[data-model]')).toHaveText(usualSettings.model);
  expect(service.asked.map(({ step }) => step)).toContain('submit');
  const [sent] = service.asked;
  expect(sent!.body.prompt).toBe(prompt);
  await expect(dialog.locator('[data-request]')).toContainText(
    JSON.stringify(sent!.body, null, 2).replaceAll(/\s+/g, ' '),
  );
  await expect(dialog.locator('[data-came]')).toContainText('SHA-256');
  expect(await violations(page)).toEqual([]);
  expect(await misfits(page)).toEqual(fits);

  // Nothing of it outlives the visitor.
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-take="1"]')).toHaveAccessibleName(/the video model’s clip/);
  await page.locator('a[href="/films/bicycle-kids"]').first().tap();
  await page.locator(`a[href="${lab}"]`).first().tap();
  await page.locator('[data-keep]').tap();
  await page.locator('[data-take="1"]').tap();
  await expect(page.locator('[data-generation=open]')).toBeVisible();
  expect(service.count('submit')).toBe(1);
});

test('a line that is lost in the middle keeps the previs take and says so, then goes on', async ({
  page,
  request,
  hub,
}) => {
  service.pollsBefore = 1;
  const { code, switchOn } = await staff(request, hub);
  await switchOn();
  await join(page, hub, await code());
  await keepTake(page, 'zh');
  await page.locator('[data-generate]').tap();
  await expect(line(page)).toHaveText(words.modelMaking.zh);
  await page.route('**/api/**', (route) => route.abort());
  await expect(line(page)).toHaveText(words.hubAway.zh);
  await expect(page.getByRole('dialog').locator('.own img')).toBeVisible();
  expect(await misfits(page)).toEqual(fits);
  await page.unroute('**/api/**');
  await expect(page.locator('[data-generation=done] video')).toBeVisible({ timeout: 60_000 });
  expect(service.count('submit')).toBe(1);
});

test('without a generator there is no button, and nothing leaves', async ({
  page,
  request,
  hub,
}) => {
  const posts: string[] = [];
  page.on('request', (one) => {
    if (one.method() === 'POST' && one.url().includes('/generations')) posts.push(one.url());
  });
  const { code, switchOn, switchOff } = await staff(request, hub);
  await switchOn();
  await switchOff();
  await join(page, hub, await code());
  const looked = page.waitForResponse((one) => one.url().endsWith('/api/v1/generations'));
  await keepTake(page, 'en');
  expect((await looked).status()).toBe(409);
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(page.locator('[data-generation]')).toHaveCount(0);
  // Switched on, the button is there; switched off again under the finger, the reason is.
  await switchOn();
  await page.keyboard.press('Escape');
  await page.locator('[data-take="1"]').tap();
  await expect(page.locator('[data-generate]')).toBeVisible();
  expect(posts).toEqual([]);
  await switchOff();
  await page.locator('[data-generate]').tap();
  await expect(page.locator('[data-generation=refused]')).toContainText(words.previsKept.en);
  expect(service.asked).toEqual([]);
});
