import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { boardNews } from '#lib/fleet/board.ts';
import { generatorNow, usualSettings, type GeneratorStanding } from '#lib/fleet/generator.ts';
import {
  apis,
  generatedTakeAddress,
  generationQueue,
  job as jobSchema,
  type Api,
  type Job,
} from '#lib/openset/generation.ts';
import { faults, MinimaxStandIn, taskId } from '../../../../tests/fixtures/minimax.ts';
import { ReportingTablet } from '../../../../tests/fixtures/tablet.ts';
import type { GeneratorTimes } from './generating.ts';
import { createHub } from './hub.ts';

const quick: GeneratorTimes = {
  pollEveryMs: 5,
  retryAfterMs: 5,
  longestWaitMs: 20_000,
  longestRunMs: 20_000,
  answerWithinMs: 2_000,
  silentForMs: 2_000,
  longestDownloadMs: 2_000,
  mostBytes: 1e6,
};
const models = { v1: 'MiniMax-Hailuo-2.3', v2: 'MiniMax-H3' };

let dir: string;
let data: string;
let service: MinimaxStandIn;
let server: Server;
let address: string;
let cookie: string;
let tablet: ReportingTablet;
/** All that the hub said: its errors and every answer. */
let said: string;

async function start(times: Partial<GeneratorTimes> = {}): Promise<void> {
  server = createHub({
    app: dir,
    data,
    ownerPassword: 'open sesame',
    releases: [],
    onRefusal: () => undefined,
    onError: (error) => (said += String((error as Error).stack)),
    generatorTimes: { ...quick, ...times },
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  address = `http://localhost:${(server.address() as AddressInfo).port}`;
  tablet?.move(address);
}

async function stop(): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** The power fails: what was on the disk at this moment is all that the next hub has. */
async function killAndStart(times: Partial<GeneratorTimes> = {}): Promise<void> {
  const next = `${data}-on`;
  await cp(data, next, { recursive: true });
  await stop();
  data = next;
  await start(times);
}

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'openset-venue-'));
  data = path.join(dir, 'data');
  said = '';
  cookie = '';
  service = new MinimaxStandIn();
  await service.listen();
  await start();
  await enter('open sesame');
  tablet = await joined();
});

afterEach(async () => {
  await stop();
  await service.close();
  await rm(dir, { recursive: true, maxRetries: 3 });
  expect(said).not.toContain(service.key);
});

