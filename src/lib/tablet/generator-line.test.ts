import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { usualSettings } from '#lib/fleet/generator.ts';
import {
  generationsAddress,
  type GenerationShot,
  type GenerationStanding,
} from '#lib/openset/generation.ts';
import { hashOf } from '#lib/openset/media-index.ts';
import { createHub } from '#lib/server/hub/hub.ts';
import { faults, MinimaxStandIn } from '../../../tests/fixtures/minimax.ts';
import { GeneratorLine } from './generator-line.ts';
import type { Identity } from './identity.ts';

const quick = { everyMs: 5, longestMs: 20, answerWithinMs: 1_000 };

let dir: string;
let service: MinimaxStandIn;
let server: Server;
let port: number;
let cookie: string;
let identity: Identity;
let line: GeneratorLine;
/** Every request of the tablet, as `METHOD path`. */
let sent: string[];

async function startHub(): Promise<void> {
  server = createHub({
    app: dir,
    data: path.join(dir, 'data'),
    ownerPassword: 'open sesame',
    releases: [],
    onRefusal: () => undefined,
    onError: (error) => console.error(error),
    generatorTimes: { pollEveryMs: 5, retryAfterMs: 5 },
  });
  await listen(server, port);
}

async function listen(on: Server, at: number): Promise<void> {
  on.listen(at, 'localhost');
  await once(on, 'listening');
  port = (on.address() as AddressInfo).port;
}

async function stop(running = server): Promise<void> {
  running.closeAllConnections();
  await new Promise((resolve) => running.close(resolve));
}

/** As staff. */
async function ask(method: string, place: string, body: object): Promise<Response> {
  const answer = await original(`http://localhost:${port}/api/v1/${place}`, {
    method,
    headers: { cookie, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer;
}

const original = fetch;

async function makeIdentity(): Promise<Identity> {
  const pair = (await crypto.subtle.generateKey('Ed25519', false, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  return {
    id: await hashOf(raw),
    publicKey: text(raw),
    sign: async (bytes) =>
      text(new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, bytes))),
  };
}

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'openset-tablet-line-'));
  service = new MinimaxStandIn();
  await service.listen();
  [port, cookie, sent] = [0, '', []];
  await startHub();
  const session = await ask('POST', 'staff/session', { password: 'open sesame' });
  cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  identity = await makeIdentity();
  const { code } = (await (await ask('POST', 'enrolment', {})).json()) as { code: string };
  await ask('POST', 'devices', { code, publicKey: identity.publicKey });
  vi.stubGlobal('fetch', (address: string, init: RequestInit = {}) => {
    sent.push(`${init.method ?? 'GET'} ${address}`);
    return original(`http://localhost:${port}${address}`, init);
  });
  line = new GeneratorLine(async () => identity, quick);
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await stop();
  await service.close();
  await rm(dir, { recursive: true, maxRetries: 3 });
});

const switchOn = (change: object = {}): Promise<Response> =>
  ask('PUT', 'generator', {
    ...usualSettings,
    enabled: true,
    host: service.host,
    key: service.key,
    ...change,
  });

const shot = (change: Partial<GenerationShot> = {}): GenerationShot => ({
  id: crypto.randomUUID(),
  prompt: 'A kite over the canal [Push in]',
  language: 'en',
  ...change,
});

/** A shot that is handed in and followed, with all that was told of it. */
function follow(one = shot(), by = line) {
  const told: GenerationStanding[] = [];
  const stopping = new AbortController();
  const ended = by.handIn(one, (standing) => told.push(standing), stopping.signal);
  return { told, ended, stop: () => stopping.abort() };
}

const last = (told: GenerationStanding[]): GenerationStanding | undefined => told.at(-1);

const tells = (told: GenerationStanding[], standing: object): Promise<void> =>
  vi.waitFor(() => expect(last(told)).toMatchObject(standing), { timeout: 5_000, interval: 3 });

const end = async (one?: GenerationShot): Promise<GenerationStanding | undefined> => {
  const { told, ended } = follow(one);
  await ended;
  return last(told);
};

