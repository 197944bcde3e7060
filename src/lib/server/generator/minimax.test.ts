import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apis, type Api } from '#lib/openset/generation.ts';
import {
  faults,
  fileId,
  MinimaxStandIn,
  taskId,
  type Fault,
} from '../../../../tests/fixtures/minimax.ts';
import { fetchTake } from './fetch-take.ts';
import { GeneratorFault, type Generator } from './generator.ts';
import type { Line } from './line.ts';
import { openGenerator } from './open-generator.ts';

const models = { v1: 'MiniMax-Hailuo-2.3', v2: 'MiniMax-H3' };
const signal = new AbortController().signal;

let service: MinimaxStandIn;
let dir: string;

beforeEach(async () => {
  service = new MinimaxStandIn();
  await service.listen();
  dir = await mkdtemp(path.join(tmpdir(), 'openset-generator-'));
});

afterEach(async () => {
  await service.close();
  await rm(dir, { recursive: true });
});

const open = (api: Api, change: Partial<Line> = {}): Generator =>
  openGenerator(api, models[api], {
    host: service.host,
    key: service.key,
    answerWithinMs: 2_000,
    silentForMs: 2_000,
    ...change,
  });
const limits = (change = {}) => ({ dir, mostBytes: 1e6, longestDownloadMs: 2_000, ...change });

/** The fault that a call ends in. */
async function faultOf(act: Promise<unknown>): Promise<GeneratorFault> {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GeneratorFault)) throw new Error('It did not fail as it should.');
  return error;
}

const submit = (generator: Generator, seed: string | null = null): Promise<string> =>
  generator.submit(generator.prepare({ prompt: '一个男孩骑车 [推进]', seed }), signal);

