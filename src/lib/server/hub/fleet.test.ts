import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { boardNews, details, type BoardNews } from '#lib/fleet/board.ts';
import { reportAnswer } from '#lib/fleet/report.ts';
import {
  document,
  eventKeyPair,
  makeRelease,
  media,
  noise,
  type MadeRelease,
} from '../../../../tests/fixtures/make-release.ts';
import { provenEvidence, ReportingTablet } from '../../../../tests/fixtures/tablet.ts';
import { createHub } from './hub.ts';

const password = 'open sesame';
const key = eventKeyPair();

let dir: string;
let release: MadeRelease;
let server: Server;
let address: string;
let cookie: string;
const failures: unknown[] = [];

async function start(): Promise<void> {
  server = createHub({
    app: dir,
    data: path.join(dir, 'data'),
    ownerPassword: password,
    releases: [release.root],
    onRefusal: () => undefined,
    onError: (error) => failures.push(error),
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  address = `http://localhost:${(server.address() as AddressInfo).port}`;
}

async function stop(): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'openset-fleet-'));
  release = await makeRelease(path.join(dir, 'releases'), key, [
    [document('event', { id: 'made' }), media(noise(1, 5000), 'image/webp')],
  ]);
  cookie = '';
  await start();
});

afterEach(async () => {
  await stop();
  await rm(dir, { recursive: true });
  expect(failures.splice(0)).toEqual([]);
});