describe('a shot that is handed in', () => {
  it('is followed from the queue to the clip', async () => {
    service.pollsBefore = Infinity;
    await switchOn();
    expect(await line.look()).toMatchObject({ is: 'on', queue: { queued: 0, running: 0 } });
    const first = follow();
    await tells(first.told, { is: 'waiting', job: { state: 'running' }, isHeard: true });
    const second = follow(shot({ prompt: '运河上的风筝', language: 'zh' }));
    await tells(second.told, { is: 'waiting', job: { state: 'queued', place: 1 } });
    expect(await line.look()).toMatchObject({ queue: { queued: 1, running: 1 } });
    service.pollsBefore = 0;
    await Promise.all([first.ended, second.ended]);
    expect(first.told[0]).toEqual({ is: 'sending', isHeard: true });
    expect(last(first.told)).toMatchObject({
      is: 'done',
      take: { digitalSourceType: 'trainedAlgorithmicMedia', bytes: service.clip.length },
    });
    expect(last(second.told)).toMatchObject({
      take: { request: { body: { prompt: '运河上的风筝' } } },
    });
  });

  it('is the same job when it is handed in again', async () => {
    await switchOn();
    const one = shot();
    expect(await end(one)).toMatchObject({ is: 'done' });
    expect(await end(one)).toMatchObject({ is: 'done' });
    expect(service.count('submit')).toBe(1);
  });

  it('fails with its reason in both languages', async () => {
    service.once('submit', faults.refusing(1026, 'no'));
    await switchOn();
    expect(await end()).toMatchObject({
      is: 'failed',
      failure: {
        code: 'input-sensitive',
        reason: { zh: expect.any(String), en: expect.any(String) },
      },
    });
  });

  it('is not asked after any more when nobody wants it', async () => {
    service.pollsBefore = Infinity;
    await switchOn();
    const { told, ended, stop: leave } = follow();
    await tells(told, { is: 'waiting' });
    leave();
    await ended;
    const [asked, heard] = [sent.length, told.length];
    await new Promise((resolve) => setTimeout(resolve, 20 * quick.everyMs));
    expect([sent.length, told.length]).toEqual([asked, heard]);
  });
});

describe('where nothing can be made', () => {
  it('a venue without a generator says so, and nothing goes out', async () => {
    expect(await line.look()).toEqual({ is: 'off' });
    expect(await end()).toEqual({ is: 'refused', why: 'off' });
    expect(service.asked).toEqual([]);
  });

  it('a tablet that never joined asks nobody', async () => {
    await switchOn();
    line = new GeneratorLine(async () => null, quick);
    expect(await line.look()).toEqual({ is: 'stranger' });
    expect(await end()).toEqual({ is: 'refused', why: 'stranger' });
    expect(sent).toEqual([]);
  });

  it('a tablet that the hub does not know is a stranger', async () => {
    await switchOn();
    const other = await makeIdentity();
    line = new GeneratorLine(async () => other, quick);
    expect(await end()).toEqual({ is: 'refused', why: 'stranger' });
    const forger = { ...identity, sign: other.sign };
    line = new GeneratorLine(async () => forger, quick);
    expect(await end()).toEqual({ is: 'refused', why: 'stranger' });
    expect(service.asked).toEqual([]);
  });

  it('a full queue, a full hour and a tablet’s own share are told apart', async () => {
    service.pollsBefore = Infinity;
    await switchOn({ mostQueued: 1, limitPerHour: 9, limitPerTablet: 9 });
    const first = follow();
    await tells(first.told, { job: { state: 'running' } });
    const second = follow();
    await tells(second.told, { job: { state: 'queued' } });
    expect(await end()).toEqual({ is: 'refused', why: 'queue-full' });
    await switchOn({ limitPerHour: 2, limitPerTablet: 9 });
    expect(await end()).toEqual({ is: 'refused', why: 'hour-full' });
    await switchOn({ limitPerHour: 9, limitPerTablet: 2 });
    expect(await end()).toEqual({ is: 'refused', why: 'tablet-full' });
    first.stop();
    second.stop();
  });

  it('a prompt that is too long is refused, also before it is sent', async () => {
    await switchOn();
    const tooLong = { is: 'refused', why: 'too-long' };
    expect(await end(shot({ prompt: '长'.repeat(2_001) }))).toEqual(tooLong);
    const before = sent.length;
    expect(await end(shot({ prompt: '长'.repeat(7_001) }))).toEqual(tooLong);
    expect(sent).toHaveLength(before);
    expect(await end(shot({ prompt: ' ' }))).toEqual({ is: 'refused', why: 'not-taken' });
  });

  it('a key that cannot sign is no exception', async () => {
    await switchOn();
    const mute = { ...identity, sign: () => Promise.reject(new Error('no key')) };
    line = new GeneratorLine(async () => mute, quick);
    const said = vi.spyOn(console, 'error').mockReturnValue(undefined);
    expect(await end()).toEqual({ is: 'refused', why: 'not-taken' });
    expect(said).toHaveBeenCalled();
    said.mockRestore();
  });
});

