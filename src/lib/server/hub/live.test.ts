import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  countsNews,
  dayTotals,
  hostState,
  landedNews,
  playerState,
  stageState,
  youNews,
} from '#lib/challenge/live.ts';
import { kinds } from '#lib/openset/challenge.ts';
import { plainShot } from '#lib/previs/shot/shot-description.ts';
import { answers, challenges, secretWords } from '../../../../tests/fixtures/challenges.ts';
import { entry, LiveHall, problemOf } from '../../../../tests/fixtures/live-hall.ts';
import type { LiveLine } from '../../../../tests/fixtures/live-line.ts';
import type { ReportingTablet } from '../../../../tests/fixtures/tablet.ts';

let hall: LiveHall;
let tablet: ReportingTablet;
beforeEach(async () => {
  hall = await LiveHall.open();
  tablet = await hall.tablet();
});
afterEach(async () => {
  await hall.close();
  expect(hall.failures).toEqual([]);
});

const handIn = async (of: ReportingTablet, ...entries: object[]) =>
  (await (await of.handIn(entries.map((one) => ({ ...one, kind: 'answer' })))).json()) as {
    verdicts: Record<string, string>;
  };
const first = (line: LiveLine) => line.until(() => true);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a stream', () => {
  it('begins with the whole state for its role, and says it by the schema all the time', async () => {
    const token = await hall.phone();
    const round = await hall.roundIn('running');
    const [player, phone, stage, host] = [
      await hall.listen(tablet),
      await hall.listen({ token }),
      await hall.listen('stage'),
      await hall.listen('host'),
    ];
    for (const line of [player, phone, stage, host]) {
      const { name, id, data } = await first(line);
      expect([name, id]).toEqual(['state', `${data.epoch}:${data.revision}`]);
      expect(data.round).toMatchObject({ id: round.id, state: 'running', result: null });
    }
    expect(player.you).toEqual({ seat: 1, hasJoined: false, entries: [] });
    expect(phone.you).toEqual({ seat: 1001, hasJoined: false, entries: [] });
    await tablet.joinRound(round.id);
    await handIn(tablet, entry(round));
    const landed = await stage.until(({ name }) => name === 'landed');
    expect(landed.data.seats).toEqual([1]);
    await hall.step(round, 'close', 'reveal');
    const schemas = { counts: countsNews, landed: landedNews, you: youNews };
    for (const [line, state] of [
      [player, playerState],
      [phone, playerState],
      [stage, stageState],
      [host, hostState],
    ] as const) {
      await line.state('revealed');
      for (const { name, data } of line.told)
        v.parse(name === 'state' ? state : schemas[name as keyof typeof schemas], data);
    }
    expect(player.told.some(({ name }) => name === 'landed')).toBe(false);
  });

  it('tells who listens, who joined and who entered to the host', async () => {
    await hall.tablet();
    const round = await hall.roundIn('running');
    const player = await hall.listen(tablet);
    await hall.listen('stage');
    await tablet.joinRound(round.id, true);
    const host = await hall.listen('host');
    const seats = [
      { number: 1, isListening: true, hasJoined: true, hasEntered: false },
      { number: 2, isListening: false, hasJoined: false, hasEntered: false },
    ];
    const { data } = await first(host);
    expect(data).toMatchObject({
      seats,
      stages: 1,
      tablets: { listening: 1, all: 2 },
      round: { counts: { joined: 1, entered: 0, unhurried: 1 } },
    });
    host.forget();
    await handIn(tablet, entry(round));
    expect((await host.until(({ name }) => name === 'landed')).data.seats).toEqual([1]);
    const { data: counted } = await host.until(({ name }) => name === 'counts');
    expect(counted.counts).toMatchObject({ entered: 1, unhurried: 0 });
    player.close();
    await host.until(({ data }) => data.tablets?.listening === 0);
  });

  it('is one a tablet: a new one ends the one before, and knows what was handed in', async () => {
    const round = await hall.roundIn('running');
    const before = await hall.listen(tablet);
    await tablet.joinRound(round.id);
    const one = entry(round);
    await handIn(tablet, one);
    await before.until(({ name, data }) => name === 'you' && data.entries.length === 1);
    const after = await hall.listen(tablet);
    await before.ended();
    const { data } = await first(after);
    expect(data.you).toEqual({
      seat: 1,
      hasJoined: true,
      entries: [{ id: one.id, part: 'play', verdict: 'counted' }],
    });
    await hall.step(round, 'close');
    await after.state('closed');
  });

  it('is opened by nobody else’s signature', async () => {
    const other = await hall.tablet();
    const headers = { ...tablet.listening, 'open-set-signature': '' };
    const stolen = { ...other.listening, 'open-set-device': tablet.id };
    const phone: Record<string, string> = { 'open-set-phone': 'guessed' };
    for (const given of [{}, headers, stolen, phone])
      expect((await hall.ask('GET', 'live', undefined, given)).status).toBe(401);
    const change = { isRetired: true };
    expect((await hall.ask('PATCH', `devices/${tablet.id}`, change)).status).toBe(200);
    const left = await hall.ask('GET', 'live', undefined, tablet.listening);
    expect(await problemOf(left)).toBe('unknown-device');
  });

  it('tells counts at a pace that does not grow with the hall', async () => {
    const others = await Promise.all(Array.from({ length: 12 }, () => hall.tablet()));
    const round = await hall.roundIn('running');
    const [player, stage] = [await hall.listen(tablet), await hall.listen('stage')];
    for (const other of others) {
      await other.joinRound(round.id);
      await handIn(other, entry(round));
      await sleep(20);
    }
    const last = ({ name, data }: LiveLine['told'][number]): boolean =>
      name === 'counts' && data.counts.entered === 12;
    await Promise.all([stage.until(last), player.until(last)]);
    const counted = (line: LiveLine): number =>
      line.told.filter(({ name }) => name === 'counts').length;
    expect(counted(player)).toBeLessThanOrEqual(5);
    expect(counted(stage)).toBeGreaterThan(counted(player));
    expect(counted(stage)).toBeLessThan(24);
    const seats = stage.told.flatMap(({ name, data }) => (name === 'landed' ? data.seats : []));
    expect(seats.sort((a: number, b: number) => a - b)).toEqual(others.map((_, at) => at + 2));
  });
});

