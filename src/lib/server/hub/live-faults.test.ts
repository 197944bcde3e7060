// A real hub is killed in every state of a round, and while answers come.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DayTotals, HandedAnswer, HostState } from '#lib/challenge/live.ts';
import type { Action, Round } from '#lib/challenge/round.ts';
import { challengeDocuments } from '../../../../tests/fixtures/challenges.ts';
import { entry } from '../../../../tests/fixtures/live-hall.ts';
import { LiveLine } from '../../../../tests/fixtures/live-line.ts';
import { eventKeyPair, makeRelease } from '../../../../tests/fixtures/make-release.ts';
import { ReportingTablet } from '../../../../tests/fixtures/tablet.ts';

const program = path.resolve(import.meta.dirname, '../../../../tests/fixtures/hub-process.ts');
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let dir: string;
let hub: ChildProcess;
let port = '0';
let address: string;
let cookie = '';

async function start(): Promise<void> {
  const given = [program, path.join(dir, 'data'), path.join(dir, 'releases'), port];
  hub = spawn(process.execPath, given, { stdio: ['ignore', 'pipe', 'inherit'] });
  port = String((await once(hub.stdout!, 'data'))[0]).trim();
  address = `http://localhost:${port}`;
}

async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const gone = once(hub, 'exit');
  hub.kill(signal);
  await gone;
}

async function restart(): Promise<void> {
  await end('SIGKILL');
  await start();
}

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'openset-live-faults-'));
  await makeRelease(path.join(dir, 'releases'), eventKeyPair(), [challengeDocuments()]);
  port = '0';
  await start();
  const answer = await ask('POST', 'staff/session', { password: 'open sesame' });
  cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
});
afterEach(async () => {
  if (hub.exitCode === null && hub.signalCode === null) await end('SIGKILL');
  await rm(dir, { recursive: true });
});

const ask = (method: string, place: string, body?: unknown): Promise<Response> =>
  fetch(`${address}/api/v1/${place}`, {
    method,
    headers: { cookie, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

async function step(round: Round, action: Action): Promise<Round> {
  const { revision } = round;
  const answer = await ask('POST', `rounds/${round.id}`, {
    op: crypto.randomUUID(),
    action,
    revision,
  });
  expect(answer.status, action).toBe(200);
  return (await answer.json()) as Round;
}

async function host(): Promise<HostState> {
  const line = await LiveLine.open(`${address}/api/v1/live?as=host`, { cookie });
  const { data } = await line.until(() => true);
  line.close();
  return data as HostState;
}

async function joined(): Promise<ReportingTablet> {
  const { code } = (await (await ask('POST', 'enrolment', {})).json()) as { code: string };
  const tablet = new ReportingTablet(address);
  await tablet.join(code);
  return tablet;
}

/** As an outbox does: again and again until the hub says what became of it. */
async function insist(tablet: ReportingTablet, one: HandedAnswer): Promise<string> {
  for (;;) {
    const answer = await tablet.handIn([{ ...one, kind: 'answer' }]).catch(() => null);
    const { verdicts } = answer?.ok
      ? ((await answer.json().catch(() => ({ verdicts: {} }))) as { verdicts: object })
      : { verdicts: {} };
    if (one.id in verdicts) return Reflect.get(verdicts, one.id) as string;
    await sleep(10);
  }
}

it('loses nothing and counts nothing twice when it is killed in any state', async () => {
  const tablets = [await joined(), await joined(), await joined(), await joined()];
  const plan = { id: crypto.randomUUID(), challenge: 'keep' };
  let round = (await (await ask('POST', 'rounds', plan)).json()) as Round;
  const told: Record<string, string> = {};
  const holds = async (): Promise<void> => {
    await restart();
    expect((await host()).sheet[0]).toMatchObject({ ...round });
  };
  await holds();
  round = await step(round, 'open');
  await holds();
  for (const tablet of tablets) await tablet.joinRound(round.id);
  round = await step(round, 'run');
  await holds();
  expect((await host()).round?.counts.joined).toBe(tablets.length);
  await sleep((round.begunAtMs ?? 0) - Date.now() + 5);
  const handed = tablets.flatMap((tablet) => [
    { tablet, one: entry(round), verdict: 'counted' },
    ...Array.from({ length: 20 }, () => ({ tablet, one: entry(null), verdict: 'day' })),
  ]);
  const handing = Promise.all(
    tablets.map(async (own) => {
      for (const { tablet, one } of handed)
        if (tablet === own) told[one.id] = await insist(own, one);
    }),
  );
  for (let time = 0; time < 2; time += 1) {
    await sleep(20);
    await restart();
  }
  await handing;
  round = await step(round, 'close');
  await holds();
  round = await step(round, 'reveal');
  await holds();
  for (const { tablet, one, verdict } of handed) {
    expect(told[one.id]).toBe(verdict);
    if (one.round) expect(await insist(tablet, one)).toBe(verdict);
  }
  const { entries, tally } = (await (
    await ask('GET', 'challenges/keep/totals')
  ).json()) as DayTotals;
  expect(entries).toBe(handed.length);
  expect(tally).toMatchObject({ counts: { b: handed.length } });
  expect((await host()).round?.result?.standings).toEqual([[100, tablets.length]]);
});

it('ends within a second when it is told to, however many listen', async () => {
  const tablet = await joined();
  const lines = [
    await LiveLine.open(`${address}/api/v1/live?as=stage`),
    await LiveLine.open(`${address}/api/v1/live?as=host`, { cookie }),
    await LiveLine.open(`${address}/api/v1/live`, tablet.listening),
  ];
  for (const line of lines) await line.until(() => true);
  const startedMs = performance.now();
  await end('SIGTERM');
  expect(performance.now() - startedMs).toBeLessThan(1_000);
  for (const line of lines) await line.ended();
});
