import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  actions,
  possible,
  round as roundSchema,
  states,
  type Round,
} from '#lib/challenge/round.ts';
import type { Json } from '#lib/openset/canonical-json.ts';
import { challenges, solutions } from '../../../../tests/fixtures/challenges.ts';
import { entry, LiveHall, password, problemOf } from '../../../../tests/fixtures/live-hall.ts';
import { document } from '../../../../tests/fixtures/make-release.ts';

let hall: LiveHall;
beforeEach(async () => {
  hall = await LiveHall.open();
});
afterEach(async () => {
  await hall.close();
  expect(hall.failures).toEqual([]);
});

const restart = async (): Promise<void> => {
  await hall.stop();
  await hall.start();
};
const told = async (answer: Response): Promise<Round> =>
  v.parse(roundSchema, ((await answer.json()) as { round: unknown }).round);

describe('a round', () => {
  it('is planned once, and only of a challenge that there is', async () => {
    const plan = { id: crypto.randomUUID(), challenge: 'order', pace: 'race', seconds: 90 };
    const first = await (await hall.ask('POST', 'rounds', plan)).json();
    expect(v.parse(roundSchema, first)).toMatchObject({
      state: 'scheduled',
      pace: 'race',
      totalMs: 90_000,
    });
    expect(await (await hall.ask('POST', 'rounds', plan)).json()).toEqual(first);
    expect((await hall.host()).sheet).toHaveLength(1);
    const unknown = { id: crypto.randomUUID(), challenge: 'nothing-of-the-kind' };
    expect(await problemOf(await hall.ask('POST', 'rounds', unknown))).toBe('not-found');
  });

  it('goes on where it stood in every state, whatever stops the hub', async () => {
    let round = await hall.plan('keep');
    for (const action of ['open', 'run', 'pause', 'resume', 'extend', 'close'] as const) {
      round = await hall.step(round, action);
      await restart();
      expect((await hall.host()).round).toMatchObject({ ...round });
    }
    for (const action of ['reopen', 'close', 'reveal', 'void', 'restore', 'archive'] as const)
      round = await hall.step(round, action);
    await restart();
    const { sheet, revision } = await hall.host();
    expect(sheet[0]).toMatchObject({ ...round, state: 'archived' });
    expect(revision).toBe(13);
  });

  it('takes a wish once: the same op hears the same, also after a restart', async () => {
    const round = await hall.plan('keep');
    const op = crypto.randomUUID();
    const first = (await (await hall.wish(round, 'open', { op })).json()) as Round;
    await hall.step(first, 'run');
    const again = await hall.wish(round, 'open', { op });
    expect([again.status, await again.json()]).toEqual([200, first]);
    await restart();
    expect(await (await hall.wish(round, 'open', { op })).json()).toEqual(first);
    expect((await hall.host()).round?.state).toBe('running');
  });

  it('listens to one of two hosts who wish at once, and tells the other how it stands', async () => {
    const round = await hall.roundIn('open');
    const [one, other] = await Promise.all([hall.wish(round, 'run'), hall.wish(round, 'void')]);
    const late = one.status === 409 ? one : other;
    expect([one.status, other.status].sort()).toEqual([200, 409]);
    const text = await late.clone().text();
    expect(text).toContain('round-changed');
    const now = await told(late);
    expect(now.revision).toBe(3);
    const next = await hall.wish(now, now.isVoid ? 'restore' : 'extend');
    expect(next.status).toBe(200);
  });

  it('does nothing that its state does not allow', async () => {
    for (const state of states) {
      const round = await hall.roundIn(state);
      for (const action of actions) {
        if (possible(round).includes(action)) continue;
        const answer = await hall.wish(round, action);
        expect(answer.status, `${state} ${action}`).toBe(409);
        expect(await told(answer), `${state} ${action}`).toEqual(round);
      }
      if (state !== 'archived') await hall.step(round, 'void');
    }
  });

  it('is alone: the next one waits for it, and sends what was revealed to the archive', async () => {
    const first = await hall.roundIn('running');
    const second = await hall.plan('order');
    expect(await problemOf(await hall.wish(second, 'open'))).toBe('round-not-now');
    const revealed = await hall.step(first, 'close', 'reveal');
    const opened = await hall.step(second, 'open');
    const { sheet, round } = await hall.host();
    expect(sheet.map(({ state }) => state)).toEqual(['archived', 'open']);
    expect(round?.id).toBe(second.id);
    const gone = await hall.wish({ ...revealed, revision: revealed.revision + 1 }, 'void');
    const taken = (await gone.json()) as Round;
    expect(await problemOf(await hall.wish(taken, 'restore'))).toBe('round-not-now');
    await hall.step(opened, 'void');
    expect((await hall.step(taken, 'restore')).state).toBe('archived');
  });

  it('asks and is judged by what tablets hold when it opens, whatever comes after that', async () => {
    const asked = async (): Promise<unknown> =>
      (await fetch(`${hall.address}/documents/challenge/keep`)).json();
    const released = async (title: string, right: string): Promise<Json> => {
      const content = { ...challenges.keep, title: { zh: title, en: title } } as unknown as Json;
      const solution = { ...solutions.keep, right } as unknown as Json;
      const documents = [document('challenge/keep', content), document('solution/keep', solution)];
      await hall.show(...documents);
      // The hub looks for new releases once a second.
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      return content;
    };
    const tablet = await hall.tablet();
    const planned = await hall.plan('keep');
    const noon = await released('Noon', 'a');
    const running = await hall.step(planned, 'open', 'run');
    hall.begin(running);
    const evening = await released('Evening', 'c');
    expect(await asked()).toEqual(noon);
    await tablet.handIn([
      { ...entry(running), kind: 'answer', challenge: 'keep', answer: { choice: 'a' } },
    ]);
    await restart();
    expect((await hall.host()).round?.title.en).toBe('Noon');
    await hall.step(running, 'close', 'reveal');
    expect((await hall.host()).round?.result).toMatchObject({
      solution: { right: 'a' },
      standings: [[100, 1]],
    });
    expect(await asked()).toEqual(evening);
  });

  it('closes by itself when its time is over', async () => {
    const round = await hall.roundIn('running', 'keep', { seconds: 10 });
    const host = await hall.listen('host');
    hall.later(9_900);
    // Any step looks at the clock anew; the clock of this test jumped.
    await hall.plan('order');
    const { data } = await host.state('closed');
    expect(data.round).toMatchObject({ id: round.id, closesAtMs: round.closesAtMs });
  });

  it('whose end passed while the hub was away is closed when it is back', async () => {
    const round = await hall.roundIn('running');
    await hall.stop();
    hall.later(120_000);
    await hall.start();
    const host = await hall.listen('host');
    const { data } = await host.state('closed');
    expect(data.round).toMatchObject({ id: round.id, closesAtMs: round.closesAtMs });
    expect((await hall.step(data.round, 'reopen')).state).toBe('running');
  });

  it('is the host’s to run, from the hub’s own pages', async () => {
    const round = await hall.plan('keep');
    const elsewhere = { origin: 'http://elsewhere.example' };
    const body = { op: crypto.randomUUID(), action: 'open', revision: 1 };
    const asked = await hall.ask('POST', `rounds/${round.id}`, body, elsewhere);
    expect(await problemOf(asked)).toBe('other-origin');
    hall.cookie = '';
    for (const [method, place] of [
      ['POST', 'rounds'],
      ['POST', `rounds/${round.id}`],
      ['PUT', 'phones'],
      ['GET', `rounds/${round.id}/results.csv`],
      ['GET', 'live?as=host'],
    ] as const)
      expect((await hall.ask(method, place, method === 'GET' ? undefined : {})).status).toBe(401);
    await hall.enter();
    const hosts = { role: 'host', password: 'keep rolling' };
    expect((await hall.ask('PUT', 'staff/password', hosts)).status).toBe(200);
    await hall.enter('keep rolling');
    expect((await hall.step(round, 'open')).state).toBe('open');
    await hall.enter(password);
  });
});