async function ask(method: string, place: string, body?: unknown): Promise<Response> {
  const answer = await fetch(`${address}/api/v1/${place}`, {
    method,
    headers: { cookie, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  said += await answer.clone().text();
  return answer;
}

async function enter(password: string): Promise<void> {
  const answer = await ask('POST', 'staff/session', { password });
  cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

async function joined(): Promise<ReportingTablet> {
  const { code } = (await (await ask('POST', 'enrolment', {})).json()) as { code: string };
  const one = new ReportingTablet(address);
  await one.join(code);
  return one;
}

/** The owner's settings, switched on. */
const settings = (api: Api = 'v1', change: object = {}): object => ({
  ...usualSettings,
  enabled: true,
  api,
  model: models[api],
  host: service.host,
  key: service.key,
  ...change,
});

async function switchOn(api: Api = 'v1', change: object = {}): Promise<void> {
  const answer = await ask('PUT', 'generator', settings(api, change));
  expect(answer.status).toBe(200);
}

const shot = (change: object = {}) => ({
  id: crypto.randomUUID() as string,
  prompt: 'A kite over the canal [Push in]',
  language: 'en',
  ...change,
});

async function jobOf(answer: Response): Promise<Job> {
  const text = await answer.text();
  said += text;
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  return v.parse(jobSchema, JSON.parse(text));
}

const stateOf = async (id: string): Promise<Job> => jobOf(await tablet.follow(id));

async function handIn(change: object = {}): Promise<string> {
  const one = shot(change);
  await jobOf(await tablet.generate(one));
  return one.id;
}

/** Waits until the job is in `state`; it never waits for a clock, only for the work. */
async function reaches<S extends Job['state']>(
  id: string,
  state: S,
): Promise<Extract<Job, { state: S }>> {
  return vi.waitFor(
    async () => {
      const now = await stateOf(id);
      expect(now.state).toBe(state);
      return now as Extract<Job, { state: S }>;
    },
    { timeout: 8_000, interval: 5 },
  );
}

const problemOf = async (answer: Response): Promise<string> => {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  return ((await answer.json()) as { type: string }).type.replace('urn:openset:problem:', '');
};

const standing = async (): Promise<GeneratorStanding> =>
  v.parse(boardNews, await (await ask('GET', 'board')).json()).standing.generator;

const asked = (step: Parameters<MinimaxStandIn['count']>[0], count: number): Promise<void> =>
  vi.waitFor(() => expect(service.count(step)).toBeGreaterThanOrEqual(count), { interval: 2 });

describe('a generator that nobody switched on', () => {
  it('answers cleanly and asks nobody', async () => {
    const one = shot();
    expect(await problemOf(await tablet.generate(one))).toBe('generator-off');
    expect(await problemOf(await tablet.follow(one.id))).toBe('generator-off');
    expect(await problemOf(await ask('GET', 'generations'))).toBe('generator-off');
    expect(await problemOf(await ask('GET', `takes/${'a'.repeat(64)}`))).toBe('generator-off');
    expect(await standing()).toMatchObject({ enabled: false, queued: 0, lastFailure: null });
    expect(service.asked).toEqual([]);
  });

  it('is not switched on without a key, nor with one for another host', async () => {
    const without = settings('v1', { key: undefined });
    expect(await problemOf(await ask('PUT', 'generator', without))).toBe('generator-no-key');
    await switchOn();
    const elsewhere = { ...without, host: 'https://elsewhere.example' };
    expect(await problemOf(await ask('PUT', 'generator', elsewhere))).toBe('generator-no-key');
    expect((await ask('PUT', 'generator', without)).status).toBe(200);
  });

  it.each([
    'http://api.minimax.io',
    'https://api.minimax.io/v1',
    'https://key@api.minimax.io',
    'ftp://localhost',
    'api.minimax.io',
  ])('takes no host such as %s', async (host) => {
    expect(await problemOf(await ask('PUT', 'generator', settings('v1', { host })))).toBe(
      'malformed',
    );
  });

  it('is the owner’s to switch on, and every host’s to switch off', async () => {
    await switchOn();
    await ask('PUT', 'staff/password', { role: 'host', password: 'keep rolling' });
    cookie = '';
    for (const [method, place] of [
      ['GET', 'generator'],
      ['PUT', 'generator'],
      ['PUT', 'generator/off'],
    ] as const)
      expect(await problemOf(await ask(method, place, method === 'GET' ? undefined : {}))).toBe(
        'sign-in',
      );
    await enter('keep rolling');
    expect(await problemOf(await ask('PUT', 'generator', settings()))).toBe('not-your-role');
    expect((await ask('PUT', 'generator/off', {})).status).toBe(200);
    expect(v.parse(generatorNow, await (await ask('GET', 'generator')).json())).toMatchObject({
      enabled: false,
      hasKey: true,
    });
  });

  it('keeps its key out of every answer and out of the database', async () => {
    await switchOn();
    const id = await handIn();
    await reaches(id, 'done');
    await ask('GET', 'generator');
    await ask('GET', 'board');
    expect(said).not.toContain(service.key);
    for (const name of await readdir(data)) {
      const file = path.join(data, name);
      if (name === 'generator-key.json') expect((await stat(file)).mode & 0o777).toBe(0o600);
      else if ((await stat(file)).isFile())
        expect((await readFile(file)).includes(service.key)).toBe(false);
    }
  });
});

describe.each(apis)('a shot for %s', (api) => {
  it('comes back as a take, with everything that made it', async () => {
    service.bareIds = true;
    await switchOn(api);
    const id = await handIn({ seed: '42', prompt: '风筝飞过运河', language: 'zh' });
    const { take } = await reaches(id, 'done');
    expect(take).toMatchObject({
      type: 'video/mp4',
      digitalSourceType: 'trainedAlgorithmicMedia',
      hasWatermark: true,
      aigc: { Label: '1' },
      facts: [{ field: 'take.aigc', reader: 'aigc' }],
      run: { tool: 'MiniMax', model: models[api], task: taskId },
      request: { address: `${service.host}/${api}/video_generation` },
    });
    expect(JSON.stringify(take.request.body)).toContain('风筝飞过运河');
    expect(take.run.seed).toBe(api === 'v2' ? '42' : undefined);
    const clip = await fetch(address + generatedTakeAddress(take.sha256));
    expect(clip.headers.get('content-type')).toBe('video/mp4');
    expect(Buffer.from(await clip.arrayBuffer())).toEqual(Buffer.from(service.clip));
    const part = await fetch(address + generatedTakeAddress(take.sha256), {
      headers: { Range: 'bytes=4-7' },
    });
    expect([part.status, await part.text()]).toEqual([206, 'ftyp']);
    expect(await standing()).toMatchObject({ doneLastHour: 1, failedLastHour: 0, running: 0 });
  });

  it('is one job, however often it is handed in', async () => {
    await switchOn(api);
    const one = shot();
    await Promise.all([tablet.generate(one), tablet.generate(one), tablet.generate(one)]);
    await reaches(one.id, 'done');
    expect((await jobOf(await tablet.generate(one))).state).toBe('done');
    expect(service.count('submit')).toBe(1);
  });

  it.each([
    [1004, 'key'],
    [1008, 'balance'],
    [1026, 'input-sensitive'],
    [2013, 'parameters'],
    [2049, 'key'],
  ])('fails with its reason when the service says %i', async (code, name) => {
    service.once('submit', faults.refusing(code, 'no'));
    await switchOn(api);
    const { failure } = await reaches(await handIn(), 'failed');
    expect(failure).toMatchObject({ code: name, reason: { zh: expect.any(String) } });
    expect(service.count('submit')).toBe(1);
    expect(await standing()).toMatchObject({ failedLastHour: 1, lastFailure: { failure } });
  });

  it('fails with its reason when its task does', async () => {
    service.taskFails = { code: 1027, message: 'output is sensitive' };
    await switchOn(api);
    const { failure } = await reaches(await handIn(), 'failed');
    expect(failure).toMatchObject({ code: 'output-sensitive', said: '1027 output is sensitive' });
  });

  it('waits out a rate limit and goes through', async () => {
    service
      .once('submit', faults.refusing(1002, 'later'))
      .once('submit', faults.refusing(1002, ''));
    service.once('poll', faults.refusing(1002, 'later'));
    await switchOn(api);
    await reaches(await handIn(), 'done');
    expect(service.count('submit')).toBe(3);
  });

  it('is not sent twice when the answer was lost', async () => {
    service.once('submit', faults.cut);
    await switchOn(api);
    const { failure } = await reaches(await handIn(), 'failed');
    expect(failure.code).toBe('answer-lost');
    expect(service.count('submit')).toBe(1);
  });

  it('outlives a line that comes and goes while it is made and fetched', async () => {
    service.once('poll', faults.cut).once('poll', faults.gateway).once('poll', faults.page);
    service.once('download', faults.half(service.clip, true));
    await switchOn(api);
    const id = await handIn();
    // A page that no API writes is not believed, and nothing is waited for behind it.
    const ended = await vi.waitFor(async () => {
      const now = await stateOf(id);
      expect(['done', 'failed']).toContain(now.state);
      return now;
    });
    expect(ended).toMatchObject({ state: 'failed', failure: { code: 'not-understood' } });
    const second = await handIn();
    expect((await reaches(second, 'done')).take.bytes).toBe(service.clip.length);
    expect(service.count('download')).toBeGreaterThanOrEqual(2);
  });

  it('is given up when it is never done, and when the clip never comes', async () => {
    await stop();
    await start({ longestRunMs: 40 });
    service.pollsBefore = Infinity;
    await switchOn(api);
    expect((await reaches(await handIn(), 'failed')).failure.code).toBe('too-long');
    service.pollsBefore = 0;
    service.always('download', faults.half(service.clip, true));
    await stop();
    await start();
    const { failure } = await reaches(await handIn(), 'failed');
    expect(failure.code).toBe('download');
    expect(service.count('download')).toBeGreaterThanOrEqual(3);
  });
});

describe('a hub that is killed', () => {
  it('keeps the queue', async () => {
    service.pollsBefore = Infinity;
    await switchOn();
    const first = await handIn();
    await reaches(first, 'running');
    const second = await handIn();
    expect(await stateOf(second)).toMatchObject({ state: 'queued', place: 1 });
    await killAndStart();
    expect(await stateOf(second)).toMatchObject({ state: 'queued', place: 1 });
    service.pollsBefore = 0;
    await reaches(second, 'done');
    expect(service.count('submit')).toBe(2);
  });

  it('does not pay twice for what it sent without hearing an answer', async () => {
    service.once('submit', faults.silent);
    await switchOn();
    const id = await handIn();
    await asked('submit', 1);
    await killAndStart();
    expect((await reaches(id, 'failed')).failure.code).toBe('answer-lost');
    expect(service.count('submit')).toBe(1);
  });

  it.each(['submitted', 'running'] as const)('asks after what was %s', async (state) => {
    service.pollsBefore = Infinity;
    if (state === 'submitted') service.always('poll', faults.gateway);
    await switchOn();
    const id = await handIn();
    await reaches(id, state);
    await asked('poll', 1);
    await killAndStart();
    service.mend();
    service.pollsBefore = 0;
    await reaches(id, 'done');
    expect(service.count('submit')).toBe(1);
  });

  it('fetches again what was on its way', async () => {
    service.always('download', faults.drip);
    await switchOn();
    const id = await handIn();
    await reaches(id, 'downloading');
    await asked('download', 1);
    await killAndStart();
    service.mend();
    await reaches(id, 'done');
    expect(service.count('submit')).toBe(1);
    expect(
      (await readdir(path.join(data, 'takes'))).filter((name) => /^[0-9a-f]{64}$/.test(name)),
    ).toHaveLength(1);
  });

  it('again and again, wherever it is, pays for no shot twice and forgets none', async () => {
    const program = path.resolve('tests/fixtures/hub-process.ts');
    const kills = 8;
    let hub: ChildProcess;
    onTestFinished(() => void hub.kill('SIGKILL'));
    const begin = async (): Promise<void> => {
      hub = spawn(process.execPath, [program, data], { stdio: ['ignore', 'pipe', 'inherit'] });
      const [port] = (await once(hub.stdout!, 'data')) as [Buffer];
      address = `http://localhost:${String(port).trim()}`;
      tablet.move(address);
    };
    const kill = async (): Promise<void> => {
      hub.kill('SIGKILL');
      await once(hub, 'exit');
    };
    await switchOn('v2', { limitPerTablet: 50, limitPerHour: 50, mostQueued: 50, atOnce: 2 });
    await stop();
    service.delayMs = 8;
    await begin();
    const ids: string[] = [];
    for (let round = 0; round < kills; round += 1) {
      ids.push(
        await handIn({ prompt: `shot ${round}a` }),
        await handIn({ prompt: `shot ${round}b` }),
      );
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 80));
      await kill();
      await begin();
    }
    const ended = await vi.waitFor(
      async () => {
        const jobs = await Promise.all(ids.map(stateOf));
        expect(jobs.filter(({ state }) => state !== 'done' && state !== 'failed')).toEqual([]);
        return jobs;
      },
      { timeout: 20_000, interval: 50 },
    );
    await kill();
    await start();
    const submitted = service.asked
      .filter(({ step }) => step === 'submit')
      .map(({ body }) => JSON.stringify(body.content));
    expect(new Set(submitted).size).toBe(submitted.length);
    for (const one of ended)
      if (one.state === 'failed') expect(one.failure.code).toBe('answer-lost');
    // One submission at a time is under way for each of the two that are let through.
    expect(ended.filter(({ state }) => state === 'failed').length).toBeLessThanOrEqual(2 * kills);
    expect(ended.some(({ state }) => state === 'done')).toBe(true);
  });

  it('still has what was done and what failed', async () => {
    await switchOn();
    const done = await handIn();
    await reaches(done, 'done');
    service.once('submit', faults.refusing(1026, 'no'));
    const failed = await handIn();
    await reaches(failed, 'failed');
    await killAndStart();
    expect(await stateOf(done)).toMatchObject({ state: 'done', take: { aigc: { Label: '1' } } });
    expect(await stateOf(failed)).toMatchObject({ failure: { code: 'input-sensitive' } });
  });
});

describe('staff', () => {
  it('switch off, and no request leaves any more; on again, nothing is lost', async () => {
    service.pollsBefore = Infinity;
    await switchOn();
    const id = await handIn();
    await reaches(id, 'running');
    const waiting = await handIn();
    await ask('PUT', 'generator/off', {});
    const before = service.asked.length;
    expect(await problemOf(await tablet.follow(id))).toBe('generator-off');
    await new Promise((resolve) => setTimeout(resolve, 20 * quick.pollEveryMs));
    expect(service.asked).toHaveLength(before);
    service.pollsBefore = 0;
    await switchOn();
    await reaches(id, 'done');
    await reaches(waiting, 'done');
    expect(service.count('submit')).toBe(2);
  });

  it('who change the host do not send the key of one to the other', async () => {
    service.pollsBefore = Infinity;
    await switchOn();
    const id = await handIn();
    await reaches(id, 'running');
    const other = new MinimaxStandIn();
    await other.listen();
    other.key = 'the-key-of-the-other';
    await switchOn('v1', { host: other.host, key: other.key });
    expect((await reaches(id, 'failed')).failure.code).toBe('settings-changed');
    expect(other.asked).toEqual([]);
    expect(service.asked.filter(({ authorization }) => authorization?.includes(other.key))).toEqual(
      [],
    );
    await reaches(await handIn(), 'done');
    expect(other.count('submit')).toBe(1);
    await other.close();
  });

  it('are told when the hub’s disk takes no clip, and the shot fails', async () => {
    await writeFile(path.join(data, 'takes'), 'in the way');
    await switchOn();
    expect((await reaches(await handIn(), 'failed')).failure.code).toBe('hub');
    expect(said).toContain('EEXIST');
  });

  it('mend a wrong key without a restart', async () => {
    await switchOn('v2', { key: 'a-wrong-key' });
    expect((await reaches(await handIn(), 'failed')).failure.code).toBe('key');
    await switchOn('v2');
    await reaches(await handIn(), 'done');
  });

  it('see the queue on the board, tablets theirs', async () => {
    service.pollsBefore = Infinity;
    await switchOn('v1', { limitPerTablet: 9 });
    await reaches(await handIn(), 'running');
    await handIn();
    const last = await handIn();
    expect(await stateOf(last)).toMatchObject({ state: 'queued', place: 2, delay: null });
    expect(await standing()).toMatchObject({
      enabled: true,
      queued: 2,
      running: 1,
      limitPerHour: usualSettings.limitPerHour,
    });
    expect(v.parse(generationQueue, await (await ask('GET', 'generations')).json())).toEqual({
      queued: 2,
      running: 1,
      model: models.v1,
      mostCharacters: 2_000,
      takesSeed: false,
    });
  });
});

describe('limits', () => {
  const refusal = async (answer: Response): Promise<unknown> => {
    expect(answer.status).toBe(429);
    return answer.json();
  };

  it('hold for each tablet, for all, and for the queue', async () => {
    service.pollsBefore = Infinity;
    await switchOn('v1', { limitPerTablet: 2, limitPerHour: 3, mostQueued: 9 });
    const second = await joined();
    await handIn();
    await handIn();
    expect(await refusal(await tablet.generate(shot()))).toMatchObject({ what: 'tablet' });
    expect((await second.generate(shot())).status).toBe(200);
    expect(await refusal(await second.generate(shot()))).toMatchObject({ what: 'hour' });
    await switchOn('v1', { limitPerTablet: 9, limitPerHour: 9, mostQueued: 2 });
    expect(await refusal(await tablet.generate(shot()))).toMatchObject({ what: 'queue' });
  });

  it('hold when all come at once', async () => {
    await switchOn('v1', { limitPerTablet: 3 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => tablet.generate(shot())));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
  });

  it('do not count what never reached the service', async () => {
    await stop();
    await start({ longestWaitMs: 60 });
    await switchOn('v1', { limitPerTablet: 1 });
    await service.close();
    expect((await reaches(await handIn(), 'failed')).failure.code).toBe('network');
    expect((await tablet.generate(shot())).status).toBe(200);
    await service.listen();
  });

  it('of waiting end a shot whose visitor has left', async () => {
    await stop();
    await start({ longestWaitMs: 60 });
    service.pollsBefore = Infinity;
    await switchOn();
    await handIn();
    expect((await reaches(await handIn(), 'failed')).failure.code).toBe('waited-too-long');
    expect(service.count('submit')).toBe(1);
  });

  it('let as many through together as staff allow', async () => {
    service.pollsBefore = Infinity;
    await switchOn('v1', { atOnce: 2 });
    const ids = [await handIn(), await handIn(), await handIn()];
    await asked('submit', 2);
    await vi.waitFor(async () => expect(await standing()).toMatchObject({ running: 2, queued: 1 }));
    expect((await stateOf(ids[2]!)).state).toBe('queued');
  });

  it('of the prompt are those of the model', async () => {
    await switchOn('v1');
    const answer = await tablet.generate(shot({ prompt: '长'.repeat(2_001) }));
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ mostCharacters: 2_000 });
    // Characters are counted, not halves of them.
    expect((await tablet.generate(shot({ prompt: '🎬'.repeat(2_000) }))).status).toBe(200);
    await switchOn('v2');
    expect((await tablet.generate(shot({ prompt: 'l'.repeat(7_000) }))).status).toBe(200);
    for (const prompt of ['l'.repeat(7_001), ' ', ''])
      expect(await problemOf(await tablet.generate(shot({ prompt })))).toBe('malformed');
  });
});