describe.each(apis)('MiniMax %s', (api) => {
  it.each([false, true])('is submitted, asked after and fetched; ids bare: %s', async (bareIds) => {
    service.bareIds = bareIds;
    service.pollsBefore = 2;
    const generator = open(api);
    expect(await submit(generator)).toBe(taskId);
    expect(await generator.poll(taskId, signal)).toMatchObject({ state: 'waiting' });
    expect(await generator.poll(taskId, signal)).toMatchObject({ state: 'running' });
    const done = await generator.poll(taskId, signal);
    if (done.state !== 'done') throw new Error('It is not done.');
    if (api === 'v1') expect(done.file).toBe(fileId);
    expect(JSON.stringify(done.answer)).not.toContain('signature=');
    const take = await fetchTake(generator, done.file, limits(), signal);
    expect(take).toMatchObject({
      bytes: service.clip.length,
      width: 64,
      durationS: 2.5,
      aigc: { Label: '1', ContentProducer: 'a service' },
    });
    expect(await readFile(path.join(dir, take.sha256))).toEqual(Buffer.from(service.clip));
  });

  it('sends the prompt byte for byte, asks for the mark, and lets nothing be rewritten', async () => {
    await submit(open(api));
    const body = service.asked[0]?.body;
    expect(body).toMatchObject({ model: models[api], aigc_watermark: true });
    if (api === 'v1')
      expect(body).toMatchObject({ prompt: '一个男孩骑车 [推进]', prompt_optimizer: false });
    else
      expect(body).toMatchObject({
        content: [{ type: 'text', text: '一个男孩骑车 [推进]' }],
        ratio: '16:9',
      });
  });

  it('sends a seed only where the API takes one, and says in the run which', async () => {
    const generator = open(api);
    const request = generator.prepare({ prompt: 'a kite', seed: '4294967295' });
    await generator.submit(request, signal);
    expect(service.asked[0]?.body.seed).toBe(api === 'v1' ? undefined : 4_294_967_295);
    expect(generator.describe(request, taskId)).toEqual({
      tool: 'MiniMax',
      model: models[api],
      task: taskId,
      ...(api === 'v2' && { seed: '4294967295' }),
      other: {
        duration: 6,
        resolution: '768P',
        aigc_watermark: true,
        ...(api === 'v1' ? { prompt_optimizer: false } : { ratio: '16:9' }),
      },
    });
  });

  it.each([
    [1002, 'rate-limit', true],
    [1004, 'key', false],
    [1008, 'balance', false],
    [1026, 'input-sensitive', false],
    [2013, 'parameters', false],
    [2049, 'key', false],
    // A fault of the service may have begun a task all the same: it is not paid twice.
    [1000, 'service', false],
  ])('tells %i on submitting as %s', async (code, name, isPassing) => {
    service.once('submit', faults.refusing(code, 'no'));
    const fault = await faultOf(submit(open(api)));
    expect(fault).toMatchObject({ code: name, isPassing });
    expect(fault.failure.said).toContain(String(code));
    expect(fault.failure.reason.zh).not.toBe('');
  });

  it('hears how long the service wants to be left alone', async () => {
    service.once('submit', faults.refusing(1002, 'later', { 'Retry-After': '7' }));
    expect((await faultOf(submit(open(api)))).waitMs).toBe(7_000);
  });

  it('never tells the key, though the service repeats it', async () => {
    service.once('submit', faults.refusing(2049, `invalid api key ${service.key}`));
    const fault = await faultOf(submit(open(api)));
    expect(JSON.stringify(fault.failure) + fault.message + fault.stack).not.toContain(service.key);
  });

  it.each(['silent', 'cut', 'page', 'drip'] as const)(
    'knows an answer that was lost after submitting: %s',
    async (name) => {
      service.once('submit', faults[name]);
      const fault = await faultOf(submit(open(api, { answerWithinMs: 100 })));
      expect(fault).toMatchObject({ code: 'answer-lost', isPassing: false });
    },
  );

  it('knows a line on which nothing can have been sent', async () => {
    const generator = open(api);
    await service.close();
    expect(await faultOf(submit(generator))).toMatchObject({ code: 'network', isPassing: true });
    await service.listen();
  });

  it.each(['silent', 'cut', 'gateway', 'drip'] as const)('may ask again after %s', async (name) => {
    service.once('poll', faults[name]);
    const fault = await faultOf(open(api, { answerWithinMs: 100 }).poll(taskId, signal));
    expect(fault.isPassing).toBe(true);
  });

  it('does not go where it is sent on', async () => {
    service.once('poll', faults.elsewhere).once('submit', faults.elsewhere);
    expect(await faultOf(open(api).poll(taskId, signal))).toMatchObject({ code: 'not-understood' });
    expect(await faultOf(submit(open(api)))).toMatchObject({ code: 'not-understood' });
    expect(service.asked).toHaveLength(2);
  });

  it.each([
    [1026, 'input-sensitive'],
    [1027, 'output-sensitive'],
    [9999, 'task-failed'],
  ])('tells a task that failed with %i as %s', async (code, name) => {
    service.pollsBefore = 0;
    service.taskFails = { code, message: 'no' };
    expect(await open(api).poll(taskId, signal)).toMatchObject({
      state: 'failed',
      failure: { code: name, said: `${code} no` },
    });
  });

  it('invents no reason for a task that failed without one', async () => {
    const text = {
      v1: `{"status":"Fail","base_resp":{"status_code":0,"status_msg":"success"}}`,
      v2: '{"task":{"status":"expired"}}',
    }[api];
    service.once('poll', faults.saying(text));
    expect(await open(api).poll(taskId, signal)).toMatchObject({
      state: 'failed',
      failure: { code: 'task-failed', said: api === 'v1' ? null : 'expired' },
    });
  });

  it('takes a status that nobody documented for “still at it”', async () => {
    const text = { v1: '{"status":"Dreaming"}', v2: '{"task":{"status":"dreaming"}}' }[api];
    service.once('poll', faults.saying(text));
    expect(await open(api).poll(taskId, signal)).toMatchObject({ state: 'waiting' });
  });

  it.each(['[]', '{}', 'null', '7', '<p>'])('believes no answer such as %s', async (text) => {
    service.once('poll', faults.saying(text));
    expect(await faultOf(open(api).poll(taskId, signal))).toMatchObject({ code: 'not-understood' });
  });

  it('believes no answer about another task', async () => {
    const text = {
      v1: '{"task_id":"1","status":"Success","file_id":"2"}',
      v2: '{"task":{"id":"1","status":"succeeded","content":{"url":"https://example.org/"}}}',
    }[api];
    service.once('poll', faults.saying(text));
    expect((await faultOf(open(api).poll(taskId, signal))).code).toBe('not-understood');
  });

  it('is called off at once', async () => {
    service.once('poll', faults.silent);
    const call = new AbortController();
    const asked = open(api).poll(taskId, call.signal);
    call.abort(new Error('off'));
    await expect(asked).rejects.toThrow('off');
  });
});