describe('a rehearsal', () => {
  it('is played by twelve who do not exist, and leaves nothing behind', async () => {
    const tablet = await hall.tablet();
    const player = await hall.listen(tablet);
    const host = await hall.listen('host');
    let round = await hall.plan('keep', { isRehearsal: true, seconds: 10 });
    round = await hall.step(round, 'open');
    await host.until(({ data }) => (data.counts ?? data.round?.counts)?.joined > 0);
    round = await hall.step(round, 'run');
    hall.begin(round);
    // Whoever has joined answers the sooner, the less time is left.
    hall.later(9_000);
    await host.until(({ name, data }) => name === 'counts' && data.counts.entered > 0);
    round = await hall.step(round, 'close', 'reveal');
    const shown = (await hall.host()).round!;
    expect(shown.result?.tally).toMatchObject({ kind: 'keep' });
    expect(shown.counts.entered).toBeGreaterThan(0);
    expect((await hall.host()).board).toEqual([]);
    expect(await (await hall.ask('GET', 'challenges/keep/totals')).json()).toMatchObject({
      entries: 0,
    });
    expect(player.told.every(({ data }) => !data.round)).toBe(true);
    expect((await tablet.joinRound(round.id)).status).toBe(404);
    round = await hall.step(round, 'archive');
    const csv = await (await hall.ask('GET', `rounds/${round.id}/results.csv`)).text();
    expect(csv.trim().split('\r\n')).toHaveLength(1);
    expect((await hall.host()).sheet[0]?.counts).toMatchObject({ joined: 0, entered: 0 });
    await tablet.handIn([{ ...entry(round), kind: 'answer' }]);
    expect((await hall.host()).sheet[0]?.counts).toMatchObject({ joined: 0, entered: 0 });
  });
});
