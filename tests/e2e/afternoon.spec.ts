// A whole afternoon: the hub, the wall, six tablets and a phone, all seven kinds; one tablet away all
// the time, the hub killed twice, the wall restarted once. At the end everything is counted again from
// the raw answers.
import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { Answer } from '../../src/lib/challenge/answer.ts';
import { tallyOf, type Counted } from '../../src/lib/challenge/tally.ts';
import { challengeDocument, type ChallengeDocument } from '../../src/lib/openset/challenge.ts';
import * as v from 'valibot';
import { Host } from './host.ts';
import { expect, Hub, test } from './hub.ts';
import { isReady } from './tablet.ts';

const programme = [
  'her-scarf',
  'at-the-anvil',
  'second-cone',
  'one-warm-lamp',
  'at-the-gate',
  'to-the-river',
  'from-five-on',
] as const;

/** A tablet of the event; one that stays in the hall needs no copy of the exhibition to play. */
async function join(browser: Browser, hub: Hub, code: string, copies: boolean): Promise<Page> {
  const context = await browser.newContext({ hasTouch: true, reducedMotion: 'reduce' });
  if (!copies) await context.route('**/packs/**', (route) => route.abort());
  const page = await context.newPage();
  await page.goto(`${hub.address}/setup?code=${code}`);
  await page.locator('[data-number]').waitFor();
  if (copies) await isReady(page);
  await page.goto(hub.address);
  await page.locator('[data-lang-switch]').waitFor();
  return page;
}

/** Plays whatever is asked, a little differently at every seat. */
async function play(page: Page, seat: number): Promise<void> {
  const choices = page.locator('[data-choice]');
  const cards = page.locator('[data-card][aria-pressed=false]');
  await choices.or(cards).first().waitFor();
  const isSorted = (await page.locator('[data-choices][data-ordered]').count()) > 0;
  const all = await choices.all();
  if (all.length === 0) await cards.nth(seat % (await cards.count())).tap();
  else if (isSorted) for (const at of all.keys()) await all[(at + seat) % all.length]!.tap();
  else await all[seat % all.length]!.tap();
  await page.locator('[data-hand-in]').tap();
}

const phase = (page: Page, name: string) => page.locator(`[data-phase=${name}]`);

/** Everything that was handed in to a round, as the results' table has it. */
async function rawAnswers(host: Host, round: string) {
  const lines = (await host.results(round))
    .replace(/^\ufeff/, '')
    .trim()
    .split('\r\n')
    .slice(1);
  return lines.map((line) => {
    const cells = [...line.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g)].map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
    );
    const [, , , seat, part, answer, points, verdict] = cells;
    return { seat: Number(seat), part, answer: JSON.parse(answer!) as unknown, points, verdict };
  });
}

test('a whole afternoon, and every answer counted once', async ({ browser }) => {
  test.setTimeout(300_000);
  const hub = await new Hub('.openset/releases').start();
  const contexts: BrowserContext[] = [];
  /** Eight screens on one processor: they do without what moves. */
  const screen = { viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' } as const;
  try {
    const host = await Host.signIn(hub);
    const code = await host.code();
    const away = await join(browser, hub, code, true);
    const tablets = [away];
    for (let number = 2; number <= 6; number += 1)
      tablets.push(await join(browser, hub, code, false));
    const [, ...here] = tablets;
    contexts.push(...tablets.map((page) => page.context()));
    let wall = await browser.newPage(screen);
    contexts.push(wall.context());
    await wall.goto(`${hub.address}/stage`);
    const scene = (name: string) => wall.locator(`[data-scene="${name}"]`);
    await expect(wall.locator('[data-live=true]')).toBeVisible();

    // All afternoon, the tablet that is away is played alone.
    await away.context().setOffline(true);
    for (const challenge of ['her-scarf', 'to-the-river'] as const) {
      await away.goto(`${hub.address}/challenges/${challenge}`);
      await play(away, 1);
      await expect(away.locator('[data-reveal]')).toBeVisible();
    }

    const expected = new Map<string, number>();
    for (const challenge of programme) {
      const round = await host.open(challenge);
      for (const page of here) {
        await page.locator('[data-join]').first().tap();
        await expect(phase(page, 'waiting')).toBeVisible();
      }
      await expect(scene('open')).toBeVisible();
      await host.do('run');
      const isKilled = challenge === 'at-the-anvil';
      for (const [place, page] of here.entries()) {
        await expect(phase(page, 'playing')).toBeVisible({ timeout: 20_000 });
        // The power goes while people hand in, and comes back: what they made in time counts.
        if (isKilled && place === 2) await hub.kill();
        await play(page, place);
        await expect(phase(page, 'handed')).toBeVisible();
      }
      if (isKilled) {
        await expect(here[4]!.locator('[data-verdict=waiting]')).toBeVisible();
        await expect(wall.locator('[data-live=false]')).toBeVisible({ timeout: 20_000 });
        await hub.start();
      }
      for (const page of here)
        await expect(page.locator('[data-verdict=counted]')).toBeVisible({ timeout: 30_000 });
      await host.do('close');
      if (challenge === 'at-the-gate') {
        await hub.kill();
        await hub.start();
        for (const page of here) {
          await page.locator('[data-shot]').first().tap({ timeout: 30_000 });
          await page.locator('[data-vote]').tap();
          await expect(phase(page, 'balloted')).toBeVisible();
        }
        await expect.poll(async () => (await host.state()).round!.counts.balloted).toBe(5);
      }
      if (challenge === 'second-cone') {
        await wall.close();
        wall = await browser.newPage(screen);
        contexts.push(wall.context());
        await wall.goto(`${hub.address}/stage`);
      }
      await host.do('reveal');
      await expect(scene('reveal')).toBeVisible({ timeout: 20_000 });
      for (const page of here) await expect(page.locator('[data-reveal]')).toBeVisible();

      const { result, counts } = (await host.state()).round!;
      expect(counts).toMatchObject({ joined: 5, entered: 5 });
      const raw = await rawAnswers(host, round.id);
      const counted = raw.filter(({ verdict }) => verdict === 'counted');
      const plays = counted.filter(({ part }) => part === 'play');
      expect(new Set(plays.map(({ seat }) => seat))).toEqual(new Set([2, 3, 4, 5, 6]));
      expect(plays).toHaveLength(5);
      const asked: ChallengeDocument = v.parse(
        challengeDocument,
        await (await fetch(`${hub.address}/documents/challenge/${challenge}`)).json(),
      );
      if (asked.kind !== 'direct' && asked.kind !== 'match') {
        const answers = plays.map(({ seat, answer }): Counted => ({
          id: crypto.randomUUID(),
          seat,
          answer: answer as Answer,
        }));
        expect(result!.tally).toEqual(tallyOf(asked, answers));
      }
      if (asked.kind === 'direct') expect(counted).toHaveLength(10);
      expected.set(challenge, plays.length);
      for (const page of here) await page.goto(hub.address);
    }

    // The tablet that was away comes back, and the day has what was done on it, once.
    await away.context().setOffline(false);
    for (const [challenge, rounds] of expected) {
      const alone = challenge === 'her-scarf' || challenge === 'to-the-river' ? 1 : 0;
      await expect
        .poll(async () => (await host.totals(challenge)).entries, { timeout: 30_000 })
        .toBe(rounds + alone);
    }
  } finally {
    for (const context of contexts) await context.close();
    await hub.end();
  }
});
