// Live rounds with up to a thousand clients over real sockets, in turns with a bare `ws` server and
// bare durable inserts: how fast a host's action reaches everybody, how many entries become durable a
// second, what that costs, and whether any is lost or counted twice when things break.
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { HostState } from '../../src/lib/challenge/live.ts';
import type { Action, Round } from '../../src/lib/challenge/round.ts';
import { answers, challengeDocuments } from '../fixtures/challenges.ts';
import { LiveLine } from '../fixtures/live-line.ts';
import { eventKeyPair, makeRelease } from '../fixtures/make-release.ts';
import { ReportingTablet } from '../fixtures/tablet.ts';
import type { Measured } from './run.ts';
import { cpuSeconds } from './tools/cpu.ts';
import type { Done, Task } from './tools/crowd.ts';
import { openLossyLine } from './tools/lossy-line.ts';
import { median, percentile } from './tools/median.ts';
import { memoryOf } from './tools/memory.ts';

const rounds = 3;
const sizes = [50, 200, 500, 1_000];
const most = 1_000;
const tablets = 300;
/** Actions, and bursts of lone entries, in each round. */
const actions = 12;
const bursts = 8;
const MB = 1e6;

/** As `npm run hub` starts it. */
const lean = ['--max-semi-space-size=16'];

type Figures = Record<string, number>;

export async function bench(): Promise<Measured> {
  const home = await mkdtemp(path.join(tmpdir(), 'openset-bench-live-'));
  await makeRelease(path.join(home, 'releases'), eventKeyPair(), [challengeDocuments()]);
  const hub = await new BenchHub(home).start();
  const crowd = new Crowd();
  const peer = await startProgram('tools/ws-server.ts');
  try {
    await hub.enter();
    const tokens = await hub.phones(most);
    const fleet = await hub.tablets(tablets);
    const runs: (Figures & { clients: number })[] = [];
    for (let round = 0; round < rounds; round += 1)
      for (const clients of sizes) {
        const bare = await measurePeer(crowd, peer.port, clients);
        const own = await measureHub(hub, crowd, tokens.slice(0, clients));
        runs.push({
          clients,
          ...own,
          ...bare,
          fanoutP95ToWs: own.fanoutP95Ms! / bare.wsFanoutP95Ms!,
          entriesToWs: own.entriesPerSecond! / bare.wsEntriesPerSecond!,
        });
      }
    const fleetRuns: Figures[] = [];
    for (let round = 0; round < rounds; round += 1)
      fleetRuns.push(await measureTablets(hub, crowd, fleet));
    const inserts = measureInserts(home);
    const faults = await measureFaults(hub, crowd, tokens);
    const stopMs = await hub.stop();
    const at = (clients: number, key: string): number =>
      median(runs.filter((run) => run.clients === clients).map((run) => run[key] ?? NaN));
    const sized = sizes.flatMap((clients) =>
      ['fanoutP95Ms', 'fanoutP95ToWs', 'entriesPerSecond', 'entriesToWs', 'ackP99Ms'].map(
        (key) => [`${key}${clients}`, at(clients, key)] as const,
      ),
    );
    const keys = Object.keys(runs[0]!).filter((key) => key !== 'clients');
    return {
      figures: {
        ...Object.fromEntries(keys.map((key) => [key, at(most, key)])),
        ...Object.fromEntries(sized),
        ...Object.fromEntries(
          Object.keys(fleetRuns[0]!).map((key) => [
            key,
            median(fleetRuns.map((run) => run[key] ?? NaN)),
          ]),
        ),
        ...inserts,
        entriesToInserts: at(most, 'entriesPerSecond') / inserts.insertsOf100PerSecond!,
        ...faults,
        stopMs,
      },
      runs: [...runs, ...fleetRuns],
    };
  } finally {
    crowd.close();
    peer.process.kill();
    await hub.end();
    await rm(home, { recursive: true, force: true });
  }
}

