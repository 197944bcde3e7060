// Fifty tablets' worth of fetching from one hub, by the ranges that tablets ask for, against a bare
// file server in turns: what arrives in all, and how evenly.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { missingRanges } from '../../src/lib/preload/plan.ts';
import { Hub } from '../e2e/hub.ts';
import { eventKeyPair, makeRelease, media, noise } from '../fixtures/make-release.ts';
import type { Measured } from './run.ts';
import { cpuShare } from './tools/cpu.ts';
import { median } from './tools/median.ts';
import { watchMemory } from './tools/memory.ts';

const MB = 1e6;
const rounds = 3;
const clients = 50;
/** Lines of one tablet, as the preload opens them. */
const lines = 3;
const packBytes = 16 * MB;
const packs = 4;

export async function bench(): Promise<Measured> {
  const home = await mkdtemp(path.join(tmpdir(), 'openset-bench-fleet-'));
  const groups = Array.from({ length: packs }, (_, place) => [
    media(noise(place + 1, packBytes), 'video/mp4'),
  ]);
  const { root, manifest } = await makeRelease(path.join(home, 'releases'), eventKeyPair(), groups);
  const asked = manifest.packs.flatMap(({ sha256, bytes }) =>
    missingRanges(bytes, null).map((range) => ({ sha256, ...range })),
  );
  const totalMB = (clients * manifest.packs.reduce((sum, { bytes }) => sum + bytes, 0)) / MB;
  const hub = await new Hub(root).start();
  const bare = await openFileServer(path.join(root, 'packs'));
  const runs: Record<string, number>[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const memory = await watchMemory(hub.process);
      let times: number[] = [];
      const cpu = await cpuShare(hub.process, async () => {
        times = await fetchAll(`${hub.address}/packs/`, asked);
      });
      const memoryMB = (await memory.stop()) / MB;
      const bareTimes = await fetchAll(`${bare.address}/`, asked);
      const [hubMs, bareMs] = [Math.max(...times), Math.max(...bareTimes)];
      runs.push({
        hubMBPerSecond: (totalMB / hubMs) * 1000,
        bareMBPerSecond: (totalMB / bareMs) * 1000,
        throughputToFileServer: bareMs / hubMs,
        slowestToMedian: hubMs / median(times),
        allReadyMs: hubMs,
        hubCpu: cpu,
        memoryMB,
      });
    }
  } finally {
    bare.close();
    await hub.end();
    await rm(home, { recursive: true, force: true });
  }
  const middle = (key: string) => median(runs.map((run) => run[key] ?? NaN));
  return {
    figures: {
      throughputToFileServer: middle('throughputToFileServer'),
      slowestToMedian: middle('slowestToMedian'),
      hubMBPerSecond: middle('hubMBPerSecond'),
      allReadyMs: middle('allReadyMs'),
      hubCpu: middle('hubCpu'),
      memoryMB: middle('memoryMB'),
    },
    runs,
  };
}

interface Asked {
  sha256: string;
  offset: number;
  length: number;
}

/** Milliseconds that each client took for everything. */
async function fetchAll(address: string, asked: Asked[]): Promise<number[]> {
  const startedMs = performance.now();
  return Promise.all(
    Array.from({ length: clients }, async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: lines });
      const queue = [...asked];
      const work = async (): Promise<void> => {
        for (let one = queue.shift(); one; one = queue.shift())
          await fetchRange(address + one.sha256, one, agent);
      };
      await Promise.all(Array.from({ length: lines }, work));
      agent.destroy();
      return performance.now() - startedMs;
    }),
  );
}

function fetchRange(url: string, { offset, length }: Asked, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { Range: `bytes=${offset}-${offset + length - 1}` };
    get(url, { agent, headers }, (answer) => {
      let bytes = 0;
      answer.on('data', (part: Buffer) => (bytes += part.length));
      answer.on('end', () => (bytes === length ? resolve() : reject(new Error('cut short'))));
    }).on('error', reject);
  });
}

async function openFileServer(root: string): Promise<{ address: string; close: () => void }> {
  const program = path.join(import.meta.dirname, 'tools/file-server.ts');
  const server = spawn(process.execPath, [program, root], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(server.stdout, 'data')) as [Buffer];
  return { address: `http://localhost:${port.toString().trim()}`, close: () => server.kill() };
}
