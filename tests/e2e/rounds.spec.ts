// Challenges at the tablet: invited, played, handed in, told why; late, alone, without a hub.
import type { BrowserContext, Page } from '@playwright/test';
import { phoneHeader } from '../../src/lib/challenge/live.ts';
import { words as kioskWords } from '../../src/lib/kiosk/words.ts';
import { languages } from '../../src/lib/openset/text.ts';
import { words } from '../../src/lib/play/words.ts';
import { Host } from './host.ts';
import { expect, Hub, test } from './hub.ts';
import { fits, misfits, violations } from './look.ts';
import { isReady } from './tablet.ts';
import { called, choose, languageButton, open } from './visitor.ts';

const challenges = {
  keep: 'her-scarf',
  order: 'at-the-anvil',
  cause: 'second-cone',
  match: 'one-warm-lamp',
  direct: 'at-the-gate',
  cut: 'to-the-river',
  vote: 'from-five-on',
} as const;
type Kind = keyof typeof challenges;

const phase = (page: Page, name: string) => page.locator(`[data-phase=${name}]`);

/** A tablet of the event, at its attract screen. */
async function join(context: BrowserContext, hub: Hub, host: Host): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${hub.address}/setup?code=${await host.code()}`);
  await page.locator('[data-number]').waitFor();
  await page.goto(hub.address);
  await page.locator('[data-lang-switch]').waitFor();
  return page;
}

/** Answers whatever is asked, without handing it in. */
async function play(page: Page, kind: Kind): Promise<void> {
  const choices = page.locator('[data-choice]');
  if (kind === 'match' || kind === 'direct')
    await page.locator('[data-card][aria-pressed=false]').first().tap();
  else if (kind === 'order' || kind === 'cut') {
    await choices.first().waitFor();
    for (const choice of await choices.all()) await choice.tap();
  } else await choices.nth(1).tap();
}

/** A visitor goes; the next one may come. */
async function leave(page: Page): Promise<void> {
  await called(page, 'startOver', 'zh').tap();
  await called(page, 'startOverYes', 'zh').tap();
  await page.waitForURL((url) => url.pathname === '/');
}

const handIn = (page: Page) => page.locator('[data-hand-in]').tap();

test.describe('a round', () => {
  for (const [language, kind] of [
    ['zh', 'keep'],
    ['en', 'order'],
    ['zh', 'match'],
    ['en', 'cut'],
  ] as const)
    test(`of ${kind} goes from the invitation to the reason, in ${language}`, async ({
      browser,
      hub,
    }) => {
      const host = await Host.signIn(hub);
      const context = await browser.newContext();
      const page = await join(context, hub, host);
      await host.open(challenges[kind]);
      const invitation = page.locator('[data-invitation]');
      await expect(invitation).toContainText(words.invited.zh);
      await expect(invitation).toContainText(words.invited.en);
      expect(await violations(page)).toEqual([]);
      await invitation.getByRole('button', { name: words.join[language] }).tap();
      await expect(phase(page, 'waiting')).toContainText(words.joined[language]);
      await host.do('run');
      await expect(phase(page, 'ready')).toBeVisible();
      await expect(phase(page, 'playing')).toBeVisible();
      await play(page, kind);
      expect(await violations(page)).toEqual([]);
      expect(await misfits(page)).toEqual(fits);
      // Somebody reloads the page in the middle: the seat is theirs, the time goes on.
      await page.reload();
      await languageButton(page, language).tap();
      await expect(phase(page, 'playing')).toBeVisible();
      await play(page, kind);
      await handIn(page);
      await expect(page.locator('[data-verdict=counted]')).toContainText(words.hubHas[language]);
      await page.reload();
      await languageButton(page, language).tap();
      await expect(phase(page, 'handed')).toBeVisible();
      await host.do('close', 'reveal');
      await expect(page.locator(`[data-reveal=${kind}]`)).toBeVisible();
      if (kind !== 'cut') await expect(page.getByText(words.why[language])).toBeVisible();
      expect(await violations(page)).toEqual([]);
      expect(await misfits(page)).toEqual(fits);
      await context.close();
    });

  test('takes what was ready when time ran out, and late work for the day (54)', async ({
    browser,
    hub,
  }) => {
    const host = await Host.signIn(hub);
    const context = await browser.newContext();
    const page = await join(context, hub, host);
    await host.open(challenges.vote);
    await page.locator('[data-join]').first().tap();
    await host.do('run');
    await expect(phase(page, 'playing')).toBeVisible();
    await play(page, 'vote');
    await context.setOffline(true);
    await page.waitForTimeout(500);
    await host.do('close');
    await context.setOffline(false);
    await expect(page.locator('[data-verdict=counted]')).toBeVisible({ timeout: 20_000 });
    await host.do('reveal');
    await context.close();
  });

  test('waits for a visitor who asked for more time (49)', async ({ browser, hub }) => {
    const host = await Host.signIn(hub);
    const context = await browser.newContext();
    const page = await join(context, hub, host);
    await languageButton(page, 'en').tap();
    await choose(page, 'timeTenfold', 'en');
    await host.open(challenges.keep);
    await page.locator('[data-join]').tap();
    await host.do('run');
    await expect(phase(page, 'playing')).toContainText(words.yourTime.en);
    await host.do('close');
    await page.waitForTimeout(500);
    await expect(phase(page, 'playing')).toBeVisible();
    await play(page, 'keep');
    await handIn(page);
    await expect(page.locator('[data-verdict=counted]')).toBeVisible();
    await host.do('reveal');
    await context.close();
  });

  test('takes in the next visitor where the one before joined and left', async ({
    browser,
    hub,
  }) => {
    const host = await Host.signIn(hub);
    const context = await browser.newContext();
    const page = await join(context, hub, host);
    await host.open(challenges.vote);
    await page.locator('[data-join]').first().tap();
    await expect(phase(page, 'waiting')).toBeVisible();
    await leave(page);
    await page.locator('[data-join]').first().tap();
    await expect(phase(page, 'waiting')).toBeVisible();
    await host.do('run');
    await expect(phase(page, 'playing')).toBeVisible();
    await play(page, 'vote');
    await handIn(page);
    await expect(page.locator('[data-verdict=counted]')).toBeVisible();
    await leave(page);
    await expect(page.locator('[data-invitation]')).toHaveCount(0);
    await host.do('void');
    await context.close();
  });

  test('is the same in a second tab, and can be put away', async ({ browser, hub }) => {
    const host = await Host.signIn(hub);
    const context = await browser.newContext();
    const page = await join(context, hub, host);
    const other = await context.newPage();
    await open(other, `${hub.address}/films`, 'en');
    await host.open(challenges.cause);
    const films = other.url();
    await expect(other.locator('[data-invitation]')).toBeVisible();
    await other.locator('[data-dismiss]').tap();
    await expect(other.locator('[data-invitation]')).toHaveCount(0);
    expect(other.url()).toBe(films);
    await page.locator('[data-join]').first().tap();
    await host.do('run');
    await expect(phase(page, 'playing')).toBeVisible();
    await play(page, 'cause');
    await handIn(page);
    await expect(page.locator('[data-verdict=counted]')).toBeVisible();
    await other.goto(`${hub.address}/round`);
    await expect(phase(other, 'handed')).toBeVisible();
    await host.do('void');
    await expect(phase(page, 'over').or(page.getByText(words.over.zh))).toBeVisible();
    await context.close();
  });
});

test.describe('alone', () => {
  test('every kind is played at any time, with the day’s totals', async ({ page }) => {
    test.setTimeout(120_000);
    for (const kind of Object.keys(challenges) as Kind[]) {
      await open(page, `/challenges/${challenges[kind]}`, 'en');
      await play(page, kind);
      await handIn(page);
      await expect(page.locator(`[data-reveal=${kind}]`)).toBeVisible();
      expect(await violations(page), kind).toEqual([]);
      expect(await misfits(page), kind).toEqual(fits);
    }
  });

  for (const language of languages)
    test(`the list of challenges leads to each of them, by keyboard, in ${language}`, async ({
      page,
    }) => {
      await open(page, '/films', language);
      await page.getByRole('link', { name: kioskWords.challenges[language] }).focus();
      await page.keyboard.press('Enter');
      await expect(page.locator('[data-challenge]')).toHaveCount(4);
      expect(await violations(page)).toEqual([]);
      expect(await misfits(page)).toEqual(fits);
      await page
        .locator(`[data-challenge="${challenges.keep}"]`)
        .or(page.locator('[data-challenge]'))
        .first()
        .focus();
      await page.keyboard.press('Enter');
      await expect(page.locator('[data-alone]')).toBeVisible();
      await page.locator('[data-choice]').first().focus();
      await page.keyboard.press('Space');
      await page.locator('[data-hand-in]').focus();
      await page.keyboard.press('Enter');
      await expect(page.locator('[data-reveal]')).toBeVisible();
    });

  test('tells nobody what is right while the hall plays a round of it', async ({
    browser,
    hub,
  }) => {
    const host = await Host.signIn(hub);
    const context = await browser.newContext();
    const page = await join(context, hub, host);
    await open(page, `${hub.address}/challenges/${challenges.keep}`, 'en');
    await host.open(challenges.keep);
    await page.locator('[data-dismiss]').tap();
    await play(page, 'keep');
    await handIn(page);
    await expect(page.locator('[data-verdict=day]')).toBeVisible();
    await expect(page.getByText(words.lookUp.en)).toBeVisible();
    await expect(page.locator('[data-reveal]')).toHaveCount(0);
    await host.do('run', 'close', 'reveal');
    await expect(page.locator('[data-reveal=keep]')).toBeVisible();
    await context.close();
  });

  test('goes without a hub, waits on the tablet, and is counted when the hub is back', async ({
    browser,
  }) => {
    test.setTimeout(120_000);
    const hub = await new Hub('.openset/releases').start();
    const context = await browser.newContext();
    try {
      const host = await Host.signIn(hub);
      const page = await join(context, hub, host);
      await page.goto(`${hub.address}/setup`);
      await isReady(page);
      await page.goto(hub.address);
      await hub.kill();
      await open(page, `${hub.address}/challenges/${challenges.keep}`, 'zh');
      await play(page, 'keep');
      await handIn(page);
      await expect(page.locator('[data-reveal=keep]')).toBeVisible();
      await expect(page.getByText(words.noTotals.zh)).toBeVisible();
      await expect(page.locator('[data-verdict=waiting]')).toContainText(words.hubWaits.zh);
      await hub.start();
      await expect(page.locator('[data-verdict=day]')).toBeVisible({ timeout: 30_000 });
      expect(await host.totals(challenges.keep)).toMatchObject({ entries: 1 });
    } finally {
      await context.close();
      await hub.end();
    }
  });
});

test('nobody but staff may move a round, and a phone needs the wall’s code', async ({ hub }) => {
  const host = await Host.signIn(hub);
  const { id, revision } = await host.open(challenges.order);
  const stranger = await fetch(`${hub.address}/api/v1/rounds/${id}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ op: crypto.randomUUID(), action: 'run', revision }),
  });
  expect(stranger.status).toBe(401);
  const listener = await fetch(`${hub.address}/api/v1/live`, { headers: { [phoneHeader]: 'x' } });
  expect(listener.status).toBeGreaterThanOrEqual(400);
});