/** A whole round with phones: joining, actions, everybody's entry at once, lone entries. */
async function measureHub(hub: BenchHub, crowd: Crowd, tokens: string[]): Promise<Figures> {
  const { port } = hub;
  const ports = [port];
  const idleMB = (await memoryOf(hub.process)) / MB;
  const cpuBefore = await cpuSeconds(hub.process);
  const listened = await crowd.does({
    do: 'listen',
    ports,
    requests: tokens.map((token) => stream({ 'open-set-phone': token })),
    until: 'event: state',
  });
  let round = await hub.step(await hub.plan('keep'), 'open');
  const joined = await crowd.does({
    do: 'ask',
    over: 'own',
    ports,
    requests: tokens.map((token) => join(token, round.id)),
    until: '"seat"',
  });
  round = await hub.step(round, 'run');
  const fanout: number[] = [];
  for (let action = 0; action < actions; action += 1) {
    const times = await hub.extend(crowd, round);
    round = { ...round, revision: round.revision + 1 };
    fanout.push(...times);
    await sleep(120);
  }
  await sleep((round.begunAtMs ?? 0) - Date.now() + 5);
  const asked = (of: string | null): Promise<Done> =>
    crowd.does({
      do: 'ask',
      over: 'own',
      ports,
      requests: tokens.map((token) => handIn(token, { ...lone(), round: of })),
      until: '"verdict"',
    });
  const cpuAtEntries = await cpuSeconds(hub.process);
  const burst = [await asked(round.id)];
  for (let time = 0; time < bursts; time += 1) {
    await sleep(100);
    burst.push(await asked(null));
  }
  const cpuAfter = await cpuSeconds(hub.process);
  const memoryMB = (await memoryOf(hub.process)) / MB;
  await hub.step(round, 'close', 'reveal');
  await crowd.does({ do: 'drop' });
  const storm = await crowd.does({
    do: 'listen',
    ports,
    requests: tokens.map((token) => stream({ 'open-set-phone': token })),
    until: 'event: state',
  });
  await crowd.does({ do: 'drop' });
  return {
    listenMs: listened.elapsedMs,
    joinsPerSecond: (tokens.length / joined.elapsedMs) * 1_000,
    fanoutP50Ms: median(fanout),
    fanoutP95Ms: percentile(fanout, 0.95),
    fanoutP99Ms: percentile(fanout, 0.99),
    entriesPerSecond: median(burst.map(({ elapsedMs }) => (tokens.length / elapsedMs) * 1_000)),
    ackP50Ms: median(burst.flatMap(({ times }) => times)),
    ackP99Ms: median(burst.map(({ times }) => percentile(times, 0.99))),
    cpuPerEntryUs: ((cpuAfter - cpuAtEntries) / (burst.length * tokens.length)) * 1e6,
    cpuSeconds: cpuAfter - cpuBefore,
    memoryMB,
    idleMB,
    reconnectMs: storm.elapsedMs,
  };
}

/** The same traffic with a bare `ws` server. */
async function measurePeer(crowd: Crowd, port: number, clients: number): Promise<Figures> {
  const each = Array.from({ length: clients });
  await crowd.does({
    do: 'listen',
    ports: [port],
    requests: each.map(() => upgrade),
    until: 'ready',
  });
  const fanout: number[] = [];
  for (let action = 0; action < actions; action += 1) {
    const marker = `${action} end`;
    const told = `!${'x'.repeat(1_000)}${marker}`;
    const { times } = await crowd.does({
      do: 'act',
      port,
      request: upgrade + frame(told),
      until: marker,
    });
    fanout.push(...times);
    await sleep(120);
  }
  const burst: Done[] = [];
  for (let time = 0; time <= bursts; time += 1) {
    burst.push(
      await crowd.does({
        do: 'ask',
        over: 'listening',
        ports: [port],
        requests: each.map(() => frame(JSON.stringify(lone()))),
        until: '"isExtended"',
      }),
    );
    await sleep(100);
  }
  await crowd.does({ do: 'drop' });
  return {
    wsFanoutP50Ms: median(fanout),
    wsFanoutP95Ms: percentile(fanout, 0.95),
    wsEntriesPerSecond: median(burst.map(({ elapsedMs }) => (clients / elapsedMs) * 1_000)),
    wsAckP99Ms: median(burst.map(({ times }) => percentile(times, 0.99))),
  };
}