describe('tablets', () => {
  beforeEach(() => switchOn());

  it('that are strangers, altered or gone get nothing made', async () => {
    const altered = await tablet.generate(shot(), {
      tamper: (body) => body.replace('kite', 'sword'),
    });
    expect(await problemOf(altered)).toBe('bad-signature');
    const stranger = new ReportingTablet(address);
    stranger.id = 'f'.repeat(64);
    expect(await problemOf(await stranger.generate(shot()))).toBe('unknown-device');
    await ask('PATCH', `devices/${tablet.id}`, { isRetired: true });
    expect(await problemOf(await tablet.generate(shot()))).toBe('unknown-device');
    expect(service.asked).toEqual([]);
  });

  it('read their own jobs, and cannot take another’s id', async () => {
    const other = await joined();
    const one = shot();
    await tablet.generate(one);
    expect(await problemOf(await other.follow(one.id))).toBe('not-found');
    expect(await problemOf(await other.generate(one))).toBe('id-taken');
    const bare = await ask('GET', `generations/${one.id}`);
    expect(await problemOf(bare)).toBe('bad-signature');
  });

  it('are told plainly when a clip was cleared away', async () => {
    const { take } = await reaches(await handIn(), 'done');
    await rm(path.join(data, 'takes', take.sha256));
    expect(await problemOf(await ask('GET', `takes/${take.sha256}`))).toBe('not-found');
    expect(await problemOf(await ask('GET', `takes/${'0'.repeat(64)}`))).toBe('not-found');
    expect(await problemOf(await ask('GET', 'takes/..%2fhub.sqlite'))).toBe('not-found');
  });
});
