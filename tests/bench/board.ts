// The staff board with 300 tablets that report every five seconds: what it costs the hub, how late a
// change shows, how much script runs on the phone that shows it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type CDPSession, type Page } from 'playwright';
import { chromiumArguments, provideChromium } from '../../src/cli/chromium.ts';
import type { Evidence } from '../../src/lib/fleet/evidence.ts';
import { reportEveryMs } from '../../src/lib/fleet/report.ts';
import { Hub, staffPassword } from '../e2e/hub.ts';
import { eventKeyPair, makeRelease, media, noise } from '../fixtures/make-release.ts';
import { provenEvidence, ReportingTablet } from '../fixtures/tablet.ts';
import type { Measured } from './run.ts';
import { cpuShare } from './tools/cpu.ts';
import { median, percentile } from './tools/median.ts';
import { memoryOf } from './tools/memory.ts';

const tablets = 300;
const rounds = 3;
const steadyMs = 20_000;
const changes = 20;

export async function bench(): Promise<Measured> {
  const home = await mkdtemp(path.join(tmpdir(), 'openset-bench-board-'));
  const { root, id } = await makeRelease(path.join(home, 'releases'), eventKeyPair(), [
    [media(noise(1, 5000), 'image/webp')],
  ]);
  const hub = await new Hub(root).start();
  const browser = await chromium.launch({
    executablePath: await provideChromium(),
    args: chromiumArguments,
  });
  const stop = new AbortController();
  try {
    const page = await openBoard(
      await browser.newPage({ viewport: { width: 390, height: 844 } }),
      hub,
    );
    const shell = await page.evaluate(
      async () => (await (await fetch('/shell-version.json')).json()).version as string,
    );
    const fleet = await joinAll(page, hub);
    const evidence = provenEvidence(id, shell);
    const troubled = new Set<ReportingTablet>();
    const evidenceOf = (tablet: ReportingTablet): Evidence => ({
      ...evidence,
      isAwake: !troubled.has(tablet),
    });
    for (const tablet of fleet) void keepReporting(tablet, evidenceOf, stop.signal);
    await page.locator('[data-can-open=true]').waitFor({ timeout: 60_000 });
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const runs: Record<string, number>[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = await scriptSeconds(session);
      const hubCpu = await cpuShare(hub.process, () => sleep(steadyMs));
      const scriptMsPerSecond = (((await scriptSeconds(session)) - before) / steadyMs) * 1e6;
      const latencies = await measureLatency(page, fleet, troubled, evidenceOf);
      runs.push({
        hubCpu,
        scriptMsPerSecond,
        changeP50Ms: median(latencies),
        changeP95Ms: percentile(latencies, 0.95),
        hubMemoryMB: (await memoryOf(hub.process)) / 1e6,
      });
    }
    const middle = (key: string) => median(runs.map((run) => run[key] ?? NaN));
    return {
      figures: {
        hubCpu: middle('hubCpu'),
        scriptMsPerSecond: middle('scriptMsPerSecond'),
        changeP50Ms: middle('changeP50Ms'),
        changeP95Ms: middle('changeP95Ms'),
        hubMemoryMB: middle('hubMemoryMB'),
      },
      runs,
    };
  } finally {
    stop.abort();
    await browser.close();
    await hub.end();
    await rm(home, { recursive: true, force: true });
  }
}

async function openBoard(page: Page, hub: Hub): Promise<Page> {
  await page.goto(`${hub.address}/staff`);
  await page.locator('input[type=password]').fill(staffPassword);
  await page.locator('form button').click();
  await page.locator('[data-can-open]').waitFor();
  return page;
}

async function joinAll(page: Page, hub: Hub): Promise<ReportingTablet[]> {
  const code = await page.evaluate(async () => {
    const answer = await fetch('/api/v1/enrolment', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    });
    return ((await answer.json()) as { code: string }).code;
  });
  return Promise.all(
    Array.from({ length: tablets }, async () => {
      const tablet = new ReportingTablet(hub.address);
      await tablet.join(code);
      return tablet;
    }),
  );
}

async function keepReporting(
  tablet: ReportingTablet,
  evidenceOf: (tablet: ReportingTablet) => Evidence,
  signal: AbortSignal,
): Promise<void> {
  await sleep(Math.random() * reportEveryMs);
  while (!signal.aborted) {
    await tablet.report(evidenceOf(tablet)).then(
      (answer) => answer.arrayBuffer(),
      () => undefined,
    );
    await sleep(reportEveryMs * (0.9 + Math.random() / 5));
  }
}

/** From a tablet's report that it needs somebody to the tile in that pile, for tablets at random. */
async function measureLatency(
  page: Page,
  fleet: ReportingTablet[],
  troubled: Set<ReportingTablet>,
  evidenceOf: (tablet: ReportingTablet) => Evidence,
): Promise<number[]> {
  const latencies: number[] = [];
  for (let change = 0; change < changes; change += 1) {
    const tablet = fleet[Math.floor(Math.random() * fleet.length)]!;
    await sleep(150);
    const startedMs = performance.now();
    troubled.add(tablet);
    await tablet.report(evidenceOf(tablet));
    await page.locator(`[data-pile=needs-you] [data-tablet="${tablet.id}"]`).waitFor();
    latencies.push(performance.now() - startedMs);
    troubled.delete(tablet);
  }
  return latencies;
}

async function scriptSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