describe('a clip on its way', () => {
  const fetched = async (change = {}, line: Partial<Line> = {}): Promise<unknown> =>
    fetchTake(open('v2', line), `${service.host}/clip`, limits(change), signal);

  afterEach(async () => {
    expect((await readdir(dir)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('is fetched without the key', async () => {
    await fetched();
    expect(service.asked[0]?.authorization).toBeUndefined();
  });

  it.each([true, false])('that is cut short is not kept; announced: %s', async (isAnnounced) => {
    service.once('download', faults.half(service.clip, isAnnounced));
    const fault = await faultOf(fetched());
    expect(fault).toMatchObject({ code: isAnnounced ? 'download' : 'no-video', isPassing: true });
    expect(await readdir(dir)).toEqual([]);
  });

  it('that is a sign-in page is not kept', async () => {
    service.once('download', faults.page);
    expect(await faultOf(fetched())).toMatchObject({ code: 'no-video' });
    expect(await readdir(dir)).toEqual([]);
  });

  it('that never ends stops at the limit, of bytes and of time', async () => {
    service.once('download', faults.drip).once('download', faults.drip);
    expect(await faultOf(fetched({ mostBytes: 10 }))).toMatchObject({ code: 'too-large' });
    expect(await faultOf(fetched({ longestDownloadMs: 50 }))).toMatchObject({
      code: 'download',
      said: 'too slow',
    });
  });

  it('that falls silent is given up', async () => {
    service.once('download', (response) => void response.write('x'));
    expect(await faultOf(fetched({}, { silentForMs: 40 }))).toMatchObject({ code: 'download' });
  });

  it('that announces too much is not begun', async () => {
    expect(await faultOf(fetched({ mostBytes: service.clip.length - 1 }))).toMatchObject({
      code: 'too-large',
      isPassing: false,
    });
  });

  it('that is begun and not taken leaves no line open', async () => {
    const left = new Promise((resolve) =>
      service.once('download', (response) => {
        response.once('close', resolve);
        response.writeHead(200, { 'Content-Length': 9e9 }).write('x');
      }),
    );
    expect(await faultOf(fetched())).toMatchObject({ code: 'too-large' });
    await left;
  });

  it('that ends between two boxes is missed by its size, where the file API knows it', async () => {
    const mediaData = 72;
    service.once('download', (response) => {
      response.write(service.clip.subarray(0, -mediaData));
      response.end();
    });
    const fault = await faultOf(fetchTake(open('v1'), fileId, limits(), signal));
    expect(fault.said).toBe(`${service.clip.length - mediaData} of ${service.clip.length} bytes`);
  });

  it('comes from the second address where the first fails', async () => {
    service.once('download', faults.gateway);
    expect(await fetchTake(open('v1'), fileId, limits(), signal)).toMatchObject({ width: 64 });
    expect(service.asked.at(-1)?.path).toBe('/clip?backup');
  });

  it.each(['ftp://127.0.0.1/clip', 'http://192.0.2.1/clip', 'file:///etc/passwd', 'nonsense'])(
    'is not fetched from %s, nor when sent there',
    async (address) => {
      const generator = open('v2');
      expect(await faultOf(fetchTake(generator, address, limits(), signal))).toMatchObject({
        said: 'not an https address',
      });
      if (address === 'nonsense') return;
      service.once(
        'download',
        (response) => void response.writeHead(302, { Location: address }).end(),
      );
      expect(await faultOf(fetched())).toMatchObject({ said: 'not an https address' });
    },
  );

  it('follows a few turns, not many', async () => {
    const turn: Fault = (response) => response.writeHead(302, { Location: '/clip' }).end();
    service.once('download', turn);
    expect(await fetched()).toMatchObject({ width: 64 });
    service.always('download', turn);
    expect(await faultOf(fetched())).toMatchObject({ said: 'too many redirects' });
  });
});