/** Asks as whoever is signed in. */
const ask = (
  method: string,
  place: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${address}/api/v1/${place}`, {
    method,
    headers: {
      cookie,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

async function enter(given = password): Promise<Response> {
  const answer = await ask('POST', 'staff/session', { password: given });
  cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return answer;
}

async function joined(): Promise<ReportingTablet> {
  const { code } = (await (await ask('POST', 'enrolment', {})).json()) as { code: string };
  const tablet = new ReportingTablet(address);
  expect((await tablet.join(code)).status).toBe(200);
  return tablet;
}

const proven = () => provenEvidence(release.id, 'a'.repeat(16));
const problemOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { type: string }).type.replace('urn:openset:problem:', '');
const boardNow = async (): Promise<BoardNews> =>
  v.parse(boardNews, await (await ask('GET', 'board')).json());
const pileOf = async ({ id }: ReportingTablet) =>
  (await boardNow()).rows.find((row) => row.id === id)?.pile;

describe('joining', () => {
  beforeEach(() => enter());

  it('gives the lowest free number, and the same one to the same key', async () => {
    const [first, second] = [await joined(), await joined()];
    const { code } = (await (await ask('POST', 'enrolment', {})).json()) as { code: string };
    const again = v.parse(reportAnswer, await (await second.join(code)).json());
    expect(again.place.number).toBe(2);
    expect((await ask('PATCH', `devices/${first.id}`, { isRetired: true })).status).toBe(200);
    const third = await joined();
    const rows = (await boardNow()).rows;
    expect(rows.find(({ id }) => id === third.id)?.number).toBe(1);
    expect(rows.find(({ id }) => id === first.id)?.number).toBeNull();
  });

  it('takes no wrong code', async () => {
    const { code } = (await (await ask('POST', 'enrolment', {})).json()) as { code: string };
    const wrong = code === '000000' ? '000001' : '000000';
    const answer = await new ReportingTablet(address).join(wrong);
    expect(answer.status).toBe(403);
    expect(await problemOf(answer)).toBe('wrong-code');
  });
});

describe('reports', () => {
  let tablet: ReportingTablet;
  beforeEach(async () => {
    await enter();
    tablet = await joined();
  });

  it('put a tablet into its pile, and tell it where it stands', async () => {
    expect(await pileOf(tablet)).toBe('silent');
    await ask('PATCH', `devices/${tablet.id}`, { hall: 'A', station: 'by the door' });
    const answer = await tablet.report(proven());
    expect(v.parse(reportAnswer, await answer.json())).toMatchObject({
      place: { number: 1, hall: 'A', station: 'by the door' },
      expected: { release: release.id },
      orders: { findS: 0, isFrozen: false },
    });
    expect(await pileOf(tablet)).toBe('ready');
    const shown = v.parse(details, await (await ask('GET', `devices/${tablet.id}`)).json());
    expect(shown.checks.find(({ name }) => name === 'content')?.agoS).toBeGreaterThanOrEqual(60);
  });

  it('are refused when altered, replayed, of a stranger or without form', async () => {
    const evidence = proven();
    const altered = await tablet.report(
      { ...evidence, isSecure: false },
      { tamper: (body) => body.replace('"isSecure":false', '"isSecure":true') },
    );
    expect(await problemOf(altered)).toBe('bad-signature');
    await tablet.report(evidence);
    tablet.sequence = 0;
    const replay = await tablet.report(evidence);
    expect(replay.status).toBe(409);
    expect(await replay.json()).toMatchObject({ lastSequence: 2 });
    const stranger = new ReportingTablet(address);
    stranger.id = 'f'.repeat(64);
    expect(await problemOf(await stranger.report(evidence))).toBe('unknown-device');
    stranger.id = tablet.id;
    stranger.sequence = 100;
    expect(await problemOf(await stranger.report(evidence))).toBe('bad-signature');
    const nonsense = await tablet.report({ ...evidence, freeBytes: -1 });
    expect(await problemOf(nonsense)).toBe('malformed');
  });

  it('are remembered by a hub that was stopped, and cannot be replayed to it', async () => {
    await tablet.report(proven());
    await stop();
    await start();
    const { rows } = await boardNow();
    expect(rows).toMatchObject([{ number: 1, id: tablet.id }]);
    const old = new ReportingTablet(address);
    Object.assign(old, { id: tablet.id });
    expect(await problemOf(await old.report(proven()))).toBe('bad-signature');
  });

  it('with a clock that is a day off are believed, the clock is not', async () => {
    const dayMs = 86_400_000;
    await tablet.report(proven(), { clockMs: Date.now() - dayMs });
    const [row] = (await boardNow()).rows;
    expect(row).toMatchObject({
      pile: 'needs-you',
      problems: [{ id: 'clock-off', minutes: 1440 }],
    });
  });
});

describe('staff', () => {
  it('see nothing without signing in', async () => {
    for (const place of ['board', 'board/stream', `devices/${'a'.repeat(64)}`])
      expect((await ask('GET', place)).status).toBe(401);
    for (const [method, place] of [
      ['POST', 'enrolment'],
      ['POST', 'commands'],
      ['PUT', 'freeze'],
      ['PUT', 'staff/password'],
    ] as const)
      expect((await ask(method, place, {})).status).toBe(401);
  });

  it('sign in with a cookie that no script and no other site can use', async () => {
    expect(await problemOf(await enter('wrong'))).toBe('wrong-password');
    const answer = await enter();
    expect(await answer.json()).toEqual({ role: 'owner' });
    expect(answer.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Strict/);
    await stop();
    await start();
    expect(await (await ask('GET', 'staff/session')).json()).toEqual({ role: 'owner' });
    await ask('DELETE', 'staff/session');
    expect((await ask('GET', 'board')).status).toBe(401);
  });

  it('may do what their role may', async () => {
    await enter();
    const hosts = { role: 'host', password: 'keep rolling' };
    expect((await ask('PUT', 'staff/password', hosts)).status).toBe(200);
    const same = await ask('PUT', 'staff/password', { ...hosts, role: 'technician' });
    expect(await problemOf(same)).toBe('password-taken');
    await enter('keep rolling');
    expect((await ask('GET', 'board')).status).toBe(200);
    expect(await problemOf(await ask('POST', 'enrolment', {}))).toBe('not-your-role');
    expect(await problemOf(await ask('PUT', 'staff/password', hosts))).toBe('not-your-role');
  });

  it('are asked from the hub’s own pages only, in JSON', async () => {
    await enter();
    const elsewhere = { origin: 'http://elsewhere.example' };
    expect(await problemOf(await ask('PUT', 'freeze', { isFrozen: true }, elsewhere))).toBe(
      'other-origin',
    );
    const form = await fetch(`${address}/api/v1/freeze`, {
      method: 'PUT',
      headers: { cookie, 'Content-Type': 'text/plain' },
      body: '{"isFrozen":true}',
    });
    expect(form.status).toBe(415);
    expect((await boardNow()).standing.frozenAtMs).toBeNull();
  });

  it('keep every tablet at what it shows by freezing', async () => {
    await enter();
    const tablet = await joined();
    await ask('PUT', 'freeze', { isFrozen: true });
    const next = await makeRelease(release.root, key, [[media(noise(2, 5000), 'image/webp')]]);
    const listed = (await (await ask('GET', 'releases')).json()) as { current: string };
    expect(listed.current).toBe(release.id);
    const answer = await tablet.report(proven());
    expect(v.parse(reportAnswer, await answer.json())).toMatchObject({
      orders: { isFrozen: true },
      expected: { release: release.id },
    });
    await ask('PUT', 'freeze', { isFrozen: false });
    expect(((await (await ask('GET', 'releases')).json()) as { current: string }).current).toBe(
      next.id,
    );
  });

  it('find, clean and take back; put a spare in a dead tablet’s place', async () => {
    await enter();
    const [dead, spare] = [await joined(), await joined()];
    await ask('PATCH', `devices/${dead.id}`, { hall: 'B', station: '4' });
    await ask('POST', 'commands', { devices: [dead.id, spare.id], action: 'find' });
    let answer = v.parse(reportAnswer, await (await spare.report(proven())).json());
    expect(answer.orders.findS).toBeGreaterThan(55);
    expect(
      await (await ask('POST', 'commands', { devices: [spare.id], action: 'off' })).json(),
    ).toEqual({ count: 1 });
    expect((await ask('POST', 'swaps', { away: dead.id, spare: spare.id })).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 120));
    answer = v.parse(reportAnswer, await (await spare.report(proven())).json());
    expect(answer).toMatchObject({
      place: { number: 1, hall: 'B', station: '4' },
      orders: { findS: 0 },
    });
    expect(await problemOf(await dead.report(proven()))).toBe('unknown-device');
    const taken = await joined();
    expect(await problemOf(await ask('PATCH', `devices/${taken.id}`, { number: 1 }))).toBe(
      'number-taken',
    );
  });

  it('see changes within two seconds on the board’s stream', async () => {
    await enter();
    const tablet = await joined();
    const stream = await ask('GET', 'board/stream');
    const seen: BoardNews[] = [];
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    const read = (async () => {
      for (let text = ''; !seen.some(({ rows }) => rows[0]?.pile === 'ready');) {
        const { value = '', done } = await reader.read();
        if (done) return;
        text += value;
        const messages = text.split('\n\n');
        text = messages.pop() ?? '';
        for (const message of messages)
          seen.push(v.parse(boardNews, JSON.parse(message.split('data: ')[1] ?? '')));
      }
    })();
    await tablet.report(proven());
    const startedMs = performance.now();
    await read;
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    expect(seen[0]).toMatchObject({ isWhole: true });
    await reader.cancel();
  });
});

describe('entries', () => {
  const hourMs = 3_600_000;
  const hour = Math.floor(Date.now() / hourMs) * hourMs;
  const opened = (count: number, change: object = {}) => ({
    id: crypto.randomUUID(),
    kind: 'opened',
    screen: 'films',
    hourMs: hour,
    count,
    ...change,
  });
  const lines = async () => {
    const answer = (await (await ask('GET', 'counts')).json()) as {
      lines: { hourMs: number; screen: string; count: number; hall: string }[];
      refused: number;
    };
    return answer;
  };

  let tablet: ReportingTablet;
  beforeEach(async () => {
    await enter();
    tablet = await joined();
  });

  it('count once, however often, in whatever order and after whatever crash they come', async () => {
    const [first, second, third] = [opened(1), opened(10), opened(100)];
    await tablet.handIn([first, second]);
    await tablet.handIn([second, third]);
    await stop();
    await start();
    tablet.move(address);
    const answer = await (await tablet.handIn([third, second, first])).json();
    expect(answer).toMatchObject({ kept: [third.id, second.id, first.id], refused: [] });
    expect((await lines()).lines).toMatchObject([{ screen: 'films', count: 111 }]);
  });

  it('keep the place where they were made, of tablets that left too', async () => {
    await ask('PATCH', `devices/${tablet.id}`, { hall: 'A', station: '3' });
    await tablet.handIn([opened(2)]);
    await ask('PATCH', `devices/${tablet.id}`, { isRetired: true });
    expect((await tablet.handIn([opened(3)])).status).toBe(200);
    expect((await lines()).lines).toMatchObject([{ hall: 'A', count: 5 }]);
  });

  it('fall into the true hour when the tablet’s clock is a day off', async () => {
    const dayMs = 24 * hourMs;
    await tablet.handIn([opened(1, { hourMs: hour - dayMs })], { clockMs: Date.now() - dayMs });
    await tablet.handIn([opened(1, { hourMs: hour + dayMs })], { clockMs: Date.now() + dayMs });
    expect((await lines()).lines).toMatchObject([{ hourMs: hour, count: 2 }]);
  });

  it('that cannot be are refused one by one, and counted as such', async () => {
    const bad = [opened(0), opened(1, { screen: '../etc' }), opened(1, { hourMs: 5 })];
    const good = opened(7);
    const answer = await (await tablet.handIn([...bad, good])).json();
    expect(answer).toMatchObject({ kept: [good.id], refused: bad.map(({ id }) => id) });
    expect(await lines()).toMatchObject({ lines: [{ count: 7 }], refused: 3 });
  });

  it('of nobody, or altered, are not taken; carried in a file they are as good', async () => {
    const altered = await tablet.handIn([opened(1)], {
      tamper: (body) => body.replace('"count":1', '"count":9'),
    });
    expect(await problemOf(altered)).toBe('bad-signature');
    const message = tablet.seal([opened(4)]);
    expect((await ask('POST', 'carried/entries', message)).status).toBe(200);
    expect((await ask('POST', 'carried/entries', message)).status).toBe(200);
    expect(await problemOf(await ask('POST', 'carried/entries', { ...message, body: '{}' }))).toBe(
      'malformed',
    );
    expect((await lines()).lines).toMatchObject([{ count: 4 }]);
  });

  it('carried hours after they were written keep their hour', async () => {
    const message = tablet.seal(
      [opened(4, { hourMs: hour - 5 * hourMs })],
      Date.now() - 4 * hourMs,
    );
    expect((await ask('POST', 'carried/entries', message)).status).toBe(200);
    expect((await lines()).lines).toMatchObject([{ hourMs: hour - 5 * hourMs, count: 4 }]);
  });

  it('come with the tablet’s evidence, dated as it was written', async () => {
    const hourAgo = Date.now() - hourMs;
    const message = tablet.sealReport(proven(), hourAgo);
    expect((await ask('POST', 'carried/report', message)).status).toBe(200);
    const [row] = (await boardNow()).rows;
    expect(row).toMatchObject({
      pile: 'silent',
      problems: [{ id: 'silent', minutes: 60 }],
      offline: { runwayS: null },
    });
    expect(await problemOf(await ask('POST', 'carried/report', message))).toBe('replayed');
  });

  it('leave as a table that no spreadsheet takes for formulas', async () => {
    await ask('PATCH', `devices/${tablet.id}`, { hall: '=1+1', station: 'a, "b"' });
    await tablet.handIn([opened(2)]);
    const text = await (await ask('GET', 'counts.csv')).text();
    expect(text.split('\r\n')[1]).toBe(
      `${new Date(hour).toISOString()},1,'=1+1,"a, ""b""",films,2`,
    );
  });
});