/** Tablets sign what they hand in. */
async function measureTablets(
  hub: BenchHub,
  crowd: Crowd,
  fleet: ReportingTablet[],
): Promise<Figures> {
  const ports = [hub.port];
  const streams = fleet.map((one) => stream(one.listening));
  await crowd.does({ do: 'listen', ports, requests: streams, until: 'event: state' });
  let round = await hub.step(await hub.plan('keep'), 'open', 'run');
  const fanout: number[] = [];
  for (let action = 0; action < actions; action += 1) {
    const times = await hub.extend(crowd, round);
    fanout.push(...times);
    round = { ...round, revision: round.revision + 1 };
    await sleep(120);
  }
  await sleep((round.begunAtMs ?? 0) - Date.now() + 5);
  const requests = fleet.map((one) => {
    const { body, signature } = one.seal([{ ...lone(), kind: 'answer', round: round.id }]);
    return post('entries', body, { 'open-set-signature': signature });
  });
  const until = '"verdicts"';
  const handed = await crowd.does({ do: 'ask', over: 'own', ports, requests, until });
  if (!handed.replies.every((reply) => reply.includes('"counted"')))
    throw new Error(`Not counted: ${handed.replies.find((one) => !one.includes('"counted"'))}`);
  await hub.step(round, 'close', 'reveal');
  await crowd.does({ do: 'drop' });
  const back = await crowd.does({ do: 'listen', ports, requests: streams, until: 'event: state' });
  await crowd.does({ do: 'drop' });
  return {
    tabletsFanoutP95Ms: percentile(fanout, 0.95),
    tabletsEntriesMs: handed.elapsedMs,
    tabletsBackMs: back.elapsedMs,
  };
}