describe('a line that is gone', () => {
  it('while handing in is waited for, and nothing is made twice', async () => {
    await switchOn();
    await stop();
    expect(await line.look()).toEqual({ is: 'away' });
    const { told, ended } = follow();
    await tells(told, { is: 'sending', isHeard: false });
    await startHub();
    await ended;
    expect(last(told)).toMatchObject({ is: 'done' });
    expect(service.count('submit')).toBe(1);
  });

  it('while the answer comes back does not make the shot twice', async () => {
    await switchOn();
    let lost = 0;
    const through = globalThis.fetch;
    vi.stubGlobal('fetch', async (address: string, init: RequestInit = {}) => {
      const answer = await through(address, init);
      if (init.method !== 'POST' || lost > 1) return answer;
      lost += 1;
      throw new TypeError('Failed to fetch');
    });
    expect(await end()).toMatchObject({ is: 'done' });
    expect(sent.filter((one) => one === `POST ${generationsAddress}`)).toHaveLength(3);
    expect(service.count('submit')).toBe(1);
  });

  it('while it is made goes on where it was', async () => {
    service.pollsBefore = Infinity;
    await switchOn();
    const { told, ended } = follow();
    await tells(told, { is: 'waiting', job: { state: 'running' } });
    await stop();
    await tells(told, { is: 'waiting', job: { state: 'running' }, isHeard: false });
    service.pollsBefore = 0;
    await startHub();
    await ended;
    expect(last(told)).toMatchObject({ is: 'done' });
    expect(service.count('submit')).toBe(1);
  });

  it('behind a portal’s page, or a hub in trouble, is not believed', async () => {
    await switchOn();
    await stop();
    const answers = [
      '<p>Sign in to the Wi-Fi',
      '{"state":"done"}',
      '{"type":"urn:openset:problem:internal"}',
      JSON.stringify({ id: crypto.randomUUID(), askedAgoS: 0, state: 'running' }),
    ];
    let at = 0;
    const portal = createServer((_, response) => response.end(answers[at++ % answers.length]));
    await listen(portal, port);
    expect(await line.look()).toEqual({ is: 'away' });
    const { told, ended } = follow();
    await vi.waitFor(() => expect(at).toBeGreaterThan(8));
    expect(last(told)).toEqual({ is: 'sending', isHeard: false });
    await stop(portal);
    await startHub();
    await ended;
    expect(last(told)).toMatchObject({ is: 'done' });
  });

  it('is told from a generator that staff switch off in the middle', async () => {
    service.pollsBefore = Infinity;
    await switchOn();
    const one = shot();
    const { told, ended } = follow(one);
    await tells(told, { is: 'waiting' });
    await ask('PUT', 'generator/off', {});
    await ended;
    expect(last(told)).toEqual({ is: 'refused', why: 'off' });
    service.pollsBefore = 0;
    await switchOn();
    expect(await end(one)).toMatchObject({ is: 'done' });
    expect(service.count('submit')).toBe(1);
  });
});