describe('a secret', () => {
  it('is in no byte that leaves the hub before the reveal, and in all of it afterwards', async () => {
    for (const kind of kinds) {
      const round = await hall.roundIn('running', kind);
      const lines = [
        await hall.listen(tablet),
        await hall.listen('stage'),
        await hall.listen('host'),
      ];
      await tablet.joinRound(round.id);
      const lens = { shot: { ...plainShot([]), scene: { place: 'roof', action: 'walking' } } };
      const isShot = kind === 'match' || kind === 'direct';
      const answer = isShot ? lens : answers[kind];
      const own = entry(round, { answer });
      const { verdicts } = await handIn(tablet, own);
      expect(verdicts[own.id], kind).toBe('counted');
      for (const place of [`challenges/${kind}/totals`])
        expect(await problemOf(await hall.ask('GET', place)), kind).toBe('round-running');
      const hidden = await fetch(`${hall.address}/documents/solution/${kind}`);
      expect(await problemOf(hidden), kind).toBe('round-running');
      const csv = await hall.ask('GET', `rounds/${round.id}/results.csv`);
      expect(await problemOf(csv), kind).toBe('round-not-now');
      const closed = await hall.step(round, 'close');
      for (const line of lines) {
        await line.state('closed');
        expect(line.text, kind).not.toContain(secretWords);
        expect(line.text, kind).not.toContain('standings');
        // The hall’s shots are shown to be voted between, by number only.
        if (kind === 'direct') continue;
        expect(line.text, kind).not.toContain(JSON.stringify(answer));
        for (const told of line.told) expect(told.data.round?.result ?? null, kind).toBeNull();
      }
      await hall.step(closed, 'reveal');
      for (const line of lines) {
        const { data } = await line.state('revealed');
        expect(data.round.result.tally.kind).toBe(kind);
        line.close();
      }
      expect((await fetch(`${hall.address}/documents/solution/${kind}`)).status).toBe(200);
      const totals = await (await hall.ask('GET', `challenges/${kind}/totals`)).json();
      expect(v.parse(dayTotals, totals).entries, kind).toBe(1);
    }
  });
});

describe('the day', () => {
  it('lists crew roles by the mean points of its rounds', async () => {
    const other = await hall.tablet();
    const round = await hall.roundIn('running');
    await handIn(tablet, entry(round));
    await handIn(other, entry(round, { answer: { choice: 'a' } }));
    const stage = await hall.listen('stage');
    expect((await first(stage)).data.board).toEqual([]);
    const closed = await hall.step(round, 'close');
    expect((await stage.state('closed')).data.board).toEqual([]);
    const revealed = await hall.step(closed, 'reveal');
    expect((await stage.state('revealed')).data.board).toEqual([
      { role: 0, points: 100, entries: 1 },
      { role: 1, points: 0, entries: 1 },
    ]);
    await hall.step(revealed, 'void');
    expect((await hall.host()).board).toEqual([]);
  });

  it('changes as the last vote wanted, for everybody and after a restart', async () => {
    const other = await hall.tablet();
    const round = await hall.roundIn('running', 'vote');
    for (const of of [tablet, other]) await handIn(of, entry(round));
    const revealed = await hall.step(round, 'close', 'reveal');
    const at = new Date();
    at.setHours(17, 0, 0, 0);
    const change = {
      round: round.id,
      title: challenges.vote.title,
      says: { zh: 'c', en: 'c' },
      film: 'film-c',
      votes: 2,
      of: 2,
      at: '17:00',
      atMs: at.getTime(),
    };
    const player = await hall.listen(tablet);
    expect((await first(player)).data.change).toEqual(change);
    await hall.stop();
    await hall.start();
    tablet.move(hall.address);
    expect((await hall.host()).change).toEqual(change);
    await hall.step(revealed, 'archive', 'void');
    expect((await hall.host()).change).toBeNull();
  });
});