describe('releases over time', () => {
  let tablet: ReportingTablet;
  let next: MadeRelease;
  beforeEach(async () => {
    await enter();
    tablet = await joined();
    await ask('PATCH', `devices/${tablet.id}`, { hall: 'B' });
    next = await makeRelease(release.root, key, [
      [document('event', { id: 'made' }), media(noise(1, 5000), 'image/webp')],
      [media(noise(3, 7000), 'image/webp')],
    ]);
  });

  const wanted = async () => {
    await new Promise((resolve) => setTimeout(resolve, 110));
    return v.parse(reportAnswer, await (await tablet.report(proven())).json());
  };

  it('follow the newest until a hall is given its own', async () => {
    expect((await wanted()).expected.release).toBe(next.id);
    await ask('PUT', 'shown', { hall: 'B', release: release.id, atMs: null });
    expect((await wanted()).expected.release).toBe(release.id);
    const listed = (await (await ask('GET', 'releases')).json()) as { current: string };
    expect(listed.current).toBe(next.id);
    expect(await (await ask('GET', 'shown')).json()).toMatchObject({
      newest: next.id,
      choices: [
        { hall: null, release: null },
        { hall: 'B', release: release.id },
      ],
    });
    await ask('PUT', 'shown', { hall: 'B', release: null, atMs: null });
    expect((await wanted()).expected.release).toBe(next.id);
  });

  it('are fetched before their time and expected from then on', async () => {
    await ask('PUT', 'shown', { hall: null, release: release.id, atMs: null });
    const atMs = Date.now() + 1_000;
    await ask('PUT', 'shown', { hall: null, release: next.id, atMs });
    expect(await wanted()).toMatchObject({
      expected: { release: release.id },
      coming: { release: next.id },
    });
    await new Promise((resolve) => setTimeout(resolve, atMs - Date.now() + 20));
    expect(await wanted()).toMatchObject({ expected: { release: next.id }, coming: null });
  });

  it('are planned before they are shown: what comes, what is there, where it fits', async () => {
    await tablet.report({ ...proven(), freeBytes: 8_000 });
    const plan = await ask('POST', 'plans', { hall: null, release: next.id, atMs: null });
    const shared = release.manifest.packs[0]!.bytes;
    const all = next.manifest.packs.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(await plan.json()).toMatchObject({
      tablets: 1,
      reusedBytes: shared,
      missingBytes: all - shared,
      fits: (all - shared) * 1.2 <= 8_000 ? 1 : 0,
    });
  });

  it('stay as they are while all is frozen', async () => {
    await ask('PUT', 'freeze', { isFrozen: true });
    const choice = await ask('PUT', 'shown', { hall: null, release: release.id, atMs: null });
    expect(await problemOf(choice)).toBe('frozen');
  });

  it('come no faster than staff allow', async () => {
    await ask('PUT', 'transfer-limit', { bytesPerSecond: 1_000_000 });
    const big = await makeRelease(release.root, key, [[media(noise(4, 2_400_000), 'image/webp')]]);
    const startedMs = performance.now();
    await (await fetch(`${address}/packs/${big.manifest.packs[0]!.sha256}`)).arrayBuffer();
    expect(performance.now() - startedMs).toBeGreaterThan(1_500);
  });
});