/** What the disk and SQLite can do without a hub, a hundred rows or one a transaction. */
function measureInserts(home: string): Figures {
  const database = new DatabaseSync(path.join(home, 'bare.sqlite'));
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE entry (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT`);
  const insert = database.prepare('INSERT INTO entry VALUES (?, ?)');
  const body = JSON.stringify(lone());
  const perSecond = (group: number, groups: number): number => {
    const startedMs = performance.now();
    for (let one = 0; one < groups; one += 1) {
      database.exec('BEGIN IMMEDIATE');
      for (let row = 0; row < group; row += 1) insert.run(crypto.randomUUID(), body);
      database.exec('COMMIT');
    }
    return ((group * groups) / (performance.now() - startedMs)) * 1_000;
  };
  const each = Array.from({ length: rounds }, () => [perSecond(1, 500), perSecond(100, 100)]);
  database.close();
  return {
    insertsOfOnePerSecond: median(each.map(([one]) => one!)),
    insertsOf100PerSecond: median(each.map(([, hundred]) => hundred!)),
  };
}

/** Half of the clients behind a lossy line; the hub killed in each state, and while entries come. */
async function measureFaults(hub: BenchHub, crowd: Crowd, tokens: string[]): Promise<Figures> {
  const line = await openLossyLine(hub.port);
  const ports = [hub.port, line.port];
  const told = new Map<string, string>();
  const insist = async (round: string): Promise<void> => {
    const bodies = [round, null].flatMap((of) => tokens.map(() => ({ ...lone(), round: of })));
    const requests = bodies.map((body, at) => handIn(tokens[at % tokens.length]!, body));
    const { replies } = await crowd.does({ do: 'insist', ports, requests, until: '"verdict"' });
    replies.forEach((reply, at) =>
      told.set(bodies[at]!.id, /"verdict":"(\w+)"/.exec(reply)?.[1] ?? ''),
    );
  };
  let round = await hub.plan('keep');
  for (const action of ['open', 'run'] as const) {
    await hub.restart();
    round = await hub.step(round, action);
  }
  await hub.restart();
  await sleep((round.begunAtMs ?? 0) - Date.now() + 5);
  const insisting = insist(round.id);
  for (let kill = 0; kill < 3; kill += 1) {
    await sleep(150);
    await hub.restart();
  }
  await insisting;
  for (const action of ['close', 'reveal'] as const) {
    round = await hub.step(round, action);
    await hub.restart();
  }
  line.close();
  const rows = hub.rows();
  const kept = new Map(rows.map(({ id, verdict }) => [id, verdict]));
  const lost = [...told].filter(([id, verdict]) => kept.get(id) !== verdict).length;
  const seats = rows.filter((row) => row.round === round.id && row.verdict === 'counted');
  const doubled = seats.length - new Set(seats.map(({ seat }) => seat)).size;
  const shown = (await hub.host()).round;
  const missing = tokens.length - (shown?.result?.standings[0]?.[1] ?? 0);
  return { lost: lost + missing, doubled, insisted: told.size };
}

class Crowd {
  readonly #process = fork(path.join(import.meta.dirname, 'tools/crowd.ts'));

  async does(task: Task): Promise<Done> {
    this.#process.send(task);
    const [{ done, error }] = (await once(this.#process, 'message')) as [
      { done?: Done; error?: string },
    ];
    if (!done) throw new Error(error);
    return done;
  }

  close(): void {
    this.#process.kill();
  }
}

class BenchHub {
  readonly #home: string;
  #process: ChildProcess | null = null;
  #cookie = '';
  port = 0;

  constructor(home: string) {
    this.#home = home;
  }

  get process(): number {
    return this.#process?.pid ?? 0;
  }

  async start(): Promise<this> {
    const { process, port } = await startProgram('../fixtures/hub-process.ts', [
      path.join(this.#home, 'data'),
      path.join(this.#home, 'releases'),
      String(this.port),
    ]);
    this.#process = process;
    this.port = port;
    return this;
  }

  /** As after a power cut, at the same address. */
  async restart(): Promise<void> {
    await this.end();
    await this.start();
  }

  async end(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const hub = this.#process;
    if (!hub || hub.exitCode !== null || hub.signalCode !== null) return;
    const gone = once(hub, 'exit');
    hub.kill(signal);
    await gone;
  }

  /** Milliseconds until it is gone when it is told to stop. */
  async stop(): Promise<number> {
    const startedMs = performance.now();
    await this.end('SIGTERM');
    return performance.now() - startedMs;
  }

  async enter(): Promise<void> {
    const answer = await this.#ask('POST', 'staff/session', { password: 'open sesame' });
    this.#cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  }

  async host(): Promise<HostState> {
    const line = await LiveLine.open(`http://localhost:${this.port}/api/v1/live?as=host`, {
      cookie: this.#cookie,
    });
    const { data } = await line.until(() => true);
    line.close();
    return data as HostState;
  }

  async phones(count: number): Promise<string[]> {
    await this.#ask('PUT', 'phones', { isAllowed: true });
    const code = (await this.host()).phones?.address.slice(-6);
    const tokens: string[] = [];
    while (tokens.length < count) {
      const answer = await this.#ask('POST', 'live/phones', { code });
      tokens.push(((await answer.json()) as { token: string }).token);
    }
    return tokens;
  }

  async tablets(count: number): Promise<ReportingTablet[]> {
    const { code } = (await (await this.#ask('POST', 'enrolment', {})).json()) as { code: string };
    const fleet = Array.from(
      { length: count },
      () => new ReportingTablet(`http://localhost:${this.port}`),
    );
    for (const one of fleet) await (await one.join(code)).arrayBuffer();
    return fleet;
  }

  async plan(challenge: string): Promise<Round> {
    const plan = { id: crypto.randomUUID(), challenge, seconds: 600 };
    return (await (await this.#ask('POST', 'rounds', plan)).json()) as Round;
  }

  async step(round: Round, ...wished: Action[]): Promise<Round> {
    for (const action of wished) {
      const wish = { op: crypto.randomUUID(), action, revision: round.revision };
      const answer = await this.#ask('POST', `rounds/${round.id}`, wish);
      if (!answer.ok) throw new Error(await answer.text());
      round = (await answer.json()) as Round;
    }
    return round;
  }

  /** The host gives more time; milliseconds until each of the crowd knows. */
  async extend(crowd: Crowd, round: Round): Promise<number[]> {
    const { epoch, revision } = await this.host();
    const wish = {
      op: crypto.randomUUID(),
      action: 'extend',
      revision: round.revision,
      seconds: 5,
    };
    const { times } = await crowd.does({
      do: 'act',
      port: this.port,
      request: post(`rounds/${round.id}`, JSON.stringify(wish), { cookie: this.#cookie }),
      until: `id: ${epoch}:${revision + 1}\n`,
    });
    return times;
  }

  /** Every answer on its disk. */
  rows(): { id: string; round: string | null; seat: number; verdict: string }[] {
    const database = new DatabaseSync(path.join(this.#home, 'data/hub.sqlite'), { readOnly: true });
    const rows = database.prepare('SELECT id, round, seat, verdict FROM answer').all();
    database.close();
    return rows as { id: string; round: string | null; seat: number; verdict: string }[];
  }

  #ask(method: string, place: string, body: unknown): Promise<Response> {
    return fetch(`http://localhost:${this.port}/api/v1/${place}`, {
      method,
      headers: { cookie: this.#cookie, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
}

async function startProgram(
  file: string,
  given: string[] = [],
): Promise<{ process: ChildProcess; port: number }> {
  const program = path.join(import.meta.dirname, file);
  const started = spawn(process.execPath, [...lean, program, ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [text] = (await once(started.stdout, 'data')) as [Buffer];
  return { process: started, port: Number(text.toString().trim()) };
}

const lone = () => ({
  id: timedId(),
  challenge: 'keep',
  round: null as string | null,
  part: 'play',
  answer: answers.keep as object,
  madeMs: Date.now(),
  isExtended: false,
});

/** A UUID of version 7, as outboxes make them: ids that grow are cheaper to keep. */
function timedId(): string {
  const [time, random] = [Date.now().toString(16).padStart(12, '0'), crypto.randomUUID()];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`;
}

const handIn = (token: string, body: object): string =>
  post('live/entries', JSON.stringify(body), { 'open-set-phone': token });

const join = (token: string, round: string): string =>
  post('live/join', JSON.stringify({ round, isExtended: false }), { 'open-set-phone': token });

const head = (first: string, headers: Record<string, string>): string =>
  [`${first} HTTP/1.1`, 'Host: localhost', ...lines(headers), '', ''].join('\r\n');
const lines = (headers: Record<string, string>): string[] =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`);

const stream = (headers: Record<string, string>): string => head('GET /api/v1/live', headers);
const post = (place: string, body: string, headers: Record<string, string>): string =>
  head(`POST /api/v1/${place}`, {
    'Content-Type': 'application/json',
    'Content-Length': String(body.length),
    ...headers,
  }) + body;

const upgrade = head('GET /', {
  Upgrade: 'websocket',
  Connection: 'Upgrade',
  'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  'Sec-WebSocket-Version': '13',
});

/** A text frame as clients send it; its mask is nought, so that it can be read as it stands. */
function frame(text: string): string {
  const size =
    text.length < 126
      ? String.fromCharCode(0x80 | text.length)
      : String.fromCharCode(0x80 | 126, text.length >> 8, text.length & 255);
  return `\x81${size}\0\0\0\0${text}`;
}

const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
