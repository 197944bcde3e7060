// The shots that tablets asked a generator for, one row each for good: what was asked, what was sent,
// what came. A row is written before whatever it tells of is begun, so that a hub killed at any
// moment knows what it may have paid for.
import * as v from 'valibot';
import {
  failure as failureSchema,
  generatedTake,
  type Api,
  type Failure,
  type GeneratedTake,
  type GenerationRequest,
  type Job,
} from '#lib/openset/generation.ts';
import type { GeneratorStanding } from '#lib/fleet/generator.ts';
import type { WireRequest } from '#lib/server/generator/generator.ts';
import type { Database } from './database.ts';

const hourMs = 3_600_000;

/** A job that is not ended. `task` is `null` while nobody knows whether the service took it. */
export interface OpenJob {
  id: string;
  prompt: string;
  seed: string | null;
  state: 'queued' | 'submitted' | 'running' | 'downloading';
  askedMs: number;
  sentMs: number | null;
  api: Api | null;
  request: WireRequest | null;
  task: string | null;
  /** Why it was put off, where it was. */
  failure: Failure | null;
}

interface Stored {
  id: string;
  device: string;
  prompt: string;
  seed: string | null;
  state: Job['state'];
  asked_ms: number;
  sent_ms: number | null;
  ended_ms: number | null;
  api: Api | null;
  request: string | null;
  task: string | null;
  take: string | null;
  failure: string | null;
}

/**
 * Jobs that count towards the limits: what waits, and what was sent. What the service turned away for
 * the venue's own fault does not: once the key is right, nobody has to wait an hour.
 */
const counting = `(state = 'queued' OR (sent_ms > ? AND NOT
  (state = 'failed' AND task IS NULL AND failure ->> '$.code' IN ('key', 'balance', 'model', 'parameters'))))`;

export class Generations {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Whose job it is; `null` where there is none. */
  deviceOf(id: string): string | null {
    return this.#stored(id)?.device ?? null;
  }

  /** Jobs that count towards the limits of an hour: of all tablets, or of one. */
  counted(nowMs: number, device: string | null = null): number {
    return this.#count(`${counting} AND (? IS NULL OR device = ?)`, nowMs - hourMs, device, device);
  }

  queued(): number {
    return this.#count(`state = 'queued'`);
  }

  running(): number {
    return this.#count(`state IN ('submitted', 'running', 'downloading')`);
  }

  /** Puts a job at the queue's end. For use inside a write, where its id is known to be new. */
  add({ id, device, prompt, language, seed }: GenerationRequest, nowMs: number): void {
    this.#database.run(
      `INSERT INTO generation (id, device, prompt, language, seed, state, asked_ms)
       VALUES (?, ?, ?, ?, ?, 'queued', ?)`,
      ...[id, device, prompt, language, seed ?? null, nowMs],
    );
  }

  /** All that is not ended: what the service works on first, then the queue in its order. */
  open(): OpenJob[] {
    const rows = this.#database.all<Stored>(
      `SELECT * FROM generation WHERE state IN ('queued', 'submitted', 'running', 'downloading')
       ORDER BY state = 'queued', asked_ms, rowid`,
    );
    return rows.map(openOf);
  }

  /** Where the job stands, for its tablet; `null` where there is none. */
  job(id: string, nowMs: number): Job | null {
    const row = this.#stored(id);
    if (!row) return null;
    const known = { id, askedAgoS: Math.max(0, (nowMs - row.asked_ms) / 1000) };
    if (row.state === 'queued') {
      const place =
        this.open()
          .filter(({ state }) => state === 'queued')
          .findIndex((one) => one.id === id) + 1;
      return { ...known, state: row.state, place, delay: failureIn(row.failure) };
    }
    if (row.state === 'done')
      return { ...known, state: row.state, take: v.parse(generatedTake, parse(row.take)) };
    if (row.state === 'failed')
      return { ...known, state: row.state, failure: v.parse(failureSchema, parse(row.failure)) };
    return { ...known, state: row.state };
  }

  /** The request goes out now: from here on it may cost. */
  async sending(id: string, api: Api, request: WireRequest, nowMs: number): Promise<void> {
    await this.#set(id, `state = 'submitted', sent_ms = ?, api = ?, request = ?, failure = NULL`, [
      ...[nowMs, api, JSON.stringify(request)],
    ]);
  }

  async submitted(id: string, task: string): Promise<void> {
    await this.#set(id, `task = ?`, [task]);
  }

  /** Back into the queue: the service certainly took nothing. */
  async putOff(id: string, why: Failure | null): Promise<void> {
    await this.#set(id, `state = 'queued', sent_ms = NULL, request = NULL, failure = ?`, [
      why && JSON.stringify(why),
    ]);
  }

  /** How far the task is; `answer` is the service's own, kept for the trail. */
  async reached(id: string, state: 'running' | 'downloading', answer: object): Promise<void> {
    await this.#set(id, `state = ?, answer = ?`, [state, JSON.stringify(answer)]);
  }

  async done(id: string, take: GeneratedTake, nowMs: number): Promise<void> {
    await this.#set(id, `state = 'done', ended_ms = ?, take = ?`, [nowMs, JSON.stringify(take)]);
  }

  async failed(id: string, why: Failure, answer: object | null, nowMs: number): Promise<void> {
    await this.#set(
      id,
      `state = 'failed', ended_ms = ?, failure = ?, answer = COALESCE(?, answer)`,
      [nowMs, JSON.stringify(why), answer && JSON.stringify(answer)],
    );
  }

  standing(nowMs: number): Omit<GeneratorStanding, 'enabled' | 'limitPerHour'> {
    const ended = (state: string): number =>
      this.#count(`state = ? AND ended_ms > ?`, state, nowMs - hourMs);
    const last = this.#database.get<{ ended_ms: number; failure: string }>(
      `SELECT ended_ms, failure FROM generation WHERE state = 'failed' ORDER BY ended_ms DESC LIMIT 1`,
    );
    return {
      queued: this.queued(),
      running: this.running(),
      doneLastHour: ended('done'),
      failedLastHour: ended('failed'),
      lastFailure: last && {
        atMs: last.ended_ms,
        failure: v.parse(failureSchema, parse(last.failure)),
      },
    };
  }

  /** Whether a finished job brought this clip. */
  holdsTake(sha: string): boolean {
    return this.#count(`state = 'done' AND take ->> '$.sha256' = ?`, sha) > 0;
  }

  #count(where: string, ...values: (string | number | null)[]): number {
    const sql = `SELECT COUNT(*) AS count FROM generation WHERE ${where}`;
    return this.#database.get<{ count: number }>(sql, ...values)?.count ?? 0;
  }

  #stored(id: string): Stored | null {
    return this.#database.get<Stored>('SELECT * FROM generation WHERE id = ?', id);
  }

  #set(id: string, change: string, values: (string | number | null)[]): Promise<void> {
    return this.#database.write(() =>
      this.#database.run(`UPDATE generation SET ${change} WHERE id = ?`, ...values, id),
    );
  }
}

const parse = (text: string | null): unknown => JSON.parse(text ?? 'null');

const failureIn = (text: string | null): Failure | null =>
  v.parse(v.nullable(failureSchema), parse(text));

const openOf = (row: Stored): OpenJob => ({
  id: row.id,
  prompt: row.prompt,
  seed: row.seed,
  state: row.state as OpenJob['state'],
  askedMs: row.asked_ms,
  sentMs: row.sent_ms,
  api: row.api,
  request: parse(row.request) as WireRequest | null,
  task: row.task,
  failure: failureIn(row.failure),
});
