import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '#lib/server/generator/generator.ts';
import { Database } from './database.ts';
import { Devices } from './devices.ts';
import { Generations } from './generations.ts';

const hourMs = 3_600_000;
const request = { address: 'https://api.example/v1/video_generation', body: {} };

let dir: string;
let database: Database;
let generations: Generations;
let device: string;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'openset-generations-'));
  database = new Database(dir);
  generations = new Generations(database);
  device = (await new Devices(database).enrol('A'.repeat(43))).id;
});

afterEach(async () => {
  database.close();
  await rm(dir, { recursive: true });
});

async function added(askedMs: number): Promise<string> {
  const id = crypto.randomUUID();
  const shot = { device, id, prompt: 'a kite', language: 'en' as const };
  await database.write(() => generations.add(shot, askedMs));
  return id;
}

describe('what counts towards an hour', () => {
  it('is what waits, and what was sent within it', async () => {
    const id = await added(0);
    expect(generations.counted(0)).toBe(1);
    await generations.sending(id, 'v1', request, 10 * 60_000);
    await generations.submitted(id, '7');
    await generations.failed(id, failureOf('task-failed'), null, 20 * 60_000);
    expect(generations.counted(hourMs + 5 * 60_000)).toBe(1);
    expect(generations.counted(hourMs + 10 * 60_000)).toBe(0);
  });

  it('is not what the service refused to begin', async () => {
    const id = await added(0);
    await generations.sending(id, 'v1', request, 1);
    await generations.putOff(id, failureOf('rate-limit'));
    await generations.failed(id, failureOf('rate-limit'), null, 2);
    expect(generations.counted(3)).toBe(0);
    expect(generations.standing(3)).toMatchObject({ failedLastHour: 1, queued: 0 });
  });

  it.each([
    ['key', 0],
    ['balance', 0],
    ['input-sensitive', 1],
    ['answer-lost', 1],
  ] as const)('with a submission that ended in %s is %i', async (code, count) => {
    const id = await added(0);
    await generations.sending(id, 'v1', request, 1);
    await generations.failed(id, failureOf(code), null, 2);
    expect(generations.counted(3)).toBe(count);
  });

  it('is counted for each tablet on its own', async () => {
    await added(0);
    expect(generations.counted(1, device)).toBe(1);
    expect(generations.counted(1, 'f'.repeat(64))).toBe(0);
  });
});
